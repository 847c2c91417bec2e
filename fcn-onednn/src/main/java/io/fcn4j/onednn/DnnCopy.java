package io.fcn4j.onednn;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_memory_desc;

/**
 * Copies a window of an image into another layout: a crop, or only another layout.
 *
 * @param type what to call it in tables
 * @param offsets where the window begins, for each axis
 */
record DnnCopy(String type, Format from, Format to, List<Long> offsets) implements UnaryLayer {
  /** The same image in another layout. */
  static DnnCopy reorder(Format from, Format to) {
    return new DnnCopy("Reorder", from, to, List.of(0L, 0L, 0L, 0L));
  }

  @Override
  public Shape shape(Shape bottom) {
    return to.storage();
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  private boolean isWhole() {
    return from.image().equals(to.image());
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new Copying();
  }

  private final class Copying extends DnnKernel {
    private final dnnl_memory_desc source =
        natives.window(
            natives.desc(from),
            to.image().dims(),
            offsets.stream().mapToLong(Long::longValue).toArray());
    private final dnnl_memory_desc target = natives.desc(to);

    @Override
    Consumer<KernelIo> bindForward(KernelIo io) {
      Primitive copy = copy(source, io.bottom(), target, io.top());
      return now -> copy.run();
    }

    @Override
    Consumer<KernelIo> bindBackward(KernelIo io) {
      Primitive copy = copy(target, io.topDiff(), source, io.bottomDiff());
      return now -> {
        if (!isWhole()) {
          clear(now.bottomDiff());
        }
        copy.run();
      };
    }

    @Override
    public String algorithm() {
      return "reorder";
    }
  }
}
