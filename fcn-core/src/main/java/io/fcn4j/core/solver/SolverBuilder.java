package io.fcn4j.core.solver;

import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of a {@link Solver}; Caffe's defaults, except for the rate, which must be given. */
public final class SolverBuilder {
  private final Net net;
  private final List<SolverListener> listeners = new ArrayList<>();
  private final List<SampleTransform> transforms = new ArrayList<>();
  private UpdateRule rule;
  private @Nullable LrPolicy lr;
  private double weightDecay;
  private boolean l1;
  private double clip;
  private int batch = 1;
  private int iterSize = 1;
  private int averageLoss = 1;
  private long seed;
  private SampleOrder order = SampleOrder.SHUFFLED;
  private @Nullable Path folder;
  private long every;
  private @Nullable SnapshotStore store;
  private boolean resume;
  private Map<String, String> metadata = Map.of();
  private @Nullable Engine engine;

  SolverBuilder(Net net, UpdateRule rule) {
    this.net = net;
    this.rule = rule;
  }

  public SolverBuilder lr(LrPolicy policy) {
    lr = policy;
    return this;
  }

  public SolverBuilder lr(double fixed) {
    return lr(LrPolicy.fixed(fixed));
  }

  /** The momentum of SGD, Nesterov or AdaDelta. */
  public SolverBuilder momentum(double value) {
    Settings.notNegative("momentum", value);
    if (rule instanceof UpdateRule.Sgd) {
      rule = new UpdateRule.Sgd(value);
    } else if (rule instanceof UpdateRule.Nesterov) {
      rule = new UpdateRule.Nesterov(value);
    } else if (rule instanceof UpdateRule.AdaDelta adaDelta) {
      rule = new UpdateRule.AdaDelta(value, adaDelta.delta());
    } else {
      throw new FcnException(rule.type() + " has no momentum; leave it out");
    }
    return this;
  }

  /** L2 regularisation: the gradient of every parameter grows by value * decay_mult * w. */
  public SolverBuilder weightDecay(double value) {
    weightDecay = value;
    return this;
  }

  /** Makes the weight decay L1: it grows by value * decay_mult * sign(w). */
  public SolverBuilder l1() {
    l1 = true;
    return this;
  }

  /** Caffe's clip_gradients. */
  public SolverBuilder clipGradients(double norm) {
    clip = norm;
    return this;
  }

  public SolverBuilder batch(int images) {
    batch = images;
    return this;
  }

  /** Caffe's iter_size. */
  public SolverBuilder iterSize(int passes) {
    iterSize = passes;
    return this;
  }

  public SolverBuilder averageLoss(int iterations) {
    averageLoss = iterations;
    return this;
  }

  /** Of the data order, the augmentation and the dropout masks. */
  public SolverBuilder seed(long value) {
    seed = value;
    return this;
  }

  public SolverBuilder order(SampleOrder value) {
    order = value;
    return this;
  }

  /** Changes samples at random before they are learned from. */
  public SolverBuilder augment(SampleTransform transform) {
    transforms.add(transform);
    return this;
  }

  /** Writes {@code iter_000020.*} into a folder, every so many iterations and at the end. */
  public SolverBuilder snapshots(Path runFolder, long iterations) {
    folder = runFolder;
    every = iterations;
    store = null;
    return this;
  }

  /** Writes snapshots, and perhaps goes on from one, in files of another kind. */
  public SolverBuilder snapshots(SnapshotStore other) {
    store = other;
    folder = null;
    return this;
  }

  /**
   * Goes on from the last snapshot in the folder, if there is one; a {@link SnapshotStore} of
   * another kind is itself told what to go on from.
   */
  public SolverBuilder resume(boolean value) {
    resume = value;
    return this;
  }

  /** What the weight files say besides the weights. */
  public SolverBuilder metadata(Map<String, String> values) {
    metadata = Map.copyOf(values);
    return this;
  }

  public SolverBuilder listen(SolverListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Another engine than {@link Engines#best}. */
  public SolverBuilder engine(Engine value) {
    engine = value;
    return this;
  }

  public Solver build() {
    LrPolicy policy = lr;
    if (policy == null) {
      throw new FcnException("solver: no learning rate; set one with lr(LrPolicy.fixed(1e-3))");
    }
    Settings.notNegative("weightDecay", weightDecay);
    Settings.notNegative("clipGradients", clip);
    Settings.atLeastOne("batch", batch);
    Settings.atLeastOne("iterSize", iterSize);
    Settings.atLeastOne("averageLoss", averageLoss);
    if (folder != null) {
      Settings.atLeastOne("the snapshot interval", every);
    }
    SolverSettings settings =
        new SolverSettings(
            rule,
            policy,
            weightDecay,
            l1,
            clip,
            batch,
            iterSize,
            averageLoss,
            seed,
            order,
            List.copyOf(transforms));
    return new Solver(
        net,
        engine == null ? Engines.best() : engine,
        settings,
        snapshots(),
        List.copyOf(listeners));
  }

  private @Nullable SnapshotStore snapshots() {
    if (folder != null) {
      return new SnapshotFolder(folder, every, metadata, resume);
    }
    if (store != null && resume) {
      throw new FcnException(
          "solver: resume(true) is for snapshots in a folder, but a store was given; tell the store"
              + " what to go on from, and leave resume out");
    }
    return store;
  }
}
