package io.fcn4j.core.io;

import io.fcn4j.core.Names;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Views;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Score layers for more classes: the old outputs first, then zeros. */
final class MoreOutputs {
  private MoreOutputs() {}

  static WeightSource of(WeightSource source, String layers, long outputs) {
    Set<String> larger = SourceLayers.matching(source, layers);
    Map<String, ViewedArray> arrays = new LinkedHashMap<>();
    for (String key : source.shapes().keySet()) {
      arrays.put(
          key,
          larger.contains(Names.layerOf(key))
              ? larger(source, key, outputs)
              : ViewedArray.of(source, key));
    }
    return new SourceView(source, "%s with %d outputs".formatted(layers, outputs), arrays);
  }

  private static ViewedArray larger(WeightSource source, String key, long outputs) {
    Shape shape = source.shape(key);
    int axis = outputAxis(source, key);
    if (shape.dim(axis) > outputs) {
      throw new ShapeException(
          "withOutputs: '%s' is %s, expected at most %d outputs; they can only be added"
              .formatted(key, shape, outputs));
    }
    return new ViewedArray(shape.with(axis, outputs), target -> read(source, key, target));
  }

  /** Only ones are in front of this axis, so that the old outputs come first in memory as well. */
  private static int outputAxis(WeightSource source, String key) {
    Shape shape = source.shape(key);
    long outputs = outputs(source, Names.layerOf(key));
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.dim(axis) == outputs) {
        return axis;
      }
      if (shape.dim(axis) > 1) {
        break;
      }
    }
    throw new ShapeException(
        "withOutputs: '%s' is %s, expected %d outputs, as many as its layer has otherwise"
            .formatted(key, shape, outputs));
  }

  /** As many as the layer has biases; legacy shapes don't tell outputs from other axes. */
  private static long outputs(WeightSource source, String layer) {
    Shape bias = source.shapes().get(layer + ".1");
    if (bias != null) {
      return bias.count();
    }
    Shape weights = source.shape(layer + ".0");
    if (weights.rank() == 0) {
      return 1;
    }
    // 1 x 1 x O x K is how old files have the weights of an inner product.
    boolean legacy = weights.rank() == 4 && weights.count(0, 2) == 1;
    return legacy ? weights.dim(2) : weights.n();
  }

  private static void read(WeightSource source, String key, INDArray target) {
    target.assign(0);
    long known = source.shape(key).count();
    INDArray flat = Views.reshape(target, target.length());
    source.read(key, Views.slice(flat, 0, 0, known));
  }
}
