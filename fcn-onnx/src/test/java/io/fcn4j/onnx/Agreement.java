package io.fcn4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.core.Param;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.Shape;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs an exported net in ONNX Runtime and compares it with our own engine. */
final class Agreement {
  private Agreement() {}

  /** Between -1 and 1, the same for the same seed. */
  static INDArray random(Shape shape, long seed) {
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape.dims(), 'c');
    Nd4j.getRandom().setSeed(seed);
    return array
        .assign(Nd4j.rand(DataType.FLOAT, Math.toIntExact(shape.count())).reshape(shape.dims()))
        .muli(2)
        .subi(1);
  }

  /** Overwrites the parameters that a net begins with; statistics stay positive. */
  static void randomize(Net net, double range) {
    long seed = 1;
    for (Param param : net.params().all()) {
      INDArray values = random(param.shape(), seed++);
      values = param.spec().learned() ? values.muli(range) : values.addi(1.5);
      net.params().set(param.key(), values);
    }
  }

  /** All outputs must be there, in their shapes, and differ by so much of the largest value. */
  static Exported check(Net net, Map<String, INDArray> inputs, Path folder, double tolerance) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.forEach((name, array) -> shapes.put(name, Shape.of(array.shape())));
    Path file = folder.resolve("net.onnx");
    Exported exported = Onnx.write(file, net, shapes);
    Map<String, INDArray> found = run(file, inputs);
    try (Session session = Engines.nd4j().open(net, Phase.TEST)) {
      Map<String, INDArray> expected = session.forward(inputs).views();
      assertThat(exported.outputs().keySet()).containsExactlyElementsOf(expected.keySet());
      expected.forEach(
          (name, array) ->
              compare(name, Objects.requireNonNull(found.get(name)), array, tolerance));
    }
    return exported;
  }

  private static void compare(String name, INDArray found, INDArray expected, double tolerance) {
    assertThat(Shape.of(found.shape())).as(name).isEqualTo(Shape.of(expected.shape()));
    double largest = expected.amaxNumber().doubleValue();
    assertThat(largest).as("the largest value of " + name).isPositive().isFinite();
    double difference = found.sub(expected).amaxNumber().doubleValue();
    assertThat(difference / largest)
        .as(name + ", of the largest value")
        .isLessThanOrEqualTo(tolerance);
  }

  /** What ONNX Runtime makes of the inputs that the model has. */
  static Map<String, INDArray> run(Path file, Map<String, INDArray> inputs) {
    Map<String, INDArray> outputs = new LinkedHashMap<>();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(file.toString(), options)) {
      for (String name : session.getInputNames()) {
        INDArray array = Objects.requireNonNull(inputs.get(name));
        tensors.put(
            name,
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(array.dup().data().asFloat()), array.shape()));
      }
      try (OrtSession.Result result = session.run(tensors)) {
        for (Map.Entry<String, OnnxValue> output : result) {
          OnnxTensor tensor = (OnnxTensor) output.getValue();
          FloatBuffer values = tensor.getFloatBuffer();
          float[] copy = new float[values.remaining()];
          values.get(copy);
          outputs.put(output.getKey(), Nd4j.create(copy, tensor.getInfo().getShape(), 'c'));
        }
      }
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime refuses the model: " + e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
    return outputs;
  }
}
