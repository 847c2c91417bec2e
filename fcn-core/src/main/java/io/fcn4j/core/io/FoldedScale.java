package io.fcn4j.core.io;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Names;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Views;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolutions of {@code scale * x} as convolutions of x. */
final class FoldedScale {
  private final WeightSource source;
  private final String factors;

  private FoldedScale(WeightSource source, String scale) {
    SourceLayers.require(source, scale);
    this.source = source;
    this.factors = scale + ".0";
    if (source.shapes().containsKey(scale + ".1")) {
      throw new FcnException(
          ("foldScale: found a bias in '%s', expected factors alone; where a convolution pads, no"
                  + " bias of its own can stand for that of its input")
              .formatted(scale));
    }
  }

  static WeightSource of(WeightSource source, String scale, List<String> layers) {
    FoldedScale fold = new FoldedScale(source, scale);
    layers.forEach(fold::check);
    Map<String, ViewedArray> arrays = new LinkedHashMap<>();
    for (String key : source.shapes().keySet()) {
      String layer = Names.layerOf(key);
      if (key.equals(layer + ".0") && layers.contains(layer)) {
        arrays.put(key, new ViewedArray(source.shape(key), target -> fold.read(key, target)));
      } else if (!layer.equals(scale)) {
        arrays.put(key, ViewedArray.of(source, key));
      }
    }
    String change = "%s folded into %s".formatted(scale, String.join(", ", layers));
    return new SourceView(source, change, arrays);
  }

  private void check(String layer) {
    SourceLayers.require(source, layer);
    Shape weights = source.shape(layer + ".0");
    Shape found = source.shape(factors);
    boolean oneForAll = found.rank() == 0;
    if (weights.rank() != 4 || !(oneForAll || found.count() == weights.c())) {
      throw new ShapeException(
          ("foldScale: '%s.0' is %s and '%s' is %s, expected a convolution's O x I x kh x kw and as"
                  + " many factors as I; a convolution with groups cannot take them")
              .formatted(layer, weights, factors, found));
    }
  }

  private void read(String key, INDArray target) {
    source.read(key, target);
    Shape shape = source.shape(key);
    INDArray byChannel = Views.reshape(target, shape.n(), shape.c(), shape.count(2));
    try (INDArray vector = source.read(factors)) {
      byChannel.muli(Views.reshape(vector, 1, vector.length(), 1));
    }
  }
}
