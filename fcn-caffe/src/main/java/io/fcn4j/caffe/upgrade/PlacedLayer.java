package io.fcn4j.caffe.upgrade;

import io.fcn4j.caffe.Place;
import io.fcn4j.caffe.PrototxtException;
import io.fcn4j.caffe.proto.LayerParameter;

/** A layer and where it stands in its file. */
public record PlacedLayer(LayerParameter layer, Place place) {
  public PrototxtException refuse(String message) {
    return new PrototxtException(place, describe() + ": " + message);
  }

  /** For messages: {@code layer 'fuse' (Eltwise)}. */
  public String describe() {
    return "layer '" + layer.getName() + "' (" + layer.getType() + ")";
  }
}
