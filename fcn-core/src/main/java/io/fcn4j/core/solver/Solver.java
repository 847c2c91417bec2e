package io.fcn4j.core.solver;

import io.fcn4j.core.Engine;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.NonFiniteException;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains a net as Caffe's solvers do: iterSize forward and backward passes, then clipping,
 * regularisation and one step of the rule over all learned parameters.
 *
 * <p>Everything random is a function of the seed and the iteration, so a run that is stopped and
 * resumed gives the same bits as one that is not.
 */
public final class Solver {
  private final Net net;
  private final Engine engine;
  private final SolverSettings settings;
  private final @Nullable Snapshots snapshots;
  private final List<SolverListener> listeners;
  private volatile boolean stopRequested;
  private volatile boolean stopped;

  Solver(
      Net net,
      Engine engine,
      SolverSettings settings,
      @Nullable Snapshots snapshots,
      List<SolverListener> listeners) {
    this.net = net;
    this.engine = engine;
    this.settings = settings;
    this.snapshots = snapshots;
    this.listeners = listeners;
  }

  /** Stochastic gradient descent, with {@link SolverBuilder#momentum}. */
  public static SolverBuilder sgd(Net net) {
    return with(net, new UpdateRule.Sgd(0));
  }

  public static SolverBuilder nesterov(Net net) {
    return with(net, new UpdateRule.Nesterov(0));
  }

  /** Adam with its usual constants: 0.9, 0.999, 1e-8. */
  public static SolverBuilder adam(Net net) {
    return with(net, new UpdateRule.Adam(0.9, 0.999, 1e-8));
  }

  /** Any rule with constants of one's own. */
  public static SolverBuilder with(Net net, UpdateRule rule) {
    return new SolverBuilder(net, rule);
  }

  /**
   * Asks a run in another thread to finish its iteration, write its snapshot and return; a run that
   * starts later returns at once. This is final: a solver that was stopped runs no more.
   */
  public void stop() {
    stopRequested = true;
  }

  /**
   * Trains until {@code iterations} are done in all, those before a resume included. Interrupting
   * the thread, like {@link #stop}, ends the run after the iteration at hand, with a snapshot. So
   * does a failure, if the parameters are finite; it is thrown on.
   *
   * @return how many iterations are done
   * @throws NonFiniteException if the loss is not finite, the parameters are left as before then;
   *     or if the parameters of a snapshot or of the end are not, nothing is written then
   * @throws FcnException if an earlier run was stopped
   */
  public long run(Dataset dataset, long iterations) {
    if (stopped) {
      throw new FcnException("this solver was stopped; build another one to go on (resume)");
    }
    SessionOptions options = SessionOptions.DEFAULT.seed(settings.seed());
    try (Session session = engine.open(net, Phase.TRAIN, options);
        Batches batches =
            new Batches(
                dataset,
                settings.batch(),
                settings.order(),
                settings.transforms(),
                settings.seed())) {
      long done = snapshots == null ? 0 : snapshots.start(net, session, dataset.size());
      return new Run(session, dataset, batches, done, iterations).toTheEnd();
    } finally {
      stopped = stopRequested;
      listeners.forEach(SolverListener::finished);
    }
  }

  /** One call of {@link #run}. */
  private final class Run {
    private final Session session;
    private final Dataset dataset;
    private final Batches batches;
    private final long end;
    private final long startedFrom;
    private final long startedAt = System.nanoTime();
    private final RunningMean mean = new RunningMean(settings.averageLoss());
    private long images;
    private long done;
    private long savedAt;
    private boolean updating;
    private boolean interrupted;
    private boolean checked;

    Run(Session session, Dataset dataset, Batches batches, long done, long end) {
      this.session = session;
      this.dataset = dataset;
      this.batches = batches;
      this.done = done;
      this.savedAt = done;
      this.startedFrom = done;
      this.checked = done > 0;
      this.end = end;
    }

    long toTheEnd() {
      try {
        learnToTheEnd();
        if (savedAt < done) {
          save();
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
        while (done < end && !stopRequested && !interrupted) {
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
        session.sync();
        if (FiniteCheck.find(net.params()).isEmpty()) {
          save();
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
      session.update(settings.step(done));
      done++;
      updating = false;
      report(loss);
      if (snapshots != null && done % snapshots.every() == 0) {
        save();
      }
    }

    private double learn(Batch batch, long step) {
      session.iteration(step);
      Outputs outputs = session.forward(batch.arrays());
      double loss = outputs.loss();
      if (!Double.isFinite(loss)) {
        throw notFinite(batch, step, loss);
      }
      session.backward();
      if (!checked && loss != 0) {
        DeadWeights.check(net, session, batch);
        checked = true;
      }
      return loss;
    }

    private NonFiniteException notFinite(Batch batch, long step, double loss) {
      String where =
          FiniteCheck.find(batch)
              .or(() -> FiniteCheck.find(net.params()))
              .or(() -> firstLayer(batch, step))
              .map(found -> "; " + found)
              .orElse("");
      return new NonFiniteException(
          "iteration %d: the loss is %s at learning rate %s, samples %s%s. %s"
              .formatted(
                  done,
                  loss,
                  settings.lr().at(done),
                  batch.ids(),
                  where,
                  "Lower the learning rate or clip the gradients, and look at these samples"));
    }

    /** Runs the pass again, this time looking at every layer. */
    private Optional<String> firstLayer(Batch batch, long step) {
      SessionOptions options = SessionOptions.DEFAULT.seed(settings.seed()).stopAtNonFinite();
      try (Session diagnosis = engine.open(net, Phase.TRAIN, options)) {
        diagnosis.iteration(step);
        diagnosis.forward(batch.arrays());
        return Optional.empty();
      } catch (NonFiniteException e) {
        return Optional.of("the first layer that is not finite: " + e.getMessage());
      } catch (FcnException e) {
        return Optional.of("the layers could not be looked at: " + e.getMessage());
      }
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

    private void save() {
      noteInterrupt();
      session.sync();
      FiniteCheck.find(net.params())
          .ifPresent(
              found -> {
                throw new NonFiniteException(
                    "iteration %d: after the update at learning rate %s %s; no snapshot was written. %s"
                        .formatted(
                            done - 1,
                            settings.lr().at(done - 1),
                            found,
                            "Lower the learning rate or clip the gradients"));
              });
      if (snapshots == null) {
        return;
      }
      Path weights = snapshots.write(net, session, done, dataset.size());
      savedAt = done;
      listeners.forEach(listener -> listener.snapshot(done, weights));
    }
  }

  /** The resumed run starts its average anew, as Caffe does. */
  private static final class RunningMean {
    private final double[] values;
    private long count;

    RunningMean(int length) {
      values = new double[length];
    }

    void add(double value) {
      values[(int) (count++ % values.length)] = value;
    }

    double value() {
      double sum = 0;
      int filled = (int) Math.min(count, values.length);
      for (int i = 0; i < filled; i++) {
        sum += values[i];
      }
      return sum / filled;
    }
  }
}
