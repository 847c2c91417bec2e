package io.fcn4j.core.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Engines;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.NonFiniteException;
import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
        .lr(LrPolicy.inv(0.1, 0.1, 0.75))
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

  /** The masks of a layer go on as well, not only the data. */
  @Test
  void aResumedRunWithARandomLayerGivesTheSameBits() {
    Net straight = LinearNet.random(2);
    solver(straight).iterSize(2).build().run(new Numbers(), 11);
    Net first = LinearNet.random(2);
    solver(first).iterSize(2).snapshots(folder, 5).build().run(new Numbers(), 6);
    Net second = LinearNet.random(99);
    solver(second).iterSize(2).snapshots(folder, 5).resume(true).build().run(new Numbers(), 11);
    assertThat(Float.floatToIntBits(weight(second)))
        .isEqualTo(Float.floatToIntBits(weight(straight)));
    Net plain = LinearNet.of(2);
    solver(plain).iterSize(2).build().run(new Numbers(), 11);
    assertThat(weight(plain)).isNotEqualTo(weight(straight));
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
    Solver again = solver(LinearNet.of(2)).snapshots(folder, 5).resume(true).build();
    assertThatThrownBy(() -> again.run(xs(1, 2), 10))
        .hasMessageContaining("the run had samples 10, now it is 2");
  }

  @Test
  void anotherRateIsAllowedOnResume() {
    solver(LinearNet.of(2)).snapshots(folder, 5).build().run(new Numbers(), 5);
    Solver other =
        solver(LinearNet.of(2)).snapshots(folder, 5).resume(true).lr(0.5).clipGradients(1).build();
    assertThat(other.run(new Numbers(), 10)).isEqualTo(10);
    try (WeightSource state = SafeTensors.open(folder.resolve("iter_000010.state.safetensors"))) {
      assertThat(state.metadata())
          .containsEntry("lr", "Fixed[base=0.5]")
          .containsEntry("weightDecay", "0.01")
          .containsEntry("l1", "false")
          .containsEntry("clip", "1.0")
          .containsEntry("samples", "10");
    }
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

  /** Samples that are one number each, in blob "x". */
  private static Dataset xs(float... values) {
    List<Map<String, float[]>> blobs = new ArrayList<>();
    for (float value : values) {
      blobs.add(Map.of("x", new float[] {value}));
    }
    return samples(blobs);
  }

  /** Samples n0, n1, ... with blobs of 1 x K. */
  private static Dataset samples(List<Map<String, float[]>> blobs) {
    return new Dataset() {
      @Override
      public int size() {
        return blobs.size();
      }

      @Override
      public Sample get(int index) {
        Map<String, INDArray> arrays = new HashMap<>();
        blobs
            .get(index)
            .forEach((blob, x) -> arrays.put(blob, Nd4j.create(x, new long[] {1, x.length})));
        return new Sample("n" + index, arrays);
      }
    };
  }

  private static SolverBuilder plain(Net net) {
    return Solver.sgd(net).engine(Engines.nd4j()).order(SampleOrder.SEQUENTIAL);
  }

  @Test
  void aSampleThatIsNotFiniteIsBlamed() {
    Net net = LinearNet.of(2);
    Solver solver = plain(net).lr(0.5).batch(2).build();
    assertThatThrownBy(() -> solver.run(xs(1, Float.POSITIVE_INFINITY), 1))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("iteration 1: the loss is Infinity at learning rate 0.5")
        .hasMessageContaining("samples [n0, n1]; blob 'x' of sample 'n1' is Infinity");
    assertThat(weight(net)).isEqualTo(2);
  }

  @Test
  void aParameterThatIsNotFiniteIsBlamed() {
    Solver solver = plain(LinearNet.of(Float.NaN)).lr(0.5).build();
    assertThatThrownBy(() -> solver.run(xs(1), 1))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("the loss is NaN")
        .hasMessageContaining("; parameter 'w.0' is NaN at index 0");
  }

  @Test
  void aLayerThatOverflowsIsBlamed() {
    Net net = LinearNet.of(1e30f);
    Solver solver = plain(net).lr(0.5).build();
    assertThatThrownBy(() -> solver.run(xs(1e30f), 1))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("layer 'w' (Line): top 'w' is not finite");
    assertThat(weight(net)).isEqualTo(1e30f);
  }

  @Test
  void weightsThatTheLastUpdateMadeInfiniteAreNotSaved() {
    Solver solver = plain(LinearNet.of(2)).lr(1e38).snapshots(folder, 1).build();
    assertThatThrownBy(() -> solver.run(xs(100), 1))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining(
            "iteration 1: after the update at learning rate 1.0E38 parameter 'w.0' is -Infinity");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFailureDoesNotLoseWhatWasLearned() {
    Dataset truncated =
        new Dataset() {
          @Override
          public int size() {
            return 10;
          }

          @Override
          public Sample get(int index) {
            if (index == 7) {
              throw new FcnException("truncated image");
            }
            return new Numbers().get(index);
          }
        };
    Solver solver = plain(LinearNet.of(2)).lr(0.1).snapshots(folder, 5).build();
    assertThatThrownBy(() -> solver.run(truncated, 50)).hasMessage("truncated image");
    Net resumed = LinearNet.of(9);
    plain(resumed).lr(0.1).snapshots(folder, 5).resume(true).build().run(new Numbers(), 8);
    Net straight = LinearNet.of(2);
    plain(straight).lr(0.1).build().run(new Numbers(), 8);
    assertThat(folder.resolve("iter_000007.state.safetensors")).exists();
    assertThat(weight(resumed)).isEqualTo(weight(straight));
  }

  @Test
  void aSnapshotThatFailsAfterAFailureIsSuppressed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    SolverListener full =
        new SolverListener() {
          @Override
          public void iteration(IterationReport report) {
            throw new FcnException("disk full");
          }
        };
    Solver solver = plain(LinearNet.of(2)).lr(0.1).snapshots(file, 5).listen(full).build();
    assertThatThrownBy(() -> solver.run(new Numbers(), 1))
        .hasMessage("disk full")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  @Test
  void anInterruptBetweenTwoPassesLetsTheIterationFinish() {
    Thread trainer = Thread.currentThread();
    Net net = LinearNet.of(2);
    Solver solver =
        plain(net)
            .lr(0.1)
            .iterSize(2)
            .augment(
                (sample, random) -> {
                  if (sample.id().equals("n1")) {
                    trainer.interrupt();
                  }
                  return sample;
                })
            .snapshots(folder, 1)
            .build();
    assertThat(solver.run(new Numbers(), 50)).isEqualTo(1);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(weight(net)).isCloseTo(2 - 0.1f * (0.1f + 0.2f) / 2, within(1e-6f));
    assertThat(folder.resolve("iter_000001.state.safetensors")).exists();
  }

  @Test
  void aStopIsFinal() {
    Solver solver = plain(LinearNet.of(2)).lr(0.1).build();
    solver.stop();
    assertThat(solver.run(new Numbers(), 5)).isZero();
    assertThatThrownBy(() -> solver.run(new Numbers(), 5))
        .isInstanceOf(FcnException.class)
        .hasMessageContaining("this solver was stopped; build another one");
  }

  @Test
  void aHeadWithoutItsLabelIsNotDead() {
    Net net = LinearNet.twoHeads(1, 0);
    assertThat(plain(net).lr(0.1).build().run(xs(1), 1)).isEqualTo(1);
  }

  @Test
  void deadWeightsAreFoundAtTheFirstLoss() {
    Net net = LinearNet.twoHeads(1, 0);
    float[] zero = {0};
    Dataset data =
        samples(List.of(Map.of("x", zero, "y", zero), Map.of("x", new float[] {1}, "y", zero)));
    Solver solver = plain(net).lr(0.1).build();
    assertThatThrownBy(() -> solver.run(data, 2))
        .isInstanceOf(FcnException.class)
        .hasMessageStartingWith("1 weights are all zero and get no gradient")
        .hasMessageContaining("w.0");
  }

  @Test
  void samplesThatDoNotFitTogetherAreNamed() {
    Map<String, float[]> one = Map.of("x", new float[1]);
    Solver solver = plain(LinearNet.of(2)).lr(0.1).batch(2).build();
    assertThatThrownBy(() -> solver.run(samples(List.of(one, Map.of("x", new float[2]))), 1))
        .hasMessageContaining("'x' is 1x1 in sample 'n0', but 1x2 in 'n1'");
    assertThatThrownBy(() -> solver.run(samples(List.of(one, Map.of("y", new float[1]))), 1))
        .hasMessageContaining("'n0' has [x], but 'n1' has [y]");
  }

  /** The one read ahead as well, and what a transform was given. */
  @Test
  void theMemoryOfSamplesIsFreed() {
    List<INDArray> given = Collections.synchronizedList(new ArrayList<>());
    Solver solver =
        solver(LinearNet.of(2))
            .augment(
                (sample, random) -> {
                  given.addAll(sample.arrays().values());
                  return sample;
                })
            .build();
    solver.run(new Numbers(), 3);
    assertThat(given).hasSize(4).allMatch(INDArray::wasClosed);
  }

  @Test
  void gradientsAreClippedByTheirNorm() {
    Net net = LinearNet.of(2);
    plain(net).lr(1).clipGradients(0.5).build().run(xs(10), 1);
    assertThat(weight(net)).isEqualTo(1.5f);
    plain(net).lr(1).clipGradients(0.5).build().run(xs(0.25f), 1);
    assertThat(weight(net)).isEqualTo(1.25f);
  }

  @Test
  void missingAndSenselessSettingsAreRefused() {
    Net net = LinearNet.of(2);
    assertThatThrownBy(() -> Solver.sgd(net).build()).hasMessageContaining("no learning rate");
    assertThatThrownBy(() -> Solver.sgd(net).lr(1).batch(0).build())
        .hasMessage("solver: batch is 0, expected at least 1");
    assertThatThrownBy(() -> Solver.sgd(net).lr(1).weightDecay(-1).build())
        .hasMessage("solver: weightDecay is -1.0, expected a finite number, 0 or more");
    assertThatThrownBy(() -> Solver.sgd(net).lr(1).clipGradients(Double.NaN).build())
        .hasMessageContaining("clipGradients is NaN");
    assertThatThrownBy(() -> Solver.sgd(net).momentum(-0.9))
        .hasMessageContaining("momentum is -0.9");
    assertThatThrownBy(() -> Solver.adam(net).momentum(0.5)).hasMessageContaining("no momentum");
  }
}
