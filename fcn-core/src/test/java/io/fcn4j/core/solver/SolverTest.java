package io.fcn4j.core.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Engines;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.NonFiniteException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SolverTest {
  @TempDir Path folder;

  /** Ten samples x = 0.1, ..., 1.0. */
  private static final class Numbers implements Dataset {
    final List<String> seen = new ArrayList<>();

    @Override
    public int size() {
      return 10;
    }

    @Override
    public synchronized Sample get(int index) {
      seen.add("n" + index);
      float x = (index + 1) / 10f;
      return new Sample("n" + index, Map.of("x", Nd4j.create(new float[] {x}, new long[] {1, 1})));
    }
  }

  private SolverBuilder solver(Net net) {
    return Solver.sgd(net)
        .engine(Engines.nd4j())
        .lr(new LrPolicy.Inv(0.1, 0.1, 0.75))
        .momentum(0.9)
        .weightDecay(0.01)
        .seed(7)
        .augment(SolverTest::noisy);
  }

  private static Sample noisy(Sample sample, CounterRandom random) {
    Map<String, INDArray> arrays = new HashMap<>(sample.arrays());
    arrays.replaceAll((blob, array) -> array.add(random.uniform(0)));
    return new Sample(sample.id(), arrays);
  }

  private static float weight(Net net) {
    return net.params().get("w.0").array().getFloat(0);
  }

  @Test
  void aResumedRunGivesTheSameBits() {
    Net straight = LinearNet.of(2);
    assertThat(solver(straight).build().run(new Numbers(), 23)).isEqualTo(23);

    Net first = LinearNet.of(2);
    solver(first).snapshots(folder, 5).build().run(new Numbers(), 13);
    Net second = LinearNet.of(99);
    solver(second).snapshots(folder, 5).resume(true).build().run(new Numbers(), 23);
    assertThat(Float.floatToIntBits(weight(second)))
        .isEqualTo(Float.floatToIntBits(weight(straight)));
    assertThat(folder.resolve("iter_000005.safetensors")).exists();
    assertThat(folder.resolve("iter_000013.state.safetensors")).exists();
    assertThat(folder.resolve("iter_000023.state.safetensors")).exists();
  }

  @Test
  void aFolderThatHoldsARunIsRefused() {
    solver(LinearNet.of(2)).snapshots(folder, 5).build().run(new Numbers(), 5);
    Solver again = solver(LinearNet.of(2)).snapshots(folder, 5).build();
    assertThatThrownBy(() -> again.run(new Numbers(), 10))
        .isInstanceOf(FcnException.class)
        .hasMessageContaining("already holds a run, up to iteration 5")
        .hasMessageContaining("resume");
  }

  @Test
  void resumingWithOtherSettingsIsRefused() {
    solver(LinearNet.of(2)).snapshots(folder, 5).build().run(new Numbers(), 5);
    Solver other = solver(LinearNet.of(2)).snapshots(folder, 5).resume(true).seed(8).build();
    assertThatThrownBy(() -> other.run(new Numbers(), 10))
        .hasMessageContaining("the run had seed 7, now it is 8");
  }

  @Test
  void aSnapshotWithoutItsStateIsNotResumedFrom() throws Exception {
    solver(LinearNet.of(2)).snapshots(folder, 5).build().run(new Numbers(), 10);
    Files.delete(folder.resolve("iter_000010.state.safetensors"));
    List<Long> done = new ArrayList<>();
    SolverListener watch =
        new SolverListener() {
          @Override
          public void iteration(IterationReport report) {
            done.add(report.iteration());
          }
        };
    solver(LinearNet.of(2))
        .snapshots(folder, 5)
        .resume(true)
        .listen(watch)
        .build()
        .run(new Numbers(), 7);
    assertThat(done).containsExactly(6L, 7L);
  }

  @Test
  void interruptingFinishesTheIterationAndWritesASnapshot() {
    Net net = LinearNet.of(2);
    SolverListener interrupt =
        new SolverListener() {
          @Override
          public void iteration(IterationReport report) {
            if (report.iteration() == 3) {
              Thread.currentThread().interrupt();
            }
          }
        };
    Solver solver = solver(net).snapshots(folder, 100).listen(interrupt).build();
    assertThat(solver.run(new Numbers(), 50)).isEqualTo(3);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder.resolve("iter_000003.state.safetensors")).exists();
  }

  @Test
  void everyEpochIsAnotherPermutation() {
    SampleOrder.Indices indices = SampleOrder.SHUFFLED.indices(10, CounterRandom.seeded(3));
    List<Integer> first = new ArrayList<>();
    List<Integer> second = new ArrayList<>();
    for (int k = 0; k < 10; k++) {
      first.add(indices.at(k));
    }
    for (int k = 10; k < 20; k++) {
      second.add(indices.at(k));
    }
    Set<Integer> all = new HashSet<>(first);
    assertThat(all).hasSize(10).isEqualTo(new HashSet<>(second));
    assertThat(first).isNotEqualTo(second);
    assertThat(indices.at(4)).isEqualTo(first.get(4));
  }

  @Test
  void aLossThatIsNotFiniteStopsBeforeTheUpdate() {
    Net net = LinearNet.of(2);
    Dataset bad =
        new Dataset() {
          @Override
          public int size() {
            return 1;
          }

          @Override
          public Sample get(int index) {
            float x = Float.POSITIVE_INFINITY;
            return new Sample("bad", Map.of("x", Nd4j.create(new float[] {x}, new long[] {1, 1})));
          }
        };
    Solver solver = Solver.sgd(net).engine(Engines.nd4j()).lr(0.5).build();
    assertThatThrownBy(() -> solver.run(bad, 1))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("iteration 0: the loss is Infinity at learning rate 0.5")
        .hasMessageContaining("samples [bad]")
        .hasMessageContaining("layer 'w' (Line): top 'w' is not finite");
    assertThat(weight(net)).isEqualTo(2);
  }

  @Test
  void missingAndSenselessSettingsAreRefused() {
    Net net = LinearNet.of(2);
    assertThatThrownBy(() -> Solver.sgd(net).build()).hasMessageContaining("no learning rate");
    assertThatThrownBy(() -> Solver.sgd(net).lr(1).batch(0).build())
        .hasMessage("solver: batch is 0, expected at least 1");
    assertThatThrownBy(() -> Solver.adam(net).momentum(0.5)).hasMessageContaining("no momentum");
  }
}
