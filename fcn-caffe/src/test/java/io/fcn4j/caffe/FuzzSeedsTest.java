package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.caffe.layer.Codecs;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fuzzing starts from is valid, or it would get no further than to the first mistake. */
class FuzzSeedsTest {
  @TempDir private Path folder;

  @Test
  void netsAreOfEveryTypeOfLayer() throws IOException {
    Set<String> unused = new TreeSet<>(Codecs.types());
    for (byte[] text : FuzzSeeds.texts()) {
      Path file = Files.write(folder.resolve("net.prototxt"), text);
      for (Phase phase : Phase.values()) {
        Graph graph = FuzzTargets.withInputs(Prototxt.read(file, phase)).graph();
        graph
            .nodes()
            .forEach(node -> Codecs.of(node.layer()).ifPresent(c -> unused.remove(c.type())));
      }
    }
    assertThat(unused).isEmpty();
  }

  @Test
  void binariesHaveAReader() throws IOException {
    for (byte[] binary : FuzzSeeds.binaries()) {
      Path file = Files.write(folder.resolve("net.binary"), binary);
      assertThat(
              reads(file, path -> CaffeModel.open(path).close())
                  || reads(file, CaffeState::read)
                  || reads(file, MeanImage::read))
          .isTrue();
    }
  }

  private static boolean reads(Path file, Consumer<Path> reader) {
    try {
      reader.accept(file);
      return true;
    } catch (FcnException e) {
      return false;
    }
  }
}
