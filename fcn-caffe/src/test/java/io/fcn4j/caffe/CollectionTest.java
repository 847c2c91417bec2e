package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.caffe.proto.NetParameter;
import io.fcn4j.core.Blob;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.caffe.CaffeNet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every net of Caffe's own examples and models, of 2013, early 2014 and 2017, in both phases. */
class CollectionTest {
  private static final int SMALL = 10_000_000;
  private static final int BATCH = 2;

  @TempDir private Path folder;

  private record Case(BesideCaffe files, List<String> stages) {
    Graph graph() {
      return files.ours().graph();
    }

    boolean isSmall() {
      return graph().paramSpecs().values().stream().mapToLong(spec -> spec.shape().count()).sum()
          < SMALL;
    }
  }

  private static Stream<Case> cases() throws IOException {
    try (Stream<Path> files = Files.walk(SharedData.path("caffe-prototxt"))) {
      return files
          .filter(file -> file.toString().endsWith(".prototxt"))
          .filter(file -> !file.toString().contains("solver"))
          .filter(file -> !file.toString().endsWith("linreg.prototxt"))
          .sorted()
          .toList()
          .stream()
          .flatMap(file -> Stream.of(Phase.values()).map(phase -> of(file, phase)));
    }
  }

  private static Case of(Path file, Phase phase) {
    List<String> stages =
        file.endsWith("mnist_autoencoder.prototxt") && phase == Phase.TEST
            ? List.of("test-on-test")
            : List.of();
    BesideCaffe files = BesideCaffe.of(file, phase).stages(stages);
    for (DataLayer layer : files.ours().dataLayers()) {
      for (DataLayer.Top top : layer.tops()) {
        Shape shape = top.shape().orElseGet(() -> inDatabase(file, top.name()));
        files = files.input(top.name(), shape.with(0, BATCH));
      }
    }
    return new Case(files, stages);
  }

  /** What the databases of the examples hold. */
  private static Shape inDatabase(Path file, String top) {
    String path = file.toString();
    if (path.contains("hdf5")) {
      return top.equals("label") ? Shape.of(BATCH) : Shape.of(BATCH, 4);
    }
    if (path.contains("cifar10")) {
      return Shape.of(BATCH, 3, 32, 32);
    }
    return Shape.of(BATCH, path.contains("siamese") ? 2 : 1, 28, 28);
  }

  private static Stream<DynamicTest> forEach(Stream<Case> cases, Consumer<Case> test) {
    return cases.map(
        at ->
            DynamicTest.dynamicTest(
                at.files.file() + " " + at.files.ours().phase(), () -> test.accept(at)));
  }

  @TestFactory
  Stream<DynamicTest> shapesAreCaffes() throws IOException {
    return forEach(cases().filter(Case::isSmall), CollectionTest::compareShapes);
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> shapesOfLargeNetsAreCaffes() throws IOException {
    return forEach(cases().filter(at -> !at.isSmall()), CollectionTest::compareShapes);
  }

  private static void compareShapes(Case at) {
    Graph graph = at.graph();
    Map<Blob, Shape> shapes = graph.shapes(at.files.shapes());
    Map<String, Shape> ours = new LinkedHashMap<>();
    for (Blob blob : graph.blobs()) {
      ours.put(blob.name(), shapes.get(graph.blob(blob.name())));
    }
    // Old nets have four axes for labels too.
    ours.keySet().removeAll(at.files.shapes().keySet());
    try (CaffeNet caffe = at.files.caffe(at.stages)) {
      Map<String, Shape> theirs = new LinkedHashMap<>();
      ours.keySet().forEach(name -> theirs.put(name, caffe.shape(name)));
      assertThat(ours).isEqualTo(theirs);
    }
  }

  @TestFactory
  Stream<DynamicTest> whatIsWrittenReadsTheSame() throws IOException {
    return forEach(
        cases(),
        at -> {
          Graph graph = at.graph();
          NetParameter message = NetWriter.message(graph);
          Path copy = folder.resolve("copy.prototxt");
          try {
            Files.writeString(copy, NetWriter.text(message));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          Graph again = Prototxt.read(copy, at.files.ours().phase()).graph();
          assertThat(again.nodes()).isEqualTo(graph.nodes());
          assertThat(again.inputs()).isEqualTo(graph.inputs());
          assertThat(again.forceBackward()).isEqualTo(graph.forceBackward());
          assertThat(NetWriter.message(again)).isEqualTo(message);
        });
  }

  @Test
  void theOnlyOneThatIsRefusedRunsPython() {
    Path file = SharedData.path("caffe-prototxt/1.0/examples/pycaffe/linreg.prototxt");
    assertThatThrownBy(() -> Prototxt.read(file, Phase.TRAIN).graph())
        .isInstanceOf(PrototxtException.class)
        .hasMessage(
            file
                + ":44: layer 'loss' (Python): it runs code of its own in Python; write it as a"
                + " Layer in Java and build the net in a program");
  }
}
