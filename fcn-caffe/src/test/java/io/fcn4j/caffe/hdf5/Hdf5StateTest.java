package io.fcn4j.caffe.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.io.WeightFileException;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.CaffeSolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Hdf5StateTest {
  /** Caffe's solver of a net that learns from constants. */
  private static final String SOLVER =
      """
      snapshot_prefix: "%s"
      snapshot_format: HDF5
      solver_mode: CPU
      base_lr: 0.1 momentum: 0.9 lr_policy: "step" gamma: 0.5 stepsize: 2 max_iter: 100
      net_param {
        layer { name: "x" type: "DummyData" top: "x" top: "y"
          dummy_data_param { shape { dim: 2 dim: 3 } shape { dim: 2 dim: 2 }
            data_filler { value: 0.5 } data_filler { value: 2 } } }
        layer { name: "fc" type: "InnerProduct" bottom: "x" top: "fc"
          inner_product_param { num_output: 2 } }
        layer { name: "loss" type: "EuclideanLoss" bottom: "fc" bottom: "y" top: "loss" }
      }
      """;

  private final Path folder;
  private final Path file;

  Hdf5StateTest(@TempDir Path folder) {
    this.folder = folder;
    file = folder.resolve("net.solverstate.h5");
  }

  private CaffeSolver caffe() throws IOException {
    Path text = folder.resolve("caffe.prototxt");
    return CaffeSolver.of(Files.writeString(text, SOLVER.formatted(folder.resolve("caffe"))));
  }

  @Test
  void readsWhatWasWritten() {
    List<INDArray> history =
        List.of(Nd4j.rand(DataType.FLOAT, 2, 3, 1, 1), Nd4j.scalar(4f), Nd4j.createFromArray(1.5));
    new Hdf5State(12, "models/größe_iter_12.caffemodel.h5", 3, history).write(file);
    Hdf5State state = Hdf5State.read(file);
    assertThat(state.iter()).isEqualTo(12);
    assertThat(state.learnedNet()).isEqualTo("models/größe_iter_12.caffemodel.h5");
    assertThat(state.currentStep()).isEqualTo(3);
    assertThat(state.history()).hasSize(3);
    assertThat(state.history().get(0)).isEqualTo(history.get(0));
    assertThat(state.history().get(1).shape()).isEmpty();
    assertThat(Host.read(state.history().get(2))).containsExactly(1.5f);
  }

  @Test
  void neitherHistoryNorNet() {
    new Hdf5State(0, "", 0, List.of()).write(file);
    assertThat(Hdf5State.read(file)).isEqualTo(new Hdf5State(0, "", 0, List.of()));
  }

  @Test
  void longHistoryStaysInOrder() {
    // Names are sorted as text in the file: 0, 1, 10, 100.
    List<INDArray> history = IntStream.range(0, 700).mapToObj(i -> Nd4j.scalar((float) i)).toList();
    new Hdf5State(1, "", 0, history).write(file);
    List<INDArray> found = Hdf5State.read(file).history();
    for (int i = 0; i < 700; i++) {
      assertThat(found.get(i).getFloat(0)).isEqualTo(i);
    }
  }

  @Test
  void readsWhatCaffeWrites() throws IOException {
    try (CaffeSolver solver = caffe()) {
      solver.step(5).snapshot();
      Hdf5State state = Hdf5State.read(folder.resolve("caffe_iter_5.solverstate.h5"));
      assertThat(state.iter()).isEqualTo(5);
      assertThat(state.currentStep()).isEqualTo(2);
      Path net = folder.resolve("caffe_iter_5.caffemodel.h5");
      assertThat(state.learnedNet()).isEqualTo(net.toString());
      assertThat(state.history()).isEqualTo(solver.history()).hasSize(2);
      try (WeightSource source = Hdf5Weights.open(net)) {
        assertThat(source.read("fc.0")).isEqualTo(solver.net().param("fc", 0));
      }
    }
  }

  @Test
  void caffeGoesOnFromWhatWeWrite() throws IOException {
    Path weights = folder.resolve("ours.caffemodel.h5");
    INDArray fc = Nd4j.rand(DataType.FLOAT, 2, 3);
    Hdf5Weights.write(weights, Map.of("fc.0", fc, "fc.1", Nd4j.zeros(DataType.FLOAT, 2)));
    List<INDArray> history = List.of(Nd4j.rand(DataType.FLOAT, 2, 3), Nd4j.rand(DataType.FLOAT, 2));
    new Hdf5State(7, weights.toString(), 3, history).write(file);
    try (CaffeSolver solver = caffe()) {
      solver.restore(file);
      assertThat(solver.iteration()).isEqualTo(7);
      assertThat(solver.history()).isEqualTo(history);
      assertThat(solver.net().param("fc", 0)).isEqualTo(fc);
      solver.step(1).snapshot();
    }
    Hdf5State next = Hdf5State.read(folder.resolve("caffe_iter_8.solverstate.h5"));
    assertThat(next.iter()).isEqualTo(8);
    assertThat(next.currentStep()).isEqualTo(3);
  }

  @Test
  void weightsAreNoState() {
    Hdf5Weights.write(file, Map.of("a.0", Nd4j.scalar(1f)));
    assertThatThrownBy(() -> Hdf5State.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessage(
            "cannot read "
                + file
                + ": found group 'data', expected data sets 'iter' and 'current_step' and a group"
                + " 'history'; it is HDF5, but not a solver state of Caffe: choose a .solverstate.h5");
  }

  @Test
  void entriesOfAnotherType() {
    refuse(Hdf5Leaf.text("x"), "data set 'iter' holds text, expected int32 or int64");
    refuse(
        Hdf5Leaf.floats(Nd4j.scalar(1f)), "data set 'iter' holds float32, expected int32 or int64");
    refuse(Hdf5Leaf.number(-1), "data set 'iter' holds -1, expected 0 to 2147483647");
  }

  private void refuse(Hdf5Leaf iter, String message) {
    Hdf5Writer writer = new Hdf5Writer();
    writer.add("iter", iter);
    writer.add("current_step", Hdf5Leaf.number(0));
    writer.group("history");
    writer.write(file);
    assertRefused(message);
  }

  @Test
  void netThatIsNoText() {
    Hdf5Writer writer = state();
    writer.add("learned_net", Hdf5Leaf.number(1));
    writer.write(file);
    assertRefused("data set 'learned_net' holds int32, expected text of a fixed length");
  }

  @Test
  void historyWithAGap() {
    Hdf5Writer writer = state();
    writer.add("history/0", Hdf5Leaf.floats(Nd4j.scalar(1f)));
    writer.add("history/2", Hdf5Leaf.floats(Nd4j.scalar(1f)));
    writer.write(file);
    assertRefused("group 'history' holds 2 arrays, but none is named 1; the file is damaged");
  }

  @Test
  void historyOfIntegers() {
    Hdf5Writer writer = state();
    writer.add("history/0", Hdf5Leaf.number(1));
    writer.write(file);
    assertRefused("data set 'history/0' holds int32, expected float32 or float64");
  }

  private static Hdf5Writer state() {
    Hdf5Writer writer = new Hdf5Writer();
    writer.add("iter", Hdf5Leaf.number(0));
    writer.add("current_step", Hdf5Leaf.number(0));
    writer.group("history");
    return writer;
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Hdf5State.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessage("cannot read " + file + ": " + message);
  }
}
