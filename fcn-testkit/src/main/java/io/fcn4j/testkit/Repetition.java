package io.fcn4j.testkit;

import io.fcn4j.core.Net;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Laws that say: the same bits again. */
final class Repetition {
  private static final int THREADS = 2;
  private static final int RUNS_OF_THREADS = 20;

  private Repetition() {}

  static void repeat(Subject subject) {
    try (Rig rig = new Rig(subject);
        Rig fresh = new Rig(subject)) {
      Snapshot first = rig.run(subject, 3);
      Snapshot other = rig.run(subject, 4);
      rig.run(subject, 3).requireBits(first, "iteration 3 again");
      fresh.run(subject, 3).requireBits(first, "iteration 3 in a second session");
      if (!subject.layer().capabilities().stochastic()) {
        other.requireBits(first, "another iteration of a layer that is not stochastic");
      } else if (subject.draws() && other.sameBits("top", first)) {
        throw Finding.of(
            "another iteration of a stochastic layer in TRAIN",
            "the same tops",
            "other random numbers, from io.random() of every forward");
      }
    }
  }

  /** A small input, a large one, and the small one again. */
  static void sizes(Subject small) {
    Subject large = small.larger().orElseThrow();
    try (Rig rig = new Rig(small);
        Rig fresh = new Rig(large)) {
      Snapshot before = rig.run(small, 0);
      rig.run(large, 0).requireBits(fresh.run(large, 0), "a larger input " + large.bottoms());
      rig.run(small, 0).requireBits(before, "the small input after a larger one");
    }
  }

  /** Two sessions over one net, on different values, against each of them alone. */
  static void threads(Subject subject) throws InterruptedException {
    Net net = subject.net();
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        Subject own = subject.image(t);
        Snapshot alone;
        try (Rig rig = new Rig(own, net)) {
          alone = rig.run(own, 0);
        }
        tasks.add(
            () -> {
              try (Rig rig = new Rig(own, net)) {
                start.await();
                for (int run = 0; run < RUNS_OF_THREADS; run++) {
                  rig.run(own, 0).requireBits(alone, "beside the other one");
                }
              }
              return null;
            });
      }
      for (Future<Void> task : executor.invokeAll(tasks)) {
        task.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("in one of the threads: " + e.getCause(), e);
    } finally {
      executor.shutdown();
    }
  }
}
