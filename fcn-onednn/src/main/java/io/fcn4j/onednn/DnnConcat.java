package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

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
import java.util.function.IntFunction;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.nd4j.linalg.api.ndarray.INDArray;

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
      return copies(i -> copy(bottoms.get(i), io.bottom(i), parts.get(i), io.top()));
    }

    @Override
    Consumer<KernelIo> bindBackward(KernelIo io) {
      return copies(
          i ->
              io.wantsBottomDiff(i)
                  ? copy(parts.get(i), io.topDiff(), bottoms.get(i), io.bottomDiff(i))
                  : List.of());
    }

    private Consumer<KernelIo> copies(IntFunction<List<Primitive>> make) {
      List<Primitive> all = new ArrayList<>();
      for (int i = 0; i < in.size(); i++) {
        all.addAll(make.apply(i));
      }
      return now -> all.forEach(Primitive::run);
    }

    private List<Primitive> copy(
        dnnl_memory_desc from, INDArray source, dnnl_memory_desc to, INDArray target) {
      return List.of(
          natives
              .primitive(Reorders.copy(natives, from, to))
              .with(DNNL_ARG_FROM, natives.memory(from, source))
              .with(DNNL_ARG_TO, natives.memory(to, target)));
    }

    @Override
    public String algorithm() {
      return "reorder";
    }
  }
}
