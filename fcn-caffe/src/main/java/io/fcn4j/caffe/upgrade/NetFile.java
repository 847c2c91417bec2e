package io.fcn4j.caffe.upgrade;

import com.google.protobuf.Message;
import io.fcn4j.caffe.Place;
import io.fcn4j.caffe.PrototxtException;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.NetParameter;
import io.fcn4j.caffe.proto.ParamSpec;
import io.fcn4j.caffe.text.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A net of any age, its layers as those of today, each with its place in the file.
 *
 * @param settings what the net says besides its layers and inputs
 */
public record NetFile(Path file, NetParameter settings, List<PlacedLayer> layers) {
  /** Mean, variance, and what both are to be divided by. */
  private static final int STATISTICS = 3;

  public NetFile {
    layers = List.copyOf(layers);
  }

  /** A net in the text format. */
  public static NetFile of(TextFile<NetParameter> text) {
    return of(text.path(), text.message(), text::place);
  }

  /** A net from elsewhere: of a binary file, or inside of a solver's. */
  public static NetFile of(Path file, NetParameter net) {
    return of(file, net, (field, i) -> Place.in(file));
  }

  /**
   * @param places where the i-th value of a field of the net stands
   */
  private static NetFile of(
      Path file, NetParameter net, BiFunction<Integer, Integer, Place> places) {
    if (net.getLayerCount() > 0 && net.getLayersCount() > 0) {
      throw new PrototxtException(
          places.apply(NetParameter.LAYERS_FIELD_NUMBER, 0),
          "found 'layers' (before 2014) beside 'layer', expected one form in a file;"
              + " Caffe refuses such a net too");
    }
    List<PlacedLayer> layers = new ArrayList<>(Inputs.of(file, net));
    if (net.getLayersCount() > 0) {
      layers.addAll(
          V1.upgrade(placed(net.getLayersList(), NetParameter.LAYERS_FIELD_NUMBER, places)));
    } else {
      placed(net.getLayerList(), NetParameter.LAYER_FIELD_NUMBER, places)
          .forEach(at -> layers.add(new PlacedLayer(at.message, at.place)));
    }
    layers.replaceAll(NetFile::withoutMultsOfStatistics);
    NetParameter settings =
        net.toBuilder()
            .clearLayer()
            .clearLayers()
            .clearInput()
            .clearInputDim()
            .clearInputShape()
            .build();
    return new NetFile(file, settings, layers);
  }

  /** A message and where it stands. */
  record Placed<M extends Message>(M message, Place place) {}

  private static <M extends Message> List<Placed<M>> placed(
      List<M> messages, int field, BiFunction<Integer, Integer, Place> places) {
    List<Placed<M>> placed = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      placed.add(new Placed<>(messages.get(i), places.apply(field, i)));
    }
    return placed;
  }

  /** Caffe wants rates of 0 for BatchNorm's statistics; they are never learned here. */
  private static PlacedLayer withoutMultsOfStatistics(PlacedLayer at) {
    if (!at.layer().getType().equals("BatchNorm")) {
      return at;
    }
    LayerParameter.Builder layer = at.layer().toBuilder();
    layer.getParamBuilderList().forEach(param -> param.clearLrMult().clearDecayMult());
    boolean plain = layer.getParamList().stream().allMatch(ParamSpec.getDefaultInstance()::equals);
    if (plain && layer.getParamCount() <= STATISTICS) {
      layer.clearParam();
    }
    return new PlacedLayer(layer.build(), at.place());
  }

  /** The same net as one message of today. */
  public NetParameter message() {
    NetParameter.Builder builder = settings.toBuilder();
    layers.forEach(at -> builder.addLayer(at.layer()));
    return builder.build();
  }
}
