package io.fcn4j.onnx;

import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Nets for ONNX Runtime and whatever else runs ONNX models (opset 13).
 *
 * <pre>{@code
 * Onnx.write(Path.of("fcn8s.onnx"), net, Map.of("data", Shape.of(1, 3, 500, 500)));
 * }</pre>
 */
public final class Onnx {
  private Onnx() {}

  /**
   * Writes a net for inference, as in {@link Phase#TEST}, for inputs of exactly these shapes: crops
   * and the number of a pooling's windows depend on them. The model holds what the declared outputs
   * need; without declared outputs, those are all blobs that nobody but losses and accuracies
   * reads. An input that no output depends on is left out.
   *
   * <p>Inputs and outputs, float32, keep their names; an output that is written in place over an
   * input gets a number behind its own. The file is written aside and moved into place.
   *
   * @param inputs the shapes of the inputs; labels are not needed
   * @throws io.fcn4j.core.FcnException if a layer cannot be exported, an output is not reached, a
   *     shape does not fit, or the model is larger than 2 GiB; nothing is written then
   * @throws io.fcn4j.core.io.FileException if the file cannot be written
   */
  public static Exported write(Path file, Net net, Map<String, Shape> inputs) {
    net.checkPhase(Phase.TEST);
    Model model = Export.of(net, inputs);
    ModelWriter.write(file, model);
    return new Exported(
        named(model.inputs(), model),
        named(model.outputs(), model),
        model.flow().operations().size(),
        model.flow().weights().stream().mapToLong(weight -> weight.shape().count()).sum());
  }

  private static Map<String, Shape> named(Map<Value, Shape> values, Model model) {
    Map<String, Shape> named = new LinkedHashMap<>();
    values.forEach(
        (value, shape) -> named.put(Objects.requireNonNull(model.names().get(value)), shape));
    return Collections.unmodifiableMap(named);
  }
}
