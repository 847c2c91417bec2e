package io.fcn4j.caffe.layer;

import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.core.Layer;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One type of Caffe's layers.
 *
 * @param type Caffe's name
 * @param reader makes the layer; it throws {@link io.fcn4j.core.FcnException} for settings that
 *     make no sense
 * @param writer adds the layer's settings to a message that has its name, bottoms and tops
 */
public record Codec<L extends Layer>(
    String type,
    Class<L> layer,
    Function<LayerParameter, L> reader,
    BiConsumer<L, LayerParameter.Builder> writer) {

  /** A layer without settings. */
  static <L extends Layer> Codec<L> plain(String type, Class<L> layer, L instance) {
    return new Codec<>(type, layer, parameter -> instance, (written, parameter) -> {});
  }

  public Layer read(LayerParameter parameter) {
    return reader.apply(parameter);
  }

  public void write(Layer written, LayerParameter.Builder parameter) {
    parameter.setType(type);
    writer.accept(layer.cast(written), parameter);
  }
}
