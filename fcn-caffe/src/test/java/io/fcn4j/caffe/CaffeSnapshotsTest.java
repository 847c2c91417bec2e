package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.Agreement;
import io.fcn4j.layers.caffe.CaffeSolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs that are begun by one side, and go on at the other. */
class CaffeSnapshotsTest {
  private static final int SAVED = 10;
  private static final int END = 15;
  private static final double TOLERANCE = 1e-5;
  private static final String SGD =
      "momentum: 0.9 base_lr: 0.05 lr_policy: 'multistep' gamma: 0.5"
          + " stepvalue: 2 stepvalue: 6 stepvalue: 12";

  @TempDir Path folder;
  private @Nullable SolverPair pair;

  private SolverPair pair(String settings) {
    SolverPair made =
        new SolverPair(
            folder,
            SmoothNet.SPECIAL,
            SmoothNet.batches(),
            "snapshot_prefix: '%s' weight_decay: 0.001 %s"
                .formatted(folder.resolve("run"), settings));
    pair = made;
    return made;
  }

  @AfterEach
  void close() {
    if (pair != null) {
      pair.close();
    }
  }

  static Stream<String> runs() {
    return Stream.of(
            SGD,
            "type: 'Adam' momentum: 0.9 base_lr: 0.01 lr_policy: 'step' gamma: 0.5 stepsize: 4",
            "type: 'AdaDelta' momentum: 0.95 delta: 1e-6 base_lr: 1 lr_policy: 'fixed'")
        .flatMap(run -> Stream.of(run, run + " snapshot_format: HDF5"));
  }

  private Path state(int iteration) {
    Path plain = folder.resolve("run_iter_" + iteration + ".solverstate");
    return Files.exists(plain) ? plain : plain.resolveSibling(plain.getFileName() + ".h5");
  }

  private static CaffeSnapshots store(SolverPair pair) {
    return pair.file.snapshots().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void weGoOnFromCaffe(String settings) {
    SolverPair run = pair(settings);
    run.runCaffe(run.caffe, SAVED);
    run.caffe.snapshot();
    Net net = run.newOurs();
    run.runOurs(net, END, store(run).resume(state(SAVED)));
    run.runCaffe(run.caffe, END);
    SolverPair.requireAgreement(net, run.caffe, TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void caffeGoesOnFromUs(String settings) {
    SolverPair run = pair(settings);
    run.runOurs(run.newOurs(), SAVED, store(run));
    try (CaffeSolver other = run.newCaffe()) {
      other.restore(state(SAVED));
      assertThat(other.iteration()).isEqualTo(SAVED);
      run.runCaffe(other, END);
      Net straight = run.newOurs();
      run.runOurs(straight, END, CaffeSnapshots.at(folder.resolve("other")));
      SolverPair.requireAgreement(straight, other, TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void bothWriteTheSameState(String settings) {
    SolverPair run = pair(settings);
    run.runCaffe(run.caffe, SAVED);
    run.caffe.snapshot();
    CaffeState theirs = CaffeFormat.readState(state(SAVED));
    run.runOurs(run.newOurs(), SAVED, store(run));
    CaffeState ours = CaffeFormat.readState(state(SAVED));
    assertThat(ours.iteration()).isEqualTo(theirs.iteration());
    assertThat(ours.learnedNet()).isEqualTo(theirs.learnedNet());
    assertThat(ours.currentStep()).isEqualTo(theirs.currentStep());
    assertThat(ours.history()).hasSameSizeAs(theirs.history());
    for (int i = 0; i < ours.history().size(); i++) {
      INDArray expected = theirs.history().get(i);
      Agreement.require("history " + i, ours.history().get(i), expected, TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BINARYPROTO", "HDF5"})
  void weGoOnWithTheSameBits(String format) {
    SolverPair run = pair(SGD + " snapshot: 4 snapshot_format: " + format);
    Net straight = run.newOurs();
    run.runOurs(straight, END, store(run));
    assertThat(state(8)).exists();
    assertThat(state(END)).exists();
    Net resumed = run.newOurs();
    run.runOurs(resumed, END, store(run).resume(state(8)));
    straight
        .params()
        .all()
        .forEach(
            param ->
                assertThat(Host.read(resumed.params().get(param.key()).array()))
                    .as(param.key())
                    .isEqualTo(Host.read(param.array())));
  }

  @Test
  void theModelSaysWhatItsLayersAre() {
    SolverPair run = pair(SGD);
    run.runOurs(run.newOurs(), 1, store(run));
    try (CaffeModel model = CaffeModel.open(folder.resolve("run_iter_1.caffemodel"))) {
      assertThat(model.definition().getLayerList())
          .extracting(layer -> layer.getName() + " " + layer.getType())
          .contains("conv1 Convolution", "bn BatchNorm", "loss SoftmaxWithLoss");
      // Caffe counts the arrays of every layer, those that are shared too.
      assertThat(model.shapes()).containsKeys("conv1.0", "conv2.0");
    }
  }

  /** A layer of one's own, which can be learned but not be said in Caffe's file. */
  private record Unheard() implements UnaryLayer {
    @Override
    public Shape shape(Shape bottom) {
      return bottom;
    }

    @Override
    public List<ParamSpec> params(List<Shape> bottoms) {
      return List.of(ParamSpec.learned("weight", Shape.of(3), Filler.constant(2)));
    }

    @Override
    public Kernel kernel(KernelContext c) {
      throw new AssertionError("it is not run");
    }
  }

  @Test
  void aLayerThatCaffeLacksIsWrittenByName() {
    NetBuilder b = NetBuilder.named("own");
    b.add("unheard", new Unheard(), b.input("x", Shape.of(1, 3)));
    Path file = folder.resolve("own.caffemodel");
    CaffeFormat.BINARYPROTO.writeWeights(file, b.build(1));
    try (CaffeModel model = CaffeModel.open(file)) {
      assertThat(Host.read(model.read("unheard.0"))).containsExactly(2, 2, 2);
      assertThat(model.definition().getLayer(0).getType()).isEmpty();
    }
  }

  @Test
  void anIntervalBelowZeroIsRefused() {
    CaffeSnapshots snapshots = CaffeSnapshots.at(folder.resolve("run"));
    assertThatThrownBy(() -> snapshots.every(-1))
        .hasMessage("the snapshot interval is -1, expected 0 or more iterations");
  }

  @Test
  void noneAtTheEndUnlessAskedFor() {
    SolverPair run = pair(SGD + " snapshot: 2 snapshot_after_train: false");
    run.runOurs(run.newOurs(), 3, store(run));
    assertThat(state(2)).exists();
    assertThat(state(3)).doesNotExist();
  }

  @Test
  void weightsBesideTheStateAreFound() throws IOException {
    SolverPair run = pair(SGD);
    run.runOurs(run.newOurs(), 2, store(run));
    Path moved = Files.createDirectory(folder.resolve("moved"));
    for (String name : List.of("run_iter_2.caffemodel", "run_iter_2.solverstate")) {
      Files.move(folder.resolve(name), moved.resolve(name));
    }
    CaffeSnapshots resume = store(run).resume(moved.resolve("run_iter_2.solverstate"));
    run.runOurs(run.newOurs(), 3, resume);
    assertThat(state(3)).exists();
    Files.delete(moved.resolve("run_iter_2.caffemodel"));
    assertThatThrownBy(() -> run.runOurs(run.newOurs(), 4, resume))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "%s: its weights \"%s\" are not there; looked for %s (from the working folder) and %s (beside the state)"
                .formatted(
                    moved.resolve("run_iter_2.solverstate"),
                    folder.resolve("run_iter_2.caffemodel"),
                    folder.resolve("run_iter_2.caffemodel"),
                    moved.resolve("run_iter_2.caffemodel")));
  }

  @Test
  void aStateWithoutWeightsIsRefused() {
    SolverPair run = pair(SGD);
    run.runOurs(run.newOurs(), 1, store(run));
    CaffeState whole = CaffeState.read(state(1));
    Path file = folder.resolve("bare.solverstate");
    new CaffeState(1, "", 0, whole.history()).write(file);
    assertThatThrownBy(() -> run.runOurs(run.newOurs(), 2, store(run).resume(file)))
        .hasMessage(file + " names no weights (learned_net), expected those of its iteration 1");
  }

  /** Caffe's states of before 2015 have four axes for everything. */
  @Test
  void oldShapesAreTheSame() {
    SolverPair run = pair(SGD);
    Net straight = run.newOurs();
    run.runOurs(straight, 4, store(run).every(2));
    CaffeState whole = CaffeState.read(state(2));
    List<INDArray> old = whole.history().stream().map(CaffeSnapshotsTest::withFourAxes).toList();
    Path file = folder.resolve("old.solverstate");
    new CaffeState(2, whole.learnedNet(), 0, old).write(file);
    Net resumed = run.newOurs();
    run.runOurs(resumed, 4, store(run).resume(file));
    assertThat(Host.read(resumed.params().get("fc.1").array()))
        .isEqualTo(Host.read(straight.params().get("fc.1").array()));
  }

  private static INDArray withFourAxes(INDArray array) {
    long[] shape = {1, 1, 1, 1};
    System.arraycopy(array.shape(), 0, shape, 4 - array.rank(), array.rank());
    return array.reshape(shape);
  }

  @Test
  void aHistoryOfAnotherNetOrRuleIsRefusedBeforeAnythingIsChanged() {
    SolverPair run = pair(SGD);
    run.runOurs(run.newOurs(), 1, store(run));
    CaffeState whole = CaffeState.read(state(1));
    Path file = folder.resolve("other.solverstate");
    List<INDArray> fewer = whole.history().subList(0, 4);
    new CaffeState(1, whole.learnedNet(), 0, fewer).write(file);
    Net net = run.newOurs();
    float[] before = Host.read(net.params().get("fc.0").array());
    assertThatThrownBy(() -> run.runOurs(net, 2, store(run).resume(file)))
        .hasMessageStartingWith(
            "the history does not fit the net; nothing was restored. Found 4 arrays, expected 10"
                + " for 10 parameters and rule SGD; use the net and the type of the run")
        .hasMessageContaining("other.solverstate: 4 of 10 matched")
        .hasMessageContaining("missing      0:bn.2");
    assertThat(Host.read(net.params().get("fc.0").array())).isEqualTo(before);
    List<INDArray> swapped = Stream.concat(fewer.stream(), fewer.stream()).toList();
    new CaffeState(1, whole.learnedNet(), 0, swapped).write(file);
    assertThatThrownBy(() -> run.runOurs(net, 2, store(run).resume(file)))
        .hasMessageContaining("other size   0:bn.2")
        .hasMessageContaining("needed 1 ")
        .hasMessageContaining("found 4x2x3x3");
  }
}
