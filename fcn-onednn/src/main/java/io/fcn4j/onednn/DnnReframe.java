package io.fcn4j.onednn;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.program.Cells;
import io.fcn4j.core.program.Frame;
import io.fcn4j.core.program.Reframe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** Other cells of a value, with a frame around them, in a layout of oneDNN's. */
record DnnReframe(Reframe layer, Format in, Format out) implements Lowered {
  @Override
  public Capabilities capabilities() {
    return layer.capabilities();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new Framing();
  }

  private final class Framing extends DnnKernel {
    private final dnnl_memory_desc source = natives.desc(in);
    private final dnnl_memory_desc target = natives.desc(out);

    @Override
    Consumer<KernelIo> bindForward(KernelIo io) {
      List<Primitive> copies = new ArrayList<>();
      copies.add(
          copy(
              window(source, in, layer.copied().within(layer.from())),
              io.bottom(),
              window(target, out, layer.copied().within(layer.to())),
              io.top()));
      for (Frame.Strip strip : layer.frame().strips()) {
        dnnl_memory_desc plain = natives.dense(strip.cells().of(out.image()).dims());
        dnnl_memory_desc place = window(target, out, strip.cells().within(layer.to()));
        copies.add(copy(plain, strip.values(), place, io.top()));
      }
      return now -> copies.forEach(Primitive::run);
    }

    private dnnl_memory_desc window(dnnl_memory_desc whole, Format format, Cells cells) {
      return natives.window(
          whole,
          cells.of(format.image()).dims(),
          0,
          0,
          cells.rows().from(),
          cells.columns().from());
    }

    @Override
    Consumer<KernelIo> bindBackward(KernelIo io) {
      throw new IllegalStateException("what a frame is around has no gradient");
    }

    @Override
    public String algorithm() {
      return "reorder";
    }
  }
}
