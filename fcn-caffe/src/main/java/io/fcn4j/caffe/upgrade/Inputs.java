package io.fcn4j.caffe.upgrade;

import io.fcn4j.caffe.Place;
import io.fcn4j.caffe.PrototxtException;
import io.fcn4j.caffe.proto.BlobShape;
import io.fcn4j.caffe.proto.InputParameter;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.NetParameter;
import java.nio.file.Path;
import java.util.List;

/** The fields {@code input}, {@code input_dim} and {@code input_shape} as an Input layer. */
final class Inputs {
  private static final int DIMS = 4;

  private Inputs() {}

  static List<PlacedLayer> of(Path file, NetParameter net) {
    int inputs = net.getInputCount();
    int shapes = net.getInputShapeCount();
    int dims = net.getInputDimCount();
    if (shapes > 0 && dims > 0) {
      throw new PrototxtException(
          Place.in(file), "found both input_shape and input_dim, expected one of them");
    }
    if ((shapes > 0 && shapes != inputs) || (dims > 0 && dims != DIMS * inputs)) {
      throw new PrototxtException(
          Place.in(file),
          "found %d input, but %s; expected %s for each"
              .formatted(
                  inputs,
                  dims > 0 ? dims + " input_dim" : shapes + " input_shape",
                  dims > 0 ? "four" : "one"));
    }
    if (shapes == 0 && dims == 0) {
      // As old weight files have it; Caffe drops them too.
      return List.of();
    }
    InputParameter.Builder parameter = InputParameter.newBuilder();
    for (int i = 0; i < inputs; i++) {
      parameter.addShape(
          shapes > 0
              ? net.getInputShape(i)
              : BlobShape.newBuilder()
                  .addAllDim(
                      net.getInputDimList().subList(DIMS * i, DIMS * (i + 1)).stream()
                          .map(Integer::longValue)
                          .toList())
                  .build());
    }
    LayerParameter layer =
        LayerParameter.newBuilder()
            .setName("input")
            .setType("Input")
            .addAllTop(net.getInputList())
            .setInputParam(parameter)
            .build();
    return List.of(new PlacedLayer(layer, Place.in(file)));
  }
}
