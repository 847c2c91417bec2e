package io.fcn4j.layers.caffe;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Layer;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compares a layer with Caffe's: on random bottoms and parameters, every top (also of a kernel that
 * is made for forward only), then from random gradients of the tops, the gradient of every bottom
 * and parameter that has one.
 *
 * <pre>{@code
 * AgainstCaffe.layer(maxPool(3).stride(2))
 *     .as("type: 'Pooling' pooling_param { kernel_size: 3 stride: 2 }")
 *     .on(Shape.of(2, 3, 7, 8));
 * }</pre>
 *
 * Bottoms and parameters are uniform in [-1, 1), state parameters (statistics) in [0.5, 1.5).
 *
 * @param body the fields of Caffe's layer, without name, bottoms and tops
 * @param given bottoms that are not random in [-1, 1), by the flat index
 * @param forced whether Caffe is to make the gradients of all bottoms
 */
public record AgainstCaffe(
    Layer layer,
    String body,
    Phase phase,
    long seed,
    Map<Integer, Host.FloatByIndex> given,
    boolean forced) {
  private static final double FORWARD_TOLERANCE = 1e-5;
  private static final double GRADIENT_TOLERANCE = 1e-4;

  public static AgainstCaffe layer(Layer layer) {
    return new AgainstCaffe(layer, "", Phase.TRAIN, 1, Map.of(), true);
  }

  public AgainstCaffe as(String body) {
    return new AgainstCaffe(layer, body, phase, seed, given, forced);
  }

  public AgainstCaffe in(Phase phase) {
    return new AgainstCaffe(layer, body, phase, seed, given, forced);
  }

  public AgainstCaffe seed(long seed) {
    return new AgainstCaffe(layer, body, phase, seed, given, forced);
  }

  /** Fills a bottom by a function of the flat index: labels, for example. */
  public AgainstCaffe bottom(int i, Host.FloatByIndex values) {
    Map<Integer, Host.FloatByIndex> more = new HashMap<>(given);
    more.put(i, values);
    return new AgainstCaffe(layer, body, phase, seed, Map.copyOf(more), forced);
  }

  /**
   * For layers that end Caffe's process if the gradient of some bottom is forced: only those that
   * our layer has are asked for, by a layer below that learns. Tops need a {@code loss_weight}.
   */
  public AgainstCaffe unforced() {
    return new AgainstCaffe(layer, body, phase, seed, given, false);
  }

  /** Runs both for such bottoms; throws an AssertionError that tells the worst deviation. */
  public void on(Shape... bottoms) {
    LayerRun ours = LayerRun.of(layer, phase, seed, bottoms);
    LayerRun forwardOnly = LayerRun.forwardOnly(layer, phase, seed, bottoms);
    try (CaffeNet caffe = CaffeNet.of(prototxt(ours), phase)) {
      requireSameParams(ours, caffe);
      fill(ours);
      fill(forwardOnly);
      copy(ours, caffe);
      caffe.forward();
      compareForward(forwardOnly, caffe);
      compareForward(ours, caffe);
      if (ours.hasBackward()) {
        compareBackward(ours, caffe);
      }
    } catch (AssertionError e) {
      throw new AssertionError(
          "%s%n  %s in %s on %s, seed %d, against%n  %s"
              .formatted(e.getMessage(), layer, phase, Arrays.toString(bottoms), seed, body),
          e);
    }
  }

  private String prototxt(LayerRun ours) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ours.bottomShapes().size(); i++) {
      text.append(
          "layer { name: '%s' type: 'Input' top: '%s' input_param { shape { %s } } }%n"
              .formatted(
                  input(i),
                  input(i),
                  Arrays.stream(ours.bottomShapes().get(i).dims())
                      .mapToObj(dim -> "dim: " + dim)
                      .collect(Collectors.joining(" "))));
      if (isLearned(i)) {
        text.append(
            ("layer { name: '%s' type: 'Scale' bottom: '%s' top: '%s' scale_param { axis: 0"
                    + " num_axes: 0 filler { type: 'constant' value: 1 } } }%n")
                .formatted(bottom(i), input(i), bottom(i)));
      }
    }
    return text.append("force_backward: %s%n".formatted(forced && ours.hasBackward()))
        .append("layer { name: 'layer'%n".formatted())
        .append(fields("bottom", ours.bottomShapes().size()))
        .append(fields("top", ours.topShapes().size()))
        .append(body)
        .append(" }\n")
        .toString();
  }

  private static String fields(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "%s: '%s%d' ".formatted(name, name, i))
        .collect(Collectors.joining());
  }

  private boolean isLearned(int bottom) {
    return !forced && layer.propagatesTo(bottom);
  }

  private String input(int bottom) {
    return isLearned(bottom) ? "input" + bottom : bottom(bottom);
  }

  private static String bottom(int i) {
    return "bottom" + i;
  }

  private static String top(int i) {
    return "top" + i;
  }

  private static void requireSameParams(LayerRun ours, CaffeNet caffe) {
    if (caffe.params("layer") != ours.specs().size()) {
      throw new AssertionError(
          "found " + ours.specs().size() + " parameters, Caffe has " + caffe.params("layer"));
    }
    for (int i = 0; i < ours.specs().size(); i++) {
      ParamSpec spec = ours.specs().get(i);
      if (!spec.shape().equals(caffe.paramShape("layer", i))) {
        throw new AssertionError(
            "%s: found shape %s, Caffe has %s"
                .formatted(spec.name(), spec.shape(), caffe.paramShape("layer", i)));
      }
    }
  }

  private void fill(LayerRun ours) {
    CounterRandom random = CounterRandom.seeded(seed);
    for (int i = 0; i < ours.bottomShapes().size(); i++) {
      Host.FloatByIndex values = given.get(i);
      if (values == null) {
        fill(ours.bottom(i), random.stream(bottom(i)), -1);
      } else {
        Host.fill(ours.bottom(i), values);
      }
    }
    for (int i = 0; i < ours.specs().size(); i++) {
      float min = ours.specs().get(i).learned() ? -1 : 0.5f;
      fill(ours.param(i), random.stream("param" + i), min);
    }
  }

  private static void fill(INDArray target, CounterRandom random, float min) {
    new Filler.Uniform(min, min < 0 ? -min : min + 1).fill(target, random);
  }

  private void copy(LayerRun ours, CaffeNet caffe) {
    for (int i = 0; i < ours.bottomShapes().size(); i++) {
      caffe.set(input(i), ours.bottom(i));
    }
    for (int i = 0; i < ours.specs().size(); i++) {
      caffe.param("layer", i, ours.param(i));
    }
  }

  private static void compareForward(LayerRun ours, CaffeNet caffe) {
    ours.forward();
    for (int i = 0; i < ours.topShapes().size(); i++) {
      Agreement.require("top " + i, ours.top(i), caffe.data(top(i)), FORWARD_TOLERANCE);
    }
    for (int i = 0; i < ours.specs().size(); i++) {
      Agreement.require(
          ours.specs().get(i).name() + " after forward",
          ours.param(i),
          caffe.param("layer", i),
          FORWARD_TOLERANCE);
    }
  }

  private void compareBackward(LayerRun ours, CaffeNet caffe) {
    CounterRandom random = CounterRandom.seeded(seed);
    for (int i = 0; i < ours.topShapes().size(); i++) {
      fill(ours.topDiff(i), random.stream("topDiff" + i), -1);
      caffe.setDiff(top(i), ours.topDiff(i));
    }
    ours.backward();
    caffe.backward();
    for (int i = 0; i < ours.bottomShapes().size(); i++) {
      if (ours.wantsBottomDiff(i)) {
        Agreement.require(
            "gradient of bottom " + i,
            ours.bottomDiff(i),
            caffe.diff(bottom(i)),
            GRADIENT_TOLERANCE);
      }
    }
    for (int i = 0; i < ours.specs().size(); i++) {
      if (ours.wantsParamDiff(i)) {
        Agreement.require(
            "gradient of the " + ours.specs().get(i).name(),
            ours.paramDiff(i),
            caffe.paramDiff("layer", i),
            GRADIENT_TOLERANCE);
      }
    }
  }
}
