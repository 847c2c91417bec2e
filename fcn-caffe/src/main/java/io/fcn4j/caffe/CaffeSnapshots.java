package io.fcn4j.caffe;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.core.solver.LrPolicy;
import io.fcn4j.core.solver.SnapshotStore;
import io.fcn4j.core.solver.Training;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots as Caffe's solvers write and read them: {@code PREFIX_iter_N.caffemodel} and {@code
 * PREFIX_iter_N.solverstate}, or both with {@code .h5}. A run may be begun here and go on in Caffe,
 * or the other way round.
 *
 * <pre>{@code
 * Solver.adam(net).lr(1e-3)
 *     .snapshots(CaffeSnapshots.at(Path.of("run/net")).every(1000).resume(Path.of("run/net_iter_4000.solverstate")));
 * }</pre>
 *
 * <p>A state tells neither seed nor batch: a run goes on with the same bits if it is given the same
 * settings. Files of the same names are overwritten, as in Caffe.
 */
public final class CaffeSnapshots implements SnapshotStore {
  private static final Logger LOG = LoggerFactory.getLogger(CaffeSnapshots.class);

  private final Path prefix;
  private final long every;
  private final boolean atEnd;
  private final CaffeFormat format;
  private final @Nullable Path state;

  private CaffeSnapshots(
      Path prefix, long every, boolean atEnd, CaffeFormat format, @Nullable Path state) {
    this.prefix = prefix;
    this.every = every;
    this.atEnd = atEnd;
    this.format = format;
    this.state = state;
  }

  /** One snapshot, at the end of the run, in Caffe's binary format. */
  public static CaffeSnapshots at(Path prefix) {
    return new CaffeSnapshots(prefix, 0, true, CaffeFormat.BINARYPROTO, null);
  }

  /** Another one every so many iterations; 0 for none. */
  public CaffeSnapshots every(long iterations) {
    if (iterations < 0) {
      throw new FcnException(
          "the snapshot interval is " + iterations + ", expected 0 or more iterations");
    }
    return new CaffeSnapshots(prefix, iterations, atEnd, format, state);
  }

  /** None at the end: Caffe's {@code snapshot_after_train: false}. */
  public CaffeSnapshots notAtEnd() {
    return new CaffeSnapshots(prefix, every, false, format, state);
  }

  /** As HDF5. Caffe leaves out layers that have a slash in their name when it reads this. */
  public CaffeSnapshots hdf5() {
    return new CaffeSnapshots(prefix, every, atEnd, CaffeFormat.HDF5, state);
  }

  /**
   * Goes on from a {@code .solverstate} or {@code .solverstate.h5} and the weights that it names,
   * which may also lie beside it. They are checked against the net before it is changed.
   */
  public CaffeSnapshots resume(Path solverState) {
    return new CaffeSnapshots(prefix, every, atEnd, format, solverState);
  }

  /** The path of the states that it writes, N being the iteration. */
  public String stateName() {
    return path("N", format.stateSuffix()).toString();
  }

  @Override
  public long every() {
    return every;
  }

  @Override
  public boolean atEnd() {
    return atEnd;
  }

  @Override
  public long start(Training training) {
    if (every > 0 || atEnd) {
      AtomicFile.requireWritable(path("N", format.weightsSuffix()));
    }
    if (state == null) {
      return 0;
    }
    CaffeState from = CaffeFormat.readState(state);
    try {
      CaffeHistory order = new CaffeHistory(training.net(), training.settings().rule());
      Map<String, INDArray> history = order.byKey(state.toString(), from.history());
      try (WeightSource weights = Caffe.openWeights(weightsOf(state, from))) {
        training.net().params().load(weights);
      }
      training.session().restoreHistory(history);
    } finally {
      from.history().forEach(INDArray::close);
    }
    int step = currentStep(training.settings().lr(), from.iteration());
    if (training.settings().lr() instanceof LrPolicy.MultiStep && step != from.currentStep()) {
      LOG.warn(
          "{}: {} step values were passed, but of those given now it is {}",
          state,
          from.currentStep(),
          step);
    }
    LOG.info("resumed from iteration {} in {}", from.iteration(), state);
    return from.iteration();
  }

  private static Path weightsOf(Path state, CaffeState from) {
    if (from.learnedNet().isEmpty()) {
      throw new FcnException(
          "%s names no weights (learned_net), expected those of its iteration %d"
              .formatted(state, from.iteration()));
    }
    Path asWritten = asWritten(state, from);
    Path beside = state.resolveSibling(String.valueOf(asWritten.getFileName()));
    if (Files.exists(asWritten)) {
      return asWritten;
    }
    if (Files.exists(beside)) {
      return beside;
    }
    throw new FcnException(
        "%s: its weights \"%s\" are not there; looked for %s (from the working folder) and %s (beside the state)"
            .formatted(
                state, from.learnedNet(), asWritten.toAbsolutePath(), beside.toAbsolutePath()));
  }

  private static Path asWritten(Path state, CaffeState from) {
    try {
      return Path.of(from.learnedNet());
    } catch (InvalidPathException e) {
      throw new FcnException(
          "%s: the name of its weights (learned_net) is no path: %s"
              .formatted(state, e.getMessage()),
          e);
    }
  }

  @Override
  public Path write(Training training, long iteration) {
    Path weights = path(Long.toString(iteration), format.weightsSuffix());
    Path written = path(Long.toString(iteration), format.stateSuffix());
    int step = currentStep(training.settings().lr(), iteration);
    format.writeWeights(weights, training.net());
    new CaffeHistory(training.net(), training.settings().rule())
        .inOrder(
            training.session().history(),
            history ->
                format.writeState(
                    written, new CaffeState(iteration, weights.toString(), step, history)));
    return weights;
  }

  private Path path(String iteration, String suffix) {
    return prefix.resolveSibling(prefix.getFileName() + "_iter_" + iteration + suffix);
  }

  /** Caffe's, which is that of the last iteration: it moves on when the next one begins. */
  private static int currentStep(LrPolicy lr, long iteration) {
    long last = Math.max(0, iteration - 1);
    if (lr instanceof LrPolicy.MultiStep multiStep) {
      return multiStep.passed(last);
    }
    return lr instanceof LrPolicy.Step step ? Math.toIntExact(last / step.stepSize()) : 0;
  }
}
