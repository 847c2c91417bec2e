package io.fcn4j.core.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Engines;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** A solver with snapshots of somebody else's. */
class SnapshotStoreTest {
  private static final class Ones implements Dataset {
    @Override
    public int size() {
      return 3;
    }

    @Override
    public Sample get(int index) {
      return new Sample("one", Map.of("x", Nd4j.create(new float[] {1}, new long[] {1, 1})));
    }
  }

  private record Memory(long every, boolean atEnd, long from, List<Long> written)
      implements SnapshotStore {
    @Override
    public long start(Training training) {
      assertThat(training.samples()).isEqualTo(3);
      assertThat(training.settings().lr().at(0)).isEqualTo(0.5);
      return from;
    }

    @Override
    public Path write(Training training, long iteration) {
      assertThat(training.session().history()).containsOnlyKeys("0:w.0");
      written.add(iteration);
      return Path.of("memory");
    }
  }

  private static SolverBuilder solver(Net net) {
    return Solver.sgd(net).engine(Engines.nd4j()).lr(0.5);
  }

  private static List<Long> written(long every, boolean atEnd, long from) {
    Memory memory = new Memory(every, atEnd, from, new ArrayList<>());
    solver(LinearNet.of(2)).snapshots(memory).build().run(new Ones(), 7);
    return memory.written;
  }

  @Test
  void snapshotsAreWrittenWhenTheStoreWantsThem() {
    assertThat(written(3, true, 0)).containsExactly(3L, 6L, 7L);
    assertThat(written(3, false, 0)).containsExactly(3L, 6L);
    assertThat(written(0, true, 0)).containsExactly(7L);
    assertThat(written(7, true, 0)).containsExactly(7L);
    assertThat(written(3, true, 5)).containsExactly(6L, 7L);
    assertThat(written(3, true, 7)).isEmpty();
  }

  @Test
  void aStoreItselfKnowsWhatToGoOnFrom() {
    SolverBuilder builder =
        solver(LinearNet.of(2)).snapshots(new Memory(1, true, 0, new ArrayList<>())).resume(true);
    assertThatThrownBy(builder::build)
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "solver: resume(true) is for snapshots in a folder, but a store was given; tell the"
                + " store what to go on from, and leave resume out");
  }

  @Test
  void theLastChoiceCounts(@TempDir Path folder) {
    Memory memory = new Memory(1, true, 0, new ArrayList<>());
    solver(LinearNet.of(2)).snapshots(memory).snapshots(folder, 5).build().run(new Ones(), 1);
    assertThat(memory.written).isEmpty();
    assertThat(folder.resolve("iter_000001.safetensors")).exists();
  }
}
