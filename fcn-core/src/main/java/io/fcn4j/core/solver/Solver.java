package io.fcn4j.core.solver;

import io.fcn4j.core.Engine;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.NonFiniteException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import java.util.List;
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
  private final @Nullable SnapshotStore snapshots;
  private final List<SolverListener> listeners;
  private volatile boolean stopRequested;
  private volatile boolean stopped;

  Solver(
      Net net,
      Engine engine,
      SolverSettings settings,
      @Nullable SnapshotStore snapshots,
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
      Training training = new Training(net, session, settings, dataset.size());
      long done = snapshots == null ? 0 : snapshots.start(training);
      Diagnosis diagnosis = new Diagnosis(net, engine, settings);
      return new Run(training, snapshots, batches, diagnosis, listeners, () -> stopRequested)
          .toTheEnd(done, iterations);
    } finally {
      stopped = stopRequested;
      listeners.forEach(SolverListener::finished);
    }
  }
}
