package io.fcn4j.onednn;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** Joins images channel after channel, each with a copy into its part of the top. */
record DnnConcat(List<Format> in, Format out) implements Layer {
  @Override
  public Arity arity() {
    return Arity.of(in.size(), 1);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    return List.of(out.storage());
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  @Override
  public String type() {
    return "Concat";
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new ConcatKernel();
  }

  private final class ConcatKernel extends DnnKernel {
    private final List<dnnl_memory_desc> bottoms = new ArrayList<>();
    private final List<dnnl_memory_desc> parts = new ArrayList<>();

    ConcatKernel() {
      dnnl_memory_desc whole = natives.desc(out);
      long channel = 0;
      for (Format bottom : in) {
        bottoms.add(natives.desc(bottom));
        parts.add(natives.window(whole, bottom.image().dims(), 0, channel, 0, 0));
        channel += bottom.image().c();
      }
    }

    @Override
    Consumer<KernelIo> bindForward(KernelIo io) {
      List<Primitive> copies = new ArrayList<>();
      for (int i = 0; i < in.size(); i++) {
        copies.add(copy(bottoms.get(i), io.bottom(i), parts.get(i), io.top()));
      }
      return now -> copies.forEach(Primitive::run);
    }

    @Override
    Consumer<KernelIo> bindBackward(KernelIo io) {
      List<Primitive> copies = new ArrayList<>();
      for (int i = 0; i < in.size(); i++) {
        if (io.wantsBottomDiff(i)) {
          copies.add(copy(parts.get(i), io.topDiff(), bottoms.get(i), io.bottomDiff(i)));
        }
      }
      return now -> copies.forEach(Primitive::run);
    }

    @Override
    public String algorithm() {
      return "reorder";
    }
  }
}
