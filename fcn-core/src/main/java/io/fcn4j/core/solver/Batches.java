package io.fcn4j.core.solver;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.FcnException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The batches of a run; the next one is read by another thread while this one is learned from. */
final class Batches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Batches.class);

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
  Batch at(long step) {
    Future<Batch> wanted = nextStep == step && next != null ? next : submit(step);
    try {
      return await(wanted);
    } finally {
      nextStep = step + 1;
      next = submit(nextStep);
    }
  }

  /** An interrupt is kept for later, so that no iteration is left half done. */
  private static Batch await(Future<Batch> batch) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return batch.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new FcnException("reading a batch failed: " + e.getMessage(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Future<Batch> submit(long step) {
    return reader.submit(() -> read(step));
  }

  private Batch read(long step) {
    List<Sample> samples = new ArrayList<>();
    // A transform may hand on the arrays that it was given.
    Set<INDArray> owned = Collections.newSetFromMap(new IdentityHashMap<>());
    try {
      for (int i = 0; i < size; i++) {
        samples.add(sample(step * size + i, owned));
      }
      return Batch.of(samples, dataset);
    } finally {
      owned.forEach(INDArray::close);
    }
  }

  private Sample sample(long k, Collection<INDArray> owned) {
    Sample sample = dataset.get(indices.at(k));
    owned.addAll(sample.arrays().values());
    for (int t = 0; t < transforms.size(); t++) {
      sample = transforms.get(t).apply(sample, augmentation.stream(k).stream(t));
      owned.addAll(sample.arrays().values());
    }
    return sample;
  }

  /** Lets the reader finish, so that nobody reads from the data set any more. */
  @Override
  public void close() {
    reader.shutdown();
    if (next != null) {
      try {
        await(next).close();
      } catch (RuntimeException e) {
        LOG.debug("the batch after the last one could not be read, and is not needed", e);
      }
    }
  }
}
