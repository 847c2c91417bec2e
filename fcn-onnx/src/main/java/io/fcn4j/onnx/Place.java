package io.fcn4j.onnx;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Net;
import io.fcn4j.core.Node;
import io.fcn4j.core.Param;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A node at one input size.
 *
 * @param paramShapes what the layer asks for; a parameter that is shared permissively may have
 *     other axes
 */
record Place(
    Node node, List<Shape> bottoms, List<Shape> tops, List<Param> params, List<Shape> paramShapes) {

  /** Refuses a size at which the layer would need other parameters than it has. */
  static Place of(Net net, int i, Map<Blob, Shape> shapes) {
    Node node = net.graph().nodes().get(i);
    List<Shape> bottoms = shapes(net.graph().bottoms(i), shapes);
    List<Param> params = new ArrayList<>();
    List<ParamSpec> specs = node.layer().params(bottoms);
    for (int p = 0; p < specs.size(); p++) {
      Param param = net.params().get(net.graph().paramKeys(i).get(p));
      if (!node.paramRule(p).fits(specs.get(p).shape(), param.shape())) {
        throw new ShapeException(
            "%s: at this input size its %s would be %s, but it is %s; export it at the size that it was made for"
                .formatted(
                    node.describe(), specs.get(p).name(), specs.get(p).shape(), param.shape()));
      }
      params.add(param);
    }
    return new Place(
        node,
        bottoms,
        shapes(net.graph().tops(i), shapes),
        params,
        specs.stream().map(ParamSpec::shape).toList());
  }

  private static List<Shape> shapes(List<Blob> blobs, Map<Blob, Shape> shapes) {
    return blobs.stream().map(blob -> Objects.requireNonNull(shapes.get(blob))).toList();
  }
}
