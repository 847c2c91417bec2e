package io.fcn4j.testkit;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Laws about the values of gradients. */
final class Gradients {
  /** Sums may be taken in another order. */
  private static final double ROUNDING = 1e-5;

  private Gradients() {}

  static void numeric(Subject subject) {
    Settings settings = subject.settings();
    GradientCheck.of(subject.net())
        .inputs(subject.inputs())
        .in(subject.phase())
        .seed(settings.seed())
        .tolerance(settings.tolerance())
        .ignoring(settings.ignored().stream().map(Subject::top).toArray(String[]::new))
        .check();
  }

  static void accumulate(Subject subject) {
    try (Rig rig = new Rig(subject)) {
      Snapshot once = rig.run(subject, 0);
      Snapshot twice = rig.runOnTop(subject, 0);
      twice.requireWithin(ROUNDING, once.withDoubled("gradient of parameter"), "second backward");
    }
  }

  /** Asks for each gradient alone. */
  static void wanted(Subject subject) {
    try (Rig all = new Rig(subject)) {
      Snapshot expected = all.run(subject, 0);
      for (int i = 0; i < subject.bottoms().size(); i++) {
        if (subject.layer().propagatesTo(i)) {
          compareOnly(subject, i, -1, "gradient of bottom " + i, expected);
        }
      }
      for (int i = 0; i < subject.params().size(); i++) {
        if (subject.params().get(i).learned()) {
          compareOnly(subject, -1, i, "gradient of " + Rig.param(subject, i), expected);
        }
      }
    }
  }

  private static void compareOnly(
      Subject subject, int bottom, int param, String what, Snapshot expected) {
    Subject picky =
        subject.layer(
            new Watched(subject.layer(), (layer, context) -> only(layer, context, bottom, param)));
    try (Rig rig = new Rig(picky)) {
      Snapshot.require(
          what,
          rig.run(picky, 0).get(what),
          expected.get(what),
          ROUNDING,
          "where no other is wanted");
    }
  }

  private static Kernel only(Layer layer, KernelContext context, int bottom, int param) {
    Kernel kernel = layer.kernel(context);
    return Kernel.of(kernel::forward, io -> kernel.backward(new WantingOne(io, bottom, param)));
  }

  /** Wants the gradient of one bottom or of one parameter. */
  private static final class WantingOne extends ForwardingIo {
    private final int bottom;
    private final int param;

    WantingOne(KernelIo io, int bottom, int param) {
      super(io);
      this.bottom = bottom;
      this.param = param;
    }

    @Override
    public boolean wantsBottomDiff(int i) {
      return i == bottom;
    }

    @Override
    public boolean wantsParamDiff(int i) {
      return i == param;
    }

    @Override
    public INDArray bottomDiff(int i) {
      requireWanted(i == bottom, "bottomDiff", i);
      return super.bottomDiff(i);
    }

    @Override
    public INDArray paramDiff(int i) {
      requireWanted(i == param, "paramDiff", i);
      return super.paramDiff(i);
    }

    private static void requireWanted(boolean wanted, String what, int i) {
      if (!wanted) {
        throw new AssertionError(
            "backward asks for %s(%d), which is not wanted and has no memory".formatted(what, i));
      }
    }
  }
}
