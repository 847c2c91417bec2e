package io.fcn4j.onednn;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_memory_desc;

/**
 * Puts zeros around a plain image: oneDNN's fast convolutions take no padding as wide as their
 * window.
 */
record DnnPad(Shape image, long rows, long columns) implements UnaryLayer {
  @Override
  public Shape shape(Shape bottom) {
    return Shape.of(image.n(), image.c(), image.h() + 2 * rows, image.w() + 2 * columns);
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  @Override
  public String type() {
    return "Pad";
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new PadKernel();
  }

  private final class PadKernel extends DnnKernel {
    private final dnnl_memory_desc inner = natives.desc(Format.plain(image));
    private final dnnl_memory_desc window =
        natives.window(natives.desc(Format.plain(shape(image))), image.dims(), 0, 0, rows, columns);

    @Override
    Consumer<KernelIo> bindForward(KernelIo io) {
      Primitive copy = copy(inner, io.bottom(), window, io.top());
      return now -> {
        clear(now.top());
        copy.run();
      };
    }

    @Override
    Consumer<KernelIo> bindBackward(KernelIo io) {
      Primitive copy = copy(window, io.topDiff(), inner, io.bottomDiff());
      return now -> copy.run();
    }

    @Override
    public String algorithm() {
      return "reorder";
    }
  }
}
