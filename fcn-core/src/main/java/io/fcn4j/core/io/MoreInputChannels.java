package io.fcn4j.core.io;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Names;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Views;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A first convolution for images with more channels, which it weighs like the mean of the old. */
final class MoreInputChannels {
  private final WeightSource source;
  private final String weights;
  private final Shape shape;

  private MoreInputChannels(WeightSource source, String layer, long channels) {
    SourceLayers.require(source, layer);
    this.source = source;
    this.weights = layer + ".0";
    Shape found = source.shape(weights);
    if (found.rank() != 4) {
      throw new ShapeException(
          "withInputChannels: '%s' is %s, expected a convolution's O x I x kh x kw"
              .formatted(weights, found));
    }
    if (found.c() >= channels) {
      throw new ShapeException(
          ("withInputChannels: '%s' is %s, expected fewer than %d input channels; they can only be"
                  + " added")
              .formatted(weights, found, channels));
    }
    this.shape = found.with(1, channels);
  }

  static WeightSource of(WeightSource source, String layer, String as, long channels) {
    MoreInputChannels more = new MoreInputChannels(source, layer, channels);
    if (!as.equals(layer) && SourceLayers.of(source).contains(as)) {
      throw new FcnException(
          "withInputChannels: '%s' cannot become '%s', which is another layer of %s"
              .formatted(layer, as, source.describe()));
    }
    Map<String, ViewedArray> arrays = new LinkedHashMap<>();
    for (String key : source.shapes().keySet()) {
      boolean ofLayer = Names.layerOf(key).equals(layer);
      arrays.put(
          ofLayer ? as + key.substring(layer.length()) : key,
          key.equals(more.weights)
              ? new ViewedArray(more.shape, more::read)
              : ViewedArray.of(source, key));
    }
    String change = "%s as %s with %d input channels".formatted(layer, as, channels);
    return new SourceView(source, change, arrays);
  }

  private void read(INDArray target) {
    INDArray all = Views.reshape(target, shape.dims());
    try (INDArray old = source.read(weights);
        INDArray mean = old.mean(true, 1)) {
      long known = old.size(1);
      Views.slice(all, 1, 0, known).assign(old);
      for (long channel = known; channel < shape.c(); channel++) {
        Views.slice(all, 1, channel, channel + 1).assign(mean);
      }
    }
  }
}
