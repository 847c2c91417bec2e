package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Net;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.io.Elements;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.core.solver.Dataset;
import io.fcn4j.core.solver.Sample;
import io.fcn4j.core.solver.SnapshotStore;
import io.fcn4j.core.solver.SolverSettings;
import io.fcn4j.core.solver.Training;
import io.fcn4j.core.solver.UpdateRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a solver made of a file does. */
class SolverSettingsTest {
  private static final String NET =
      """
      net_param {
        layer { name: "x" type: "Input" top: "x" input_param { shape { dim: 1 dim: 2 } } }
        layer { name: "w" type: "InnerProduct" bottom: "x" top: "w" loss_weight: 1
          inner_product_param { num_output: 1 weight_filler { value: 1 } bias_filler { value: 1 } } }
      }
      base_lr: 0.5 lr_policy: 'fixed'
      """;

  private final Path folder;
  private final Path path;

  SolverSettingsTest(@TempDir Path folder) {
    this.folder = folder;
    this.path = folder.resolve("quick_solver.prototxt");
  }

  private SolverFile read(String text) {
    AtomicFile.write(path, NET + text);
    return SolverFile.read(path);
  }

  /** Says what it is told. */
  private static final class Told implements SnapshotStore {
    private final List<SolverSettings> settings = new ArrayList<>();

    @Override
    public long every() {
      return 0;
    }

    @Override
    public boolean atEnd() {
      return false;
    }

    @Override
    public long start(Training training) {
      settings.add(training.settings());
      return 0;
    }

    @Override
    public Path write(Training training, long iteration) {
      throw new AssertionError("nothing is to be written");
    }
  }

  private static SolverSettings settings(SolverFile file) {
    Told told = new Told();
    file.solver(file.trainNet().build(1)).snapshots(told).build().run(new Zeros(), 0);
    return told.settings.get(0);
  }

  private static final class Zeros implements Dataset {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public Sample get(int index) {
      return new Sample("zero", Map.of("x", Elements.create(Shape.of(1, 2)).assign(0)));
    }
  }

  @Test
  void whatTheFileSaysIsApplied() {
    SolverSettings said =
        settings(
            read(
                "type: 'Adam' momentum: 0.5 weight_decay: 0.25 regularization_type: 'L1'"
                    + " clip_gradients: 8 iter_size: 3 average_loss: 20 random_seed: 1701 display: 1"));
    assertThat(said.rule()).isEqualTo(new UpdateRule.Adam(0.5, 0.999f, 1e-8f));
    assertThat(said.lr().at(3)).isEqualTo(0.5);
    assertThat(said.weightDecay()).isEqualTo(0.25);
    assertThat(said.l1()).isTrue();
    assertThat(said.clip()).isEqualTo(8);
    assertThat(said.iterSize()).isEqualTo(3);
    assertThat(said.averageLoss()).isEqualTo(20);
    assertThat(said.seed()).isEqualTo(1701);
  }

  @Test
  void caffesDefaults() {
    SolverSettings said = settings(read(""));
    assertThat(said.rule()).isEqualTo(new UpdateRule.Sgd(0));
    assertThat(said.weightDecay()).isZero();
    assertThat(said.l1()).isFalse();
    assertThat(said.clip()).isZero();
    assertThat(said.iterSize()).isEqualTo(1);
    assertThat(said.averageLoss()).isEqualTo(1);
  }

  @Test
  void weightsAreLoadedInTheirOrder() {
    for (float value : new float[] {3, 5}) {
      WeightSource weights =
          WeightSource.of(
              Map.of(
                  "w.0", Elements.create(Shape.of(1, 2)).assign(value),
                  "w.1", Elements.create(Shape.of(1)).assign(value)));
      CaffeModel.write(folder.resolve((int) value + ".caffemodel"), weights);
    }
    SolverFile file = read("weights: '5.caffemodel, 3.caffemodel' weights: '5.caffemodel'");
    Net net = file.trainNet().build(1);
    file.solver(net);
    assertThat(net.params().get("w.0").array().getFloat(0)).isEqualTo(5);
  }

  @Test
  void whereSnapshotsGo() throws IOException {
    assertThat(read("").prefix()).isEqualTo(folder.resolve("quick_solver"));
    assertThat(read("snapshot_prefix: '%s'".formatted(folder)).prefix())
        .isEqualTo(folder.resolve("quick_solver"));
    assertThat(read("snapshot_prefix: '%s/run/'".formatted(folder)).prefix())
        .isEqualTo(folder.resolve("run/quick_solver"));
    assertThat(read("snapshot_prefix: 'here'").prefix()).isEqualTo(Path.of("here"));
    // The folder is looked for where Caffe would, and then beside the file.
    assertThat(read("snapshot_prefix: 'run/net'").prefix()).isEqualTo(Path.of("run/net"));
    Files.createDirectory(folder.resolve("run"));
    assertThat(read("snapshot_prefix: 'run/net'").prefix()).isEqualTo(folder.resolve("run/net"));
    assertThat(read("snapshot_prefix: 'src/net'").prefix()).isEqualTo(Path.of("src/net"));
  }

  @Test
  void howOftenSnapshotsAreWritten() {
    assertThat(read("snapshot: 500").snapshots().orElseThrow().every()).isEqualTo(500);
    assertThat(read("").snapshots().orElseThrow().every()).isZero();
    assertThat(read("").snapshots().orElseThrow().atEnd()).isTrue();
    assertThat(read("snapshot: 5 snapshot_after_train: false").snapshots().orElseThrow().atEnd())
        .isFalse();
    assertThat(read("snapshot_after_train: false").snapshots()).isEmpty();
  }
}
