package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.KernelParams;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The primitives of a layer with weights: forward, perhaps with the ReLU after it, and the
 * gradients that are wanted.
 */
final class WeightedKernel extends DnnKernel {
  private static final int WEIGHTS = 0;
  private static final int BIAS = 1;

  private final WeightedDescs descs;
  private final dnnl_primitive_desc forward;
  private final @Nullable dnnl_primitive_desc backwardData;
  private final @Nullable dnnl_primitive_desc backwardWeights;
  private final @Nullable ReluGradient relu;
  private final Scratch scratch;
  private final PackedParam weights;
  private final List<PackedParam> packed = new ArrayList<>();
  private final List<GradientOut> outs = new ArrayList<>();

  /** Room for weights or their gradient in oneDNN's layouts, one after another. */
  private final @Nullable Slot room;

  private final @Nullable Slot biasDiff;

  /** Room for the bottom in fewer bits. */
  private final @Nullable Slot narrow;

  /**
   * @param make makes the descriptors, whose natives this kernel owns
   * @param fusedRelu whether the descriptors' forward pass ends with a ReLU
   */
  WeightedKernel(Function<Natives, WeightedDescs> make, boolean fusedRelu, KernelContext c) {
    descs = make.apply(natives);
    forward =
        descs
            .forward(c.backward())
            .orElseThrow(() -> new FcnException("oneDNN can't compute this layer"));
    backwardData = c.wantsBottomDiff(0) ? descs.backwardData(forward) : null;
    backwardWeights = wantsParams(c) ? descs.backwardWeights(forward) : null;
    relu = fusedRelu && c.backward() ? new ReluGradient(natives, descs.target, c) : null;
    scratch = Scratch.of(c, forward, backwardData, backwardWeights);
    dnnl_memory_desc narrowSource = descs.narrowSource();
    narrow = narrowSource == null ? null : c.scratch(Shape.of(Describe.floats(narrowSource)));
    room = c.backward() ? c.scratch(Shape.of(roomInFloats())) : null;
    dnnl_memory_desc bias = descs.bias;
    biasDiff =
        backwardWeights != null && bias != null
            ? c.backwardScratch(Shape.of(Describe.floats(bias)))
            : null;
    if (backwardWeights != null) {
      dnnl_memory_desc made = Describe.array(backwardWeights, dnnl_query_diff_weights_md);
      if (c.wantsParamDiff(WEIGHTS)) {
        outs.add(new GradientOut(natives, WEIGHTS, made, descs.plainWeights()));
      }
      if (bias != null && c.wantsParamDiff(BIAS)) {
        outs.add(new GradientOut(natives, BIAS, bias, bias));
      }
    }
    weights = pack(Describe.array(forward, dnnl_query_weights_md));
  }

  private boolean wantsParams(KernelContext c) {
    return c.wantsParamDiff(WEIGHTS) || (descs.bias != null && c.wantsParamDiff(BIAS));
  }

  private long roomInFloats() {
    LongStream.Builder sizes = LongStream.builder();
    sizes.add(Describe.floats(Describe.array(forward, dnnl_query_weights_md)));
    if (backwardData != null) {
      sizes.add(Describe.floats(Describe.array(backwardData, dnnl_query_weights_md)));
    }
    if (backwardWeights != null) {
      sizes.add(Describe.floats(Describe.array(backwardWeights, dnnl_query_diff_weights_md)));
    }
    return sizes.build().max().orElseThrow();
  }

  private PackedParam pack(dnnl_memory_desc wanted) {
    PackedParam param =
        new PackedParam(natives, WEIGHTS, descs.plainWeights(), wanted, room, descs.isLasting());
    packed.add(param);
    return param;
  }

  @Override
  public void prepare(KernelParams params) {
    weights.prepare(params);
  }

  @Override
  Consumer<KernelIo> bindForward(KernelIo io) {
    List<Primitive> before = new ArrayList<>();
    Primitive primitive =
        scratch
            .primitive(natives, forward, io)
            .with(DNNL_ARG_SRC, bindSource(io, before))
            .with(DNNL_ARG_DST, natives.memory(descs.target, io.top()));
    if (descs.bias != null) {
      primitive.with(DNNL_ARG_BIAS, natives.memory(descs.bias, io.param(BIAS)));
    }
    weights.bind(primitive, DNNL_ARG_WEIGHTS, io);
    return now -> {
      weights.refresh(primitive, DNNL_ARG_WEIGHTS, now);
      before.forEach(Primitive::run);
      primitive.run();
    };
  }

  /** The bottom, or what a first primitive makes of it. */
  private dnnl_memory bindSource(KernelIo io, List<Primitive> before) {
    dnnl_memory_desc narrowSource = descs.narrowSource();
    if (narrowSource == null) {
      return natives.memory(descs.source, io.bottom());
    }
    INDArray room = io.slot(existing(narrow));
    before.add(copy(descs.source, io.bottom(), narrowSource, room));
    return natives.memory(narrowSource, room);
  }

  @Override
  Consumer<KernelIo> bindBackward(KernelIo io) {
    List<Consumer<KernelIo>> parts = new ArrayList<>();
    INDArray topDiff = io.topDiff();
    if (relu != null) {
      topDiff = relu.result(io);
      parts.add(relu.bind(io));
    }
    dnnl_memory diff = natives.memory(descs.target, topDiff);
    if (backwardWeights != null) {
      parts.add(bindWeights(backwardWeights, diff, io));
    }
    if (backwardData != null) {
      parts.add(bindData(backwardData, diff, io));
    }
    return now -> parts.forEach(part -> part.accept(now));
  }

  private Consumer<KernelIo> bindWeights(
      dnnl_primitive_desc desc, dnnl_memory topDiff, KernelIo io) {
    dnnl_memory_desc layout = Describe.array(desc, dnnl_query_diff_weights_md);
    dnnl_memory made = natives.memory(layout, io.slot(existing(room)));
    Primitive primitive =
        scratch
            .primitive(natives, desc, io)
            .with(DNNL_ARG_SRC, natives.memory(descs.source, io.bottom()))
            .with(DNNL_ARG_DIFF_DST, topDiff)
            .with(DNNL_ARG_DIFF_WEIGHTS, made);
    List<Consumer<KernelIo>> parts = new ArrayList<>();
    parts.add(now -> primitive.run());
    dnnl_memory_desc bias = descs.bias;
    dnnl_memory biasMade = null;
    if (bias != null) {
      biasMade = natives.memory(bias, io.slot(existing(biasDiff)));
      primitive.with(DNNL_ARG_DIFF_BIAS, biasMade);
    }
    for (GradientOut out : outs) {
      parts.add(out.bind(out.index() == WEIGHTS ? made : Objects.requireNonNull(biasMade), io));
    }
    return now -> parts.forEach(part -> part.accept(now));
  }

  private Consumer<KernelIo> bindData(dnnl_primitive_desc desc, dnnl_memory topDiff, KernelIo io) {
    PackedParam transposed = pack(Describe.array(desc, dnnl_query_weights_md));
    Primitive primitive =
        scratch
            .primitive(natives, desc, io)
            .with(DNNL_ARG_DIFF_DST, topDiff)
            .with(DNNL_ARG_DIFF_SRC, natives.memory(descs.source, io.bottomDiff()));
    transposed.bind(primitive, DNNL_ARG_WEIGHTS, io);
    return now -> {
      transposed.refresh(primitive, DNNL_ARG_WEIGHTS, now);
      primitive.run();
    };
  }

  private static Slot existing(@Nullable Slot slot) {
    if (slot == null) {
      throw new IllegalStateException("backward without a slot for it");
    }
    return slot;
  }

  @Override
  public boolean overwritesFirstDiffs() {
    return true;
  }

  @Override
  public String algorithm() {
    return Describe.algorithm(forward);
  }

  @Override
  public void close() {
    packed.forEach(PackedParam::close);
    super.close();
  }
}
