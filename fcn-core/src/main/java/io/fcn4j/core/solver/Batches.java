package io.fcn4j.core.solver;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.FcnException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The batches of a run; the next one is read by another thread while this one is learned from. */
final class Batches implements AutoCloseable {
  private final Dataset dataset;
  private final int size;
  private final SampleOrder.Indices indices;
  private final List<SampleTransform> transforms;
  private final CounterRandom augmentation;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "fcn-batches");
            thread.setDaemon(true);
            return thread;
          });
  private long nextStep = -1;
  private @Nullable Future<Batch> next;

  Batches(
      Dataset dataset, int size, SampleOrder order, List<SampleTransform> transforms, long seed) {
    if (dataset.size() == 0) {
      throw new FcnException("the data set is empty; there is nothing to train on");
    }
    this.dataset = dataset;
    this.size = size;
    this.transforms = transforms;
    CounterRandom random = CounterRandom.seeded(seed);
    this.indices = order.indices(dataset.size(), random.stream("order"));
    this.augmentation = random.stream("augmentation");
  }

  /** The batch of a step, counted from 0 over the whole run; the caller closes it. */
  Batch at(long step) throws InterruptedException {
    Future<Batch> wanted = nextStep == step && next != null ? next : submit(step);
    try {
      return wanted.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new FcnException("reading a batch failed: " + e.getMessage(), e);
    } finally {
      nextStep = step + 1;
      next = submit(nextStep);
    }
  }

  private Future<Batch> submit(long step) {
    return reader.submit(() -> read(step));
  }

  private Batch read(long step) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      long k = step * size + i;
      Sample sample = dataset.get(indices.at(k));
      for (int t = 0; t < transforms.size(); t++) {
        sample = transforms.get(t).apply(sample, augmentation.stream(k).stream(t));
      }
      samples.add(sample);
    }
    return Batch.of(samples, dataset);
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
