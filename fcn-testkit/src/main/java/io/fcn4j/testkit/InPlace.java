package io.fcn4j.testkit;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Phase;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * In a net of the layer alone its bottoms and tops are kept, so that nothing can be in place; in
 * one with copies before and after it, everything can.
 */
final class InPlace implements Watched.Watcher {
  private boolean forward;
  private boolean backward;

  private InPlace() {}

  static void check(Subject subject) {
    InPlace seen = new InPlace();
    boolean withBackward = subject.phase() == Phase.TRAIN && subject.hasBackward();
    List<String> tops = new ArrayList<>();
    Net net = seen.between(subject, tops);
    SessionOptions options =
        withBackward ? SessionOptions.DEFAULT.allGradients() : SessionOptions.DEFAULT;
    // Watched there as well, so that no engine takes another implementation for one of them.
    Layer alone = new Watched(subject.layer(), Layer::kernel);
    try (Rig apart = new Rig(subject, subject.net(alone));
        Rig together = new Rig(subject, net, tops, options)) {
      if (withBackward) {
        together.run(subject, 0).requireBits(apart.run(subject, 0), "in place");
      } else {
        together.forward(subject, 0).requireBits(apart.forward(subject, 0), "in place");
      }
    }
    boolean gradient = withBackward && subject.layer().propagatesTo(0);
    if (!(gradient ? seen.backward : seen.forward)) {
      throw Finding.of(
          "top 0 (%s) never took the memory of bottom 0 (%s)"
              .formatted(subject.tops().get(0), subject.bottoms().get(0)),
          "capabilities() say it may",
          "as many elements in both");
    }
  }

  private Net between(Subject subject, List<String> tops) {
    NetBuilder b = NetBuilder.named("in place");
    Blob[] bottoms = subject.addInputs(b);
    for (int i = 0; i < bottoms.length; i++) {
      bottoms[i] = b.add("copy" + i, new Copy(), bottoms[i]);
    }
    for (Blob top : b.addAll(Subject.NODE, new Watched(subject.layer(), this), bottoms)) {
      tops.add(b.add("copy of " + top, new Copy(), top).name());
    }
    return subject.fill(b.build(subject.settings().seed()));
  }

  @Override
  public Kernel watch(Layer layer, KernelContext context) {
    Kernel kernel = layer.kernel(context);
    return Kernel.of(
        io -> {
          forward |= io.inPlace();
          kernel.forward(io);
        },
        io -> {
          backward |= io.inPlace();
          kernel.backward(io);
        });
  }

  /** y = x. */
  private record Copy() implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return x;
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_NOTHING;
    }

    @Override
    public Kernel kernel(KernelContext context) {
      return Kernel.of(
          io -> io.top().assign(io.bottom()), io -> io.bottomDiff().assign(io.topDiff()));
    }
  }
}
