package io.fcn4j.onednn;

import io.fcn4j.core.Crop;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Phase;
import io.fcn4j.core.program.Assumption;
import io.fcn4j.core.program.Reframe;
import io.fcn4j.core.program.Step;
import io.fcn4j.core.program.Stretch;
import io.fcn4j.core.program.Value;
import io.fcn4j.layers.Concat;
import io.fcn4j.layers.Convolution;
import io.fcn4j.layers.Deconvolution;
import io.fcn4j.layers.Dropout;
import io.fcn4j.layers.Eltwise;
import io.fcn4j.layers.Lrn;
import io.fcn4j.layers.Pooling;
import io.fcn4j.layers.ReLU;
import io.fcn4j.layers.Softmax;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** How each layer that oneDNN knows is lowered. */
final class Rules {
  private final Lowering.Work work;

  Rules(Lowering.Work work) {
    this.work = work;
  }

  /** Lowers a step, if it can be. */
  boolean lower(Step step) {
    Layer layer = step.layer();
    if (!Stream.concat(step.bottoms().stream(), step.tops().stream())
        .allMatch(value -> value.shape().rank() == 4)) {
      return false;
    }
    if (layer instanceof Convolution convolution) {
      return new ConvolutionRule(work).lower(step, convolution);
    } else if (layer instanceof Deconvolution deconvolution) {
      return lower(step, deconvolution);
    } else if (layer instanceof Pooling pooling) {
      return lower(step, pooling);
    } else if (layer instanceof Crop crop) {
      return lower(step, crop);
    } else if (layer instanceof Concat concat) {
      return lower(step, concat);
    } else if (layer instanceof Lrn lrn) {
      return lower(step, lrn);
    } else if (layer instanceof Softmax softmax) {
      return lower(step, softmax);
    } else if (layer instanceof Stretch stretch) {
      return lowerBlind(step, (in, out) -> new DnnStretch(stretch, in, out));
    } else if (layer instanceof Reframe reframe) {
      return lowerBlind(step, (in, out) -> new DnnReframe(reframe, in, out));
    }
    return isBlind(layer) && lowerBlind(step, (in, out) -> layer);
  }

  private boolean lower(Step step, Deconvolution layer) {
    boolean depthwise = isDepthwise(step, layer);
    return Stream.of(Layout.BLOCKED, Layout.CHANNELS_LAST, Layout.PLAIN)
        .map(
            layout ->
                new DnnDeconvolution(
                    layer,
                    new Format(bottom(step).shape(), layout),
                    new Format(top(step).shape(), layout),
                    depthwise))
        .filter(DnnDeconvolution::isFast)
        .findFirst()
        .map(
            choice -> {
              if (depthwise) {
                work.assumptions.add(new Assumption(step.params().get(0), Diagonal::is));
              }
              Layout layout = choice.in().layout();
              work.put(step, choice, layout, top(step), layout);
              return true;
            })
        .orElse(false);
  }

  /** Whether each channel is made of itself alone, and stays so. */
  private boolean isDepthwise(Step step, Deconvolution layer) {
    var param = work.params.get(step.params().get(0));
    boolean changes = work.program.backward() && param.spec().learned();
    return layer.group() == 1
        && layer.numOutput() == bottom(step).shape().c()
        && !changes
        && Diagonal.is(param.array());
  }

  private boolean lower(Step step, Pooling layer) {
    if (!DnnPooling.suits(layer, bottom(step).shape(), step.tops().get(0).shape())) {
      return false;
    }
    Layout layout =
        work.has(bottom(step), Layout.CHANNELS_LAST) ? Layout.CHANNELS_LAST : Layout.BLOCKED;
    Format in = new Format(bottom(step).shape(), layout);
    DnnPooling pooling = new DnnPooling(layer, in, in.of(top(step).shape()));
    if (!pooling.isFast()) {
      return false;
    }
    work.put(step, pooling, layout, top(step), layout);
    return true;
  }

  private boolean lower(Step step, Crop layer) {
    Layout in = Layout.PLAIN;
    if (work.has(bottom(step), Layout.BLOCKED)) {
      in = Layout.BLOCKED;
    } else if (work.has(bottom(step), Layout.CHANNELS_LAST)) {
      in = Layout.CHANNELS_LAST;
    }
    List<Long> offsets = layer.offsets(bottom(step).shape());
    if (in == Layout.PLAIN || offsets.get(1) % Layout.BLOCK != 0) {
      return false;
    }
    Layout out = wanted(top(step));
    DnnCopy copy =
        new DnnCopy(
            layer.type(),
            new Format(bottom(step).shape(), in),
            new Format(top(step).shape(), out),
            offsets);
    work.put(step, List.of(bottom(step)), copy, in, top(step), out);
    return true;
  }

  private boolean lower(Step step, Concat layer) {
    boolean channels = bottom(step).shape().axis(layer.axis()) == 1;
    if (!channels
        || !step.bottoms().stream().allMatch(value -> value.shape().c() % Layout.BLOCK == 0)) {
      return false;
    }
    DnnConcat concat =
        new DnnConcat(
            step.bottoms().stream().map(v -> new Format(v.shape(), Layout.BLOCKED)).toList(),
            new Format(top(step).shape(), Layout.BLOCKED));
    work.put(step, concat, Layout.BLOCKED, top(step), Layout.BLOCKED);
    return true;
  }

  private boolean lower(Step step, Lrn layer) {
    DnnLrn lrn = new DnnLrn(layer, new Format(bottom(step).shape(), Layout.BLOCKED));
    if (!lrn.isFast()) {
      return false;
    }
    work.put(step, lrn, Layout.BLOCKED, top(step), Layout.BLOCKED);
    return true;
  }

  private boolean lower(Step step, Softmax layer) {
    if (bottom(step).shape().axis(layer.axis()) != 1) {
      return false;
    }
    DnnSoftmax softmax = new DnnSoftmax(new Format(top(step).shape(), Layout.CHANNELS_LAST));
    work.put(step, softmax, Layout.CHANNELS_LAST, top(step), Layout.CHANNELS_LAST);
    return true;
  }

  /**
   * Whether a layer works element by element and keeps zeros, so that its own kernel does in any
   * layout.
   */
  private boolean isBlind(Layer layer) {
    return layer instanceof ReLU
        || layer instanceof Eltwise
        || (layer instanceof Dropout && work.program.phase() == Phase.TEST);
  }

  /** A layer that does in any layout, in the first that is not plain. */
  private boolean lowerBlind(Step step, BiFunction<Format, Format, Layer> make) {
    return Arrays.stream(Layout.values())
        .filter(layout -> layout != Layout.PLAIN && work.has(bottom(step), layout))
        .findFirst()
        .map(
            layout -> {
              Format in = new Format(bottom(step).shape(), layout);
              Layer made = make.apply(in, in.of(top(step).shape()));
              work.put(step, made, layout, top(step), layout);
              return true;
            })
        .orElse(false);
  }

  /** The layout that the first reader of a value will want. */
  private Layout wanted(Value value) {
    if (work.isPinned(value) || work.readers(value).isEmpty()) {
      return Layout.PLAIN;
    }
    Layer reader = work.readers(value).get(0).layer();
    if (reader instanceof Softmax) {
      return Layout.CHANNELS_LAST;
    }
    boolean blocked =
        reader instanceof Convolution
            || reader instanceof Deconvolution
            || reader instanceof Pooling
            || isBlind(reader);
    return blocked ? Layout.BLOCKED : Layout.PLAIN;
  }

  private static Value bottom(Step step) {
    return step.bottoms().get(0);
  }

  private static Value top(Step step) {
    return step.tops().get(0);
  }
}
