package io.fcn4j.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Engines;
import io.fcn4j.core.Input;
import io.fcn4j.core.Net;
import io.fcn4j.core.Node;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.Shape;
import io.fcn4j.models.ModelName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PeerNetTest {
  private static final Shape IMAGE = Shape.of(1, 3, 40, 32);

  // GoogLeNet's dropout is not in place: who reads it has to read what it read.
  @ParameterizedTest
  @ValueSource(strings = {"fcn16s-alexnet", "fcn32s-googlenet"})
  void hasAllLayersButDropoutAndTheSameLoss(String name) {
    Net net = ModelName.parse(name + ":width=1/16").fcn(true).classes(4).build();
    net.params().all().forEach(p -> p.array().addi(0.01));
    net.params().touch();

    Net training = PeerNet.forTraining(net, IMAGE);
    assertThat(names(training))
        .isEqualTo(names(net).stream().filter(node -> !node.contains("drop")).toList())
        .contains("loss")
        .hasSizeLessThan(names(net).size());
    Net inference = PeerNet.forInference(net, IMAGE);
    assertThat(names(inference))
        .isEqualTo(names(training).stream().filter(node -> !node.equals("loss")).toList());
    assertThat(inference.graph().inputs()).containsExactly(Input.fixed("data", IMAGE));

    Map<String, INDArray> inputs =
        Map.of(
            "data", Nd4j.linspace(DataType.FLOAT, -100, 0.05, IMAGE.count()).reshape(IMAGE.dims()),
            "label", Nd4j.ones(DataType.FLOAT, 1, 1, 40, 32));
    assertThat(loss(training, inputs)).isEqualTo(loss(net, inputs)).isPositive();
    assertThat(score(inference, inputs)).isEqualTo(score(net, inputs));
  }

  private static List<String> names(Net net) {
    return net.graph().nodes().stream().map(Node::name).toList();
  }

  private static double loss(Net net, Map<String, INDArray> inputs) {
    try (Session session = Engines.nd4j().open(net, Phase.TEST)) {
      return session.forward(inputs).loss();
    }
  }

  private static INDArray score(Net net, Map<String, INDArray> inputs) {
    try (Session session = Engines.nd4j().open(net, Phase.TEST)) {
      return session.forward(Map.of("data", inputs.get("data"))).get("score");
    }
  }
}
