package io.fcn4j.core.solver;

import io.fcn4j.core.Outputs;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One run of a solver: its iterations, reports and snapshots. */
final class Run {
  private final Training training;
  private final SolverSettings settings;
  private final @Nullable SnapshotStore snapshots;
  private final Batches batches;
  private final Diagnosis diagnosis;
  private final List<SolverListener> listeners;
  private final BooleanSupplier stopRequested;
  private final RunningMean mean;
  private final long startedAt = System.nanoTime();
  private long startedFrom;
  private long end;
  private long images;
  private long done;
  private long savedAt;
  private boolean updating;
  private boolean interrupted;
  private boolean checked;

  Run(
      Training training,
      @Nullable SnapshotStore snapshots,
      Batches batches,
      Diagnosis diagnosis,
      List<SolverListener> listeners,
      BooleanSupplier stopRequested) {
    this.training = training;
    this.settings = training.settings();
    this.snapshots = snapshots;
    this.batches = batches;
    this.diagnosis = diagnosis;
    this.listeners = listeners;
    this.stopRequested = stopRequested;
    this.mean = new RunningMean(settings.averageLoss());
  }

  /** From so many iterations on to so many in all; returns how many are done. */
  long toTheEnd(long from, long iterations) {
    startedFrom = from;
    done = from;
    savedAt = from;
    checked = from > 0;
    end = iterations;
    try {
      learnToTheEnd();
      if (savedAt < done) {
        finish();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return done;
  }

  private void learnToTheEnd() {
    try {
      noteInterrupt();
      while (done < end && !stopRequested.getAsBoolean() && !interrupted) {
        iterate();
        noteInterrupt();
      }
    } catch (RuntimeException e) {
      saveDespite(e);
      throw e;
    }
  }

  /** An interrupt flag must not reach the writing of files, which it would break off. */
  private void noteInterrupt() {
    interrupted |= Thread.interrupted();
  }

  /** A failure must not cost what was learned since the last snapshot. */
  private void saveDespite(RuntimeException failure) {
    if (snapshots == null || savedAt == done || updating) {
      return;
    }
    try {
      training.session().sync();
      if (FiniteCheck.find(training.net().params()).isEmpty()) {
        save(snapshots);
      }
    } catch (RuntimeException e) {
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
  }

  private void iterate() {
    double loss = 0;
    for (int pass = 0; pass < settings.iterSize(); pass++) {
      long step = done * settings.iterSize() + pass;
      try (Batch batch = batches.at(step)) {
        loss += learn(batch, step) / settings.iterSize();
        images += batch.ids().size();
      }
    }
    updating = true;
    training.session().update(settings.step(done));
    done++;
    updating = false;
    report(loss);
    if (snapshots != null && snapshots.every() > 0 && done % snapshots.every() == 0) {
      save(snapshots);
    }
  }

  private double learn(Batch batch, long step) {
    training.session().iteration(step);
    Outputs outputs = training.session().forward(batch.arrays());
    double loss = outputs.loss();
    if (!Double.isFinite(loss)) {
      throw diagnosis.ofLoss(loss, batch, done, step);
    }
    training.session().backward();
    if (!checked && loss != 0) {
      DeadWeights.check(training.net(), training.session(), batch);
      checked = true;
    }
    return loss;
  }

  private void report(double loss) {
    noteInterrupt();
    mean.add(loss);
    double seconds = (System.nanoTime() - startedAt) * 1e-9;
    IterationReport report =
        new IterationReport(
            done,
            end,
            loss,
            mean.value(),
            settings.lr().at(done - 1),
            images,
            seconds,
            seconds / (done - startedFrom) * (end - done));
    listeners.forEach(listener -> listener.iteration(report));
  }

  /** Looks at the parameters even where nothing is written. */
  private void finish() {
    if (snapshots != null && snapshots.atEnd()) {
      save(snapshots);
    } else {
      training.session().sync();
      diagnosis.requireFiniteParams(done);
    }
  }

  private void save(SnapshotStore store) {
    noteInterrupt();
    training.session().sync();
    diagnosis.requireFiniteParams(done);
    Path weights = store.write(training, done);
    savedAt = done;
    listeners.forEach(listener -> listener.snapshot(done, weights));
  }
}
