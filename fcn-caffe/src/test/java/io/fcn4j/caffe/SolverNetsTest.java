package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Node;
import io.fcn4j.core.Phase;
import io.fcn4j.core.io.AtomicFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which nets a solver file names, and in which states. */
class SolverNetsTest {
  private static final String NET =
      """
      layer { name: "x" type: "Input" top: "x" input_param { shape { dim: 1 dim: 2 } } }
      layer { name: "train" type: "TanH" bottom: "x" top: "train" include { phase: TRAIN } }
      layer { name: "test" type: "TanH" bottom: "x" top: "test" include { phase: TEST } }
      layer { name: "own" type: "TanH" bottom: "x" top: "own" include { stage: "own" } }
      layer { name: "extra" type: "TanH" bottom: "x" top: "extra" include { stage: "extra" } }
      layer { name: "deep" type: "TanH" bottom: "x" top: "deep" include { min_level: 3 } }
      """;

  private final Path folder;
  private final Path path;

  SolverNetsTest(@TempDir Path folder) {
    this.folder = folder;
    this.path = folder.resolve("solver.prototxt");
  }

  private SolverFile read(String text) {
    AtomicFile.write(path, "base_lr: 1 lr_policy: 'fixed'\n" + text);
    AtomicFile.write(folder.resolve("net.prototxt"), NET);
    AtomicFile.write(folder.resolve("staged.prototxt"), "state { stage: 'own' level: 3 }\n" + NET);
    return SolverFile.read(path);
  }

  private static List<String> layers(Prototxt net) {
    return net.graph().nodes().stream().map(Node::name).toList();
  }

  @Test
  void theNetToTrainIsSeenInItsState() {
    assertThat(layers(read("net: 'net.prototxt'").trainNet())).containsExactly("train");
    assertThat(layers(read("train_net: 'staged.prototxt'").trainNet()))
        .containsExactly("train", "own", "deep");
    // What the solver says adds stages, and overrides the level.
    assertThat(
            layers(
                read("net: 'staged.prototxt' train_state { stage: 'extra' level: 2 }").trainNet()))
        .containsExactly("train", "own", "extra");
    assertThat(layers(read("net_param { " + NET + "}").trainNet())).containsExactly("train");
    assertThat(layers(read("train_net_param { " + NET + "}").trainNet())).containsExactly("train");
    assertThat(read("net: 'net.prototxt' train_state { phase: TEST }").trainNet().phase())
        .isEqualTo(Phase.TEST);
  }

  @Test
  void exactlyOneNetToTrain() {
    SolverFile none = read("test_net: 'net.prototxt'");
    assertThatThrownBy(none::trainNet)
        .isInstanceOf(PrototxtException.class)
        .hasMessage(
            path
                + ": found no net to train, expected exactly one of net, net_param, train_net and"
                + " train_net_param");
    SolverFile two = read("\nnet: 'net.prototxt'\ntrain_net: 'net.prototxt'");
    assertThatThrownBy(two::trainNet)
        .hasMessage(
            path
                + ":3: found [net, train_net], expected exactly one of net, net_param, train_net and"
                + " train_net_param");
  }

  @Test
  void aNetThatIsNotThere() {
    SolverFile file = read("net: 'models/nte.prototxt'");
    assertThatThrownBy(file::trainNet)
        .hasMessage(
            "%s:2: net \"models/nte.prototxt\" is not there; looked for %s (from the working folder) and %s (from the folder of this file)"
                .formatted(
                    path,
                    Path.of("models/nte.prototxt").toAbsolutePath(),
                    folder.resolve("models/nte.prototxt")));
    SolverFile strange = read("net: 'a\\000b'");
    assertThatThrownBy(strange::trainNet)
        .isInstanceOf(PrototxtException.class)
        .hasMessageStartingWith(path + ":2: net is no path: Nul character not allowed");
  }

  @Test
  void netsToTestComeInCaffesOrder() {
    SolverFile file =
        read(
            "net: 'net.prototxt' test_net: 'staged.prototxt' test_iter: 1 test_iter: 1 test_iter: 1"
                + " test_net_param { state { level: 5 } "
                + NET
                + "} test_state { } test_state { stage: 'extra' } test_state { stage: 'own' }");
    assertThat(file.testNets())
        .extracting(SolverNetsTest::layers)
        .containsExactly(
            List.of("test", "deep"),
            List.of("test", "own", "extra", "deep"),
            List.of("test", "own"));
    assertThat(read("net: 'net.prototxt'").testNets()).isEmpty();
  }

  @Test
  void netsToTestThatDoNotAddUp() {
    SolverFile few = read("train_net: 'net.prototxt'\ntest_net: 'net.prototxt'");
    assertThatThrownBy(few::testNets)
        .hasMessage(path + ": found 0 test_iter for 1 test nets, expected one for each");
    SolverFile states =
        read("net: 'net.prototxt' test_iter: 1 test_iter: 1\ntest_state { level: 1 }");
    assertThatThrownBy(states::testNets)
        .hasMessage(path + ":3: found 1 test_state for 2 test nets, expected one for each or none");
  }
}
