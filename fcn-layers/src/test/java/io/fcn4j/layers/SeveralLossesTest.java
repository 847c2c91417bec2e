package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.accuracy;
import static io.fcn4j.layers.Layers.euclideanLoss;
import static io.fcn4j.layers.Layers.sigmoidCrossEntropyLoss;
import static io.fcn4j.layers.Layers.softmaxLoss;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.Agreement;
import io.fcn4j.layers.caffe.CaffeNet;
import io.fcn4j.testkit.TestEngine;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Losses of one net, weighted, with what reads the same scores beside them. */
class SeveralLossesTest {
  private static final Shape SCORES = Shape.of(2, 3, 4, 5);
  private static final Shape LABELS = Shape.of(2, 1, 4, 5);
  private static final CounterRandom RANDOM = CounterRandom.seeded(8);
  private static final INDArray X = array(SCORES, RANDOM::gaussian);
  private static final INDArray CLASSES = array(LABELS, i -> RANDOM.below(3, i));
  private static final INDArray TARGETS = array(SCORES, RANDOM::uniform);

  private static final String PROTOTXT =
      """
      force_backward: true
      input: 'x' input_shape { dim: 2 dim: 3 dim: 4 dim: 5 }
      input: 'classes' input_shape { dim: 2 dim: 1 dim: 4 dim: 5 }
      input: 'targets' input_shape { dim: 2 dim: 3 dim: 4 dim: 5 }
      layer { name: 'a' type: 'SoftmaxWithLoss' bottom: 'x' bottom: 'classes' top: 'a'
              loss_weight: 0.5 }
      layer { name: 'b' type: 'SigmoidCrossEntropyLoss' bottom: 'x' bottom: 'targets' top: 'b'
              loss_weight: 2 }
      layer { name: 'c' type: 'EuclideanLoss' bottom: 'x' bottom: 'targets' top: 'c' }
      """;

  private static INDArray array(Shape shape, Host.FloatByIndex values) {
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape.dims());
    Host.fill(array, values);
    return array;
  }

  private static Net net() {
    NetBuilder b = NetBuilder.named("losses");
    Blob x = b.input("x", SCORES);
    Blob classes = b.input("classes", LABELS);
    Blob targets = b.input("targets", SCORES);
    b.add("accuracy", accuracy(), x, classes);
    return b.loss("a", 0.5f, softmaxLoss(), x, classes)
        .loss("b", 2f, sigmoidCrossEntropyLoss(), x, targets)
        .loss("c", euclideanLoss(), x, targets)
        .build(1);
  }

  @Test
  void addUpAsInCaffe() {
    SessionOptions options = SessionOptions.DEFAULT.allGradients();
    try (CaffeNet caffe = CaffeNet.of(PROTOTXT, Phase.TRAIN);
        Session session = TestEngine.get().open(net(), Phase.TRAIN, options)) {
      float loss = caffe.set("x", X).set("classes", CLASSES).set("targets", TARGETS).forward();
      caffe.backward();
      Outputs outputs = session.forward(Map.of("x", X, "classes", CLASSES, "targets", TARGETS));
      session.backward();
      assertThat(outputs.loss()).isEqualTo(loss, within(1e-5 * loss));
      Agreement.require("top of a", outputs.get("a"), caffe.data("a"), 1e-5);
      Agreement.require("gradient of x", session.gradient("x"), caffe.diff("x"), 1e-4);
    }
  }
}
