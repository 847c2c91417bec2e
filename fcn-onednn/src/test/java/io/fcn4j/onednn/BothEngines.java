package io.fcn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.core.Param;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a net on oneDNN and on the specification, and compares everything that can be read. */
final class BothEngines {
  private BothEngines() {}

  /** Values in [-1, 1). */
  static INDArray random(Shape shape, String seed) {
    CounterRandom random = CounterRandom.seeded(1).stream(seed);
    INDArray array = Nd4j.create(DataType.FLOAT, shape.dims());
    Host.fill(array, i -> 2 * random.uniform(i) - 1);
    return array;
  }

  /** All that a pass forward and a pass backward from the outputs make. */
  static Map<String, INDArray> run(
      Engine engine, Net net, Phase phase, Map<String, INDArray> inputs, String output) {
    SessionOptions options = SessionOptions.DEFAULT.allGradients().takeDiffs(output);
    Map<String, INDArray> made = new LinkedHashMap<>();
    try (Session session = engine.open(net, phase, options)) {
      made.put("inference", infer(engine, net, inputs, output));
      INDArray top = session.forward(inputs).get(output);
      made.put("top", top);
      session.backward(Map.of(output, random(Shape.of(top.shape()), "diff")));
      for (String input : inputs.keySet()) {
        if (leadsDown(net, input)) {
          made.put(input, session.gradient(input));
        }
      }
      for (Param param : net.params().all()) {
        if (param.spec().learned()) {
          made.put(param.key(), session.gradient(param.key()));
        }
      }
    }
    return made;
  }

  /** Whether gradients can flow to an input: it is not only a reference for sizes. */
  private static boolean leadsDown(Net net, String blob) {
    return net.graph().nodes().stream()
        .filter(node -> node.bottoms().contains(blob))
        .anyMatch(
            node ->
                node.propagatesTo(node.bottoms().indexOf(blob))
                    && node.tops().stream()
                        .anyMatch(
                            top ->
                                net.graph().outputs().contains(net.graph().blob(top))
                                    || leadsDown(net, top)));
  }

  private static INDArray infer(
      Engine engine, Net net, Map<String, INDArray> inputs, String output) {
    try (Session session = engine.open(net, Phase.TEST)) {
      session.forward(inputs);
      return session.forward(inputs).get(output);
    }
  }

  static void agree(Net net, Phase phase, Map<String, INDArray> inputs, String output) {
    Map<String, INDArray> expected = run(Engines.nd4j(), net, phase, inputs, output);
    Map<String, INDArray> found = run(new OneDnnEngine(), net, phase, inputs, output);
    expected.forEach((name, array) -> agree(name, Objects.requireNonNull(found.get(name)), array));
  }

  /** Within 1e-4 of the largest value. */
  static void agree(String name, INDArray found, INDArray expected) {
    double range = Math.max(expected.amaxNumber().doubleValue(), 1e-20);
    assertThat(found.shape()).as(name).isEqualTo(expected.shape());
    assertThat(found.sub(expected).amaxNumber().doubleValue() / range).as(name).isLessThan(1e-4);
  }
}
