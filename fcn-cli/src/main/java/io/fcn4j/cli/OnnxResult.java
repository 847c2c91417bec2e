package io.fcn4j.cli;

import io.fcn4j.caffe.Prototxt;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Input;
import io.fcn4j.core.LoadReport;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.onnx.Exported;
import io.fcn4j.onnx.Onnx;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A net of Caffe's that was written as an ONNX model. */
record OnnxResult(Path file, Exported model) {
  static OnnxResult write(Path out, Path prototxt, Path weights, List<NamedShape> inputs) {
    Net net = NamedShape.given(inputs, Prototxt.read(prototxt, Phase.TEST)).build(0);
    Map<String, Shape> shapes = shapes(net.graph(), prototxt);
    load(net, weights);
    return new OnnxResult(out, Onnx.write(out, net, shapes));
  }

  /** The first input is the image; others may not be needed, such as labels of images. */
  private static Map<String, Shape> shapes(Graph graph, Path prototxt) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Input input : graph.inputs()) {
      if (!input.free()) {
        shapes.put(input.name(), input.nominal());
      } else if (input.equals(graph.inputs().get(0))) {
        throw new FcnException(
            "%s: found no size of '%s', expected one for the model; say it with --input %s=%s"
                .formatted(prototxt, input.name(), input.name(), input.nominal()));
      }
    }
    return shapes;
  }

  /** By the names of layers, as Caffe; but a layer without weights would make a useless model. */
  private static void load(Net net, Path weights) {
    try (WeightSource source = WeightFiles.open(weights)) {
      LoadReport report = net.params().loadByName(source);
      List<String> missing = report.keys(LoadReport.Outcome.MISSING);
      if (!missing.isEmpty()) {
        throw new FcnException(
            "%s: found no weights for %s of the net, expected all; take the layers out or use the net that the weights belong to"
                .formatted(weights, missing));
      }
    }
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("file", file.toString());
    map.put("inputs", dims(model.inputs()));
    map.put("outputs", dims(model.outputs()));
    map.put("operations", model.operations());
    map.put("values", model.values());
    return map;
  }

  private static Map<String, Object> dims(Map<String, Shape> shapes) {
    Map<String, Object> dims = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> dims.put(name, shape.dims()));
    return dims;
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            "%s: %d operations, %,d values".formatted(file, model.operations(), model.values()));
    model.inputs().forEach((name, shape) -> text.append("\n  input  %s %s".formatted(name, shape)));
    model
        .outputs()
        .forEach((name, shape) -> text.append("\n  output %s %s".formatted(name, shape)));
    return text.toString();
  }
}
