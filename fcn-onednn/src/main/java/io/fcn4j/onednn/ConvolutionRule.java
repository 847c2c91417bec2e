package io.fcn4j.onednn;

import io.fcn4j.core.Layer;
import io.fcn4j.core.Shape;
import io.fcn4j.core.program.Step;
import io.fcn4j.core.program.Value;
import io.fcn4j.layers.Convolution;
import io.fcn4j.layers.Window;
import java.util.List;
import java.util.stream.Stream;

/** How convolutions are lowered: by the fastest algorithm that suits the shape. */
final class ConvolutionRule {
  /** So few channels that a plain image is read faster than one with blocks filled up. */
  private static final long IMAGE_CHANNELS = 4;

  /** With fewer channels, rounding the bottom takes longer than it saves. */
  private static final long NARROW_CHANNELS = 64;

  private final Lowering.Work work;

  ConvolutionRule(Lowering.Work work) {
    this.work = work;
  }

  boolean lower(Step step, Convolution layer) {
    Window window = layer.window();
    if (window.y().pad() >= window.y().extent() || window.x().pad() >= window.x().extent()) {
      Value bottom = step.bottoms().get(0);
      Value padded =
          work.padded(bottom, new DnnPad(bottom.shape(), window.y().pad(), window.x().pad()));
      return lower(step.with(layer, List.of(padded), step.tops()), layer.pad(0));
    }
    ReluAfter relu = ReluAfter.of(step, work);
    Shape bottom = step.bottoms().get(0).shape();
    Shape top = step.tops().get(0).shape();
    boolean narrow = work.narrow && bottom.c() >= NARROW_CHANNELS;
    if (!narrow && !work.program.backward() && DnnWideConvolution.pays(layer, bottom, top)) {
      Format in = new Format(bottom, Layout.CHANNELS_LAST);
      Layer wide = new DnnWideConvolution(layer, in, in.of(top), relu.there());
      put(step, wide, Layout.CHANNELS_LAST, relu, Layout.CHANNELS_LAST);
      return true;
    }
    if (work.program.backward()
        && !Winograd.pays(layer, bottom)
        && DnnMatrixConvolution.pays(layer, bottom, top)) {
      Format plain = Format.plain(bottom);
      Layer matrices = new DnnMatrixConvolution(layer, plain, plain.of(top));
      work.put(step, matrices, Layout.PLAIN, step.tops().get(0), Layout.PLAIN);
      return true;
    }
    return choices(layer, bottom, top, relu, narrow)
        .filter(DnnConvolution::isFast)
        .findFirst()
        .map(
            choice -> {
              put(step, choice, choice.in().layout(), relu, choice.out().layout());
              return true;
            })
        .orElse(false);
  }

  /** From the fastest on, without those that can't be or don't pay. */
  private static Stream<DnnConvolution> choices(
      Convolution layer, Shape bottom, Shape top, ReluAfter relu, boolean narrow) {
    Layout in = bottom.c() <= IMAGE_CHANNELS ? Layout.PLAIN : Layout.BLOCKED;
    DnnConvolution direct =
        new DnnConvolution(
            layer,
            new Format(bottom, in),
            new Format(top, Layout.BLOCKED),
            relu.there(),
            false,
            false);
    return Stream.of(
            Stream.of(direct.byWinograd()).filter(choice -> Winograd.pays(layer, bottom)),
            Stream.of(direct.narrowed()).filter(choice -> narrow),
            Stream.of(
                direct,
                direct.in(Layout.CHANNELS_LAST, Layout.CHANNELS_LAST),
                direct.in(Layout.PLAIN, Layout.PLAIN)))
        .flatMap(choices -> choices);
  }

  private void put(Step step, Layer layer, Layout in, ReluAfter relu, Layout out) {
    relu.step().ifPresent(work.done::add);
    work.put(step, layer, in, relu.top(), out);
  }
}
