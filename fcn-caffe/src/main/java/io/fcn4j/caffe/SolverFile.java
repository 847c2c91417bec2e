package io.fcn4j.caffe;

import static io.fcn4j.caffe.proto.SolverParameter.MAX_ITER_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.WEIGHTS_FIELD_NUMBER;

import io.fcn4j.caffe.proto.SolverParameter;
import io.fcn4j.core.LoadReport;
import io.fcn4j.core.Net;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.core.solver.LrPolicy;
import io.fcn4j.core.solver.Solver;
import io.fcn4j.core.solver.SolverBuilder;
import io.fcn4j.core.solver.UpdateRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How Caffe trains a net: a {@code solver.prototxt} of any age.
 *
 * <pre>{@code
 * SolverFile file = SolverFile.read(Path.of("solver.prototxt"));
 * Net net = file.trainNet().build(file.seed());
 * file.solver(net).batch(64).build().run(dataset, file.maxIter());
 * }</pre>
 *
 * <p>Paths in the file are relative to the working folder, as in Caffe, or else to the folder of
 * the file. Numbers are the float32 ones that Caffe calculates with: 0.01 is 0.00999999977648258.
 */
public final class SolverFile {
  private static final Logger LOG = LoggerFactory.getLogger(SolverFile.class);
  private static final long DEFAULT_SEED = 1;

  private final SolverText text;
  private final SolverPaths paths;
  private final UpdateRule rule;
  private final LrPolicy lrPolicy;

  private SolverFile(SolverText text) {
    this.text = text;
    this.paths = new SolverPaths(text);
    this.rule = SolverRule.of(text);
    this.lrPolicy = SolverRate.of(text);
  }

  /**
   * Reads and checks a file; nets are read when they are asked for. What it sets that has no
   * meaning here is logged.
   *
   * @throws PrototxtException with file, line, what was found and what was expected
   * @throws io.fcn4j.core.io.FileException if the file cannot be read
   */
  public static SolverFile read(Path path) {
    SolverText text = SolverText.read(path);
    SolverChecks.require(text);
    SolverFile file = new SolverFile(text);
    if (!file.ignored().isEmpty()) {
      LOG.info("{}: without effect here: {}", path, String.join(", ", file.ignored()));
    }
    return file;
  }

  public Path path() {
    return text.path();
  }

  /** The type with its constants; the momentum of Adam, too, is 0 unless the file says one. */
  public UpdateRule rule() {
    return rule;
  }

  public LrPolicy lrPolicy() {
    return lrPolicy;
  }

  /**
   * The net to train, in its state for that.
   *
   * @throws PrototxtException unless the file names exactly one
   */
  public Prototxt trainNet() {
    return new SolverNets(text, paths).train();
  }

  /** The nets to test, each in its state for that: those named so, then the one that is trained. */
  public List<Prototxt> testNets() {
    return new SolverNets(text, paths).tests();
  }

  /**
   * How many iterations to run in all.
   *
   * @throws PrototxtException if the file does not say
   */
  public long maxIter() {
    if (!text.has(MAX_ITER_FIELD_NUMBER)) {
      throw text.refuse(
          MAX_ITER_FIELD_NUMBER, "found no max_iter, expected how many iterations to run");
    }
    return (long) text.atLeast(0, MAX_ITER_FIELD_NUMBER);
  }

  /**
   * Of everything random, the fillers of the net included: {@code random_seed}. Where that is
   * absent or negative, Caffe draws another one for each run; here it is 1, so that runs can be
   * repeated.
   */
  public long seed() {
    long said = text.message().getRandomSeed();
    return said < 0 ? DEFAULT_SEED : said;
  }

  /**
   * What the names of snapshots begin with. Without one it is the path of this file but for its
   * extension; in a folder it is the name of this file.
   */
  public Path prefix() {
    return paths.prefix();
  }

  /**
   * The snapshots that the file asks for, if any; {@link CaffeSnapshots#resume} goes on from one.
   */
  public Optional<CaffeSnapshots> snapshots() {
    SolverParameter message = text.message();
    if (message.getSnapshot() == 0 && !message.getSnapshotAfterTrain()) {
      return Optional.empty();
    }
    CaffeSnapshots snapshots = CaffeSnapshots.at(prefix()).every(message.getSnapshot());
    if (!message.getSnapshotAfterTrain()) {
      snapshots = snapshots.notAtEnd();
    }
    boolean hdf5 = message.getSnapshotFormat() == SolverParameter.SnapshotFormat.HDF5;
    return Optional.of(hdf5 ? snapshots.hdf5() : snapshots);
  }

  /** Loads the weights that the file names, in their order, by the names of layers. */
  public void loadWeights(Net net) {
    for (String list : text.message().getWeightsList()) {
      for (String name : list.split(",", -1)) {
        Path path = paths.find(WEIGHTS_FIELD_NUMBER, name.strip());
        try (WeightSource weights = Caffe.openWeights(path)) {
          LoadReport report = net.params().loadByName(weights);
          LOG.info("{}", report);
        }
      }
    }
  }

  /**
   * A solver with all settings of this file, after {@link #loadWeights}. It prints as often as
   * {@code display} says. Images per pass are not a solver's affair in Caffe: {@link
   * SolverBuilder#batch} says how many.
   */
  public SolverBuilder solver(Net net) {
    loadWeights(net);
    return settings(net);
  }

  /** A solver with all settings of this file, for a run that goes on from a snapshot. */
  public SolverBuilder settings(Net net) {
    SolverParameter message = text.message();
    SolverBuilder builder =
        Solver.with(net, rule)
            .lr(lrPolicy)
            .weightDecay(message.getWeightDecay())
            .clipGradients(Math.max(0, message.getClipGradients()))
            .iterSize(message.getIterSize())
            .averageLoss(message.getAverageLoss())
            .seed(seed());
    if (message.getRegularizationType().equals("L1")) {
      builder.l1();
    }
    if (message.getDisplay() > 0) {
      builder.listen(new Display(message.getDisplay()));
    }
    snapshots().ifPresent(builder::snapshots);
    return builder;
  }

  /** What the file sets that has no effect here. */
  public List<String> ignored() {
    return Ignored.of(text);
  }
}
