package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.solver.LrPolicy;
import io.fcn4j.layers.caffe.CaffeSolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.caffe.SolverParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every solver file of Caffe's own examples and models, of 2013, 2014 and 2017. */
class SharedSolversTest {
  static List<Path> files() throws IOException {
    try (Stream<Path> prototxts = Files.walk(SharedData.path("caffe-prototxt"));
        Stream<Path> snapshots = Files.walk(SharedData.path("caffe-snapshots"))) {
      return Stream.concat(prototxts, snapshots)
          .filter(file -> file.getFileName().toString().matches(".*solver.*\\.prototxt"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void isReadAsCaffeReadsIt(Path file) {
    SolverFile ours = SolverFile.read(file);
    try (SolverParameter caffe = CaffeSolver.read(file)) {
      assertThat(ours.rule().type()).isEqualTo(caffe.type().getString());
      LrPolicy lr = ours.lrPolicy();
      assertThat(lr.getClass().getSimpleName().toLowerCase(Locale.ROOT))
          .isEqualTo(caffe.lr_policy().getString());
      assertThat((float) lr.at(0)).isEqualTo(caffe.base_lr());
      assertThat(ours.maxIter()).isEqualTo(caffe.max_iter());
      assertThat(ours.snapshots().orElseThrow().every()).isEqualTo(caffe.snapshot());
      assertThat(ours.prefix().toString()).endsWith(caffe.snapshot_prefix().getString());
    }
  }

  @Test
  void theyAreAllThere() throws IOException {
    assertThat(files()).hasSize(51);
  }

  @Test
  void aNetInsideOfTheFile() {
    SolverFile file =
        SolverFile.read(
            SharedData.path(
                "caffe-prototxt/1.0/examples/mnist/lenet_consolidated_solver.prototxt"));
    assertThat(file.trainNet().dataLayers()).hasSize(1);
    // One for each test_iter, the first of which runs on what is trained on.
    assertThat(file.testNets()).hasSize(2);
    assertThat(file.testNets().get(1).dataLayers().get(0).tops().get(0).name()).isEqualTo("data");
  }
}
