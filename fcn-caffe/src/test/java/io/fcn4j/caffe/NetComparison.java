package io.fcn4j.caffe;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Input;
import io.fcn4j.core.Net;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.Param;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.Agreement;
import io.fcn4j.layers.caffe.CaffeNet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compares a whole net with Caffe's: every blob within 1e-5 of its largest value, and every
 * gradient within 2e-3 in relative L2 distance, with a cosine above 0.99999 (where a ReLU or a
 * maximum is on the edge, rounding decides which way the gradient goes).
 */
final class NetComparison {
  private static final double FORWARD_TOLERANCE = 1e-5;
  private static final double DISTANCE = 2e-3;
  private static final double COSINE = 0.99999;

  private final Net net;
  private final CaffeNet caffe;
  private final Map<String, INDArray> inputs = new LinkedHashMap<>();
  private final Set<String> labels = new HashSet<>();

  NetComparison(Net net, CaffeNet caffe) {
    this.net = net;
    this.caffe = caffe;
  }

  /** Feeds both. */
  NetComparison input(String name, INDArray values) {
    inputs.put(name, values);
    caffe.set(name, values);
    return this;
  }

  /** Feeds both with numbers in a range. */
  NetComparison random(String name, Shape shape, float min, float max) {
    INDArray values = Nd4j.create(DataType.FLOAT, shape.dims());
    new Filler.Uniform(min, max).fill(values, CounterRandom.seeded(1).stream(name));
    return input(name, values);
  }

  /** Feeds both with class indices. */
  NetComparison labels(String name, Shape shape, int classes) {
    INDArray values = Nd4j.create(DataType.FLOAT, shape.dims());
    CounterRandom random = CounterRandom.seeded(2).stream(name);
    Host.fill(values, i -> random.below(classes, i));
    labels.add(name);
    return input(name, values);
  }

  /** Gives Caffe our parameters. */
  NetComparison sameParams() {
    for (Param param : net.params().all()) {
      int index = Integer.parseInt(param.key().substring(param.layer().length() + 1));
      caffe.param(param.layer(), index, param.array());
    }
    return this;
  }

  void forward(Phase phase) {
    try (Session session = open(phase)) {
      compareForward(session);
    }
  }

  void forwardAndBackward() {
    try (Session session = open(Phase.TRAIN)) {
      compareForward(session);
      session.backward();
      caffe.backward();
      for (Input input : net.graph().inputs()) {
        if (isData(input)) {
          compareGradient(input.name(), session.gradient(input.name()), caffe.diff(input.name()));
        }
      }
      for (Param param : net.params().all()) {
        if (param.spec().learned()) {
          int index = Integer.parseInt(param.key().substring(param.layer().length() + 1));
          compareGradient(
              param.key(), session.gradient(param.key()), caffe.paramDiff(param.layer(), index));
        }
      }
    }
  }

  /** Labels have no gradient. */
  private boolean isData(Input input) {
    return !labels.contains(input.name());
  }

  private Session open(Phase phase) {
    SessionOptions options =
        SessionOptions.DEFAULT.keep(
            net.graph().blobs().stream().map(Blob::name).distinct().toArray(String[]::new));
    return Engines.nd4j().open(net, phase, phase == Phase.TRAIN ? options.allGradients() : options);
  }

  private void compareForward(Session session) {
    Outputs outputs = session.forward(inputs);
    caffe.forward();
    for (Blob blob : net.graph().blobs()) {
      Agreement.require(
          "blob '" + blob + "'",
          outputs.get(blob.name()),
          caffe.data(blob.name()),
          FORWARD_TOLERANCE);
    }
  }

  private static void compareGradient(String what, INDArray found, INDArray expected) {
    float[] is = Host.read(found);
    float[] should = Host.read(expected);
    double distance = 0;
    double dot = 0;
    double isSquares = 0;
    double shouldSquares = 0;
    for (int i = 0; i < is.length; i++) {
      distance += ((double) is[i] - should[i]) * ((double) is[i] - should[i]);
      dot += (double) is[i] * should[i];
      isSquares += (double) is[i] * is[i];
      shouldSquares += (double) should[i] * should[i];
    }
    if (shouldSquares == 0 && isSquares == 0) {
      return;
    }
    double relative = Math.sqrt(distance / shouldSquares);
    double cosine = dot / Math.sqrt(isSquares * shouldSquares);
    if (!(relative <= DISTANCE && cosine > COSINE)) {
      throw new AssertionError(
          "gradient of '%s': relative distance %.2e, cosine %.7f"
              .formatted(what, relative, cosine));
    }
  }
}
