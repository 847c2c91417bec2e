package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.biasByBottom;
import static io.fcn4j.layers.Layers.parameter;
import static io.fcn4j.layers.Layers.scaleByBottom;
import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Mults;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.caffe.Agreement;
import io.fcn4j.layers.caffe.CaffeNet;
import io.fcn4j.testkit.TestEngine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ParameterTest {
  private static final String PROTOTXT =
      """
      force_backward: true
      layer { name: 'x' type: 'Input' top: 'x' input_param { shape { dim: 2 dim: 3 dim: 4 } } }
      layer { name: 'p' type: 'Parameter' top: 'p' parameter_param { shape { dim: 3 } } }
      layer { name: 'y' type: 'Scale' bottom: 'x' bottom: 'p' top: 'y' }
      """;

  @Test
  void aNetLearnsItAsCaffeDoes() {
    NetBuilder b = NetBuilder.named("product");
    Blob x = b.input("x", Shape.of(2, 3, 4));
    b.add("y", scaleByBottom(), x, b.add("p", parameter(3)));
    Net net = b.build(1);
    INDArray values = Nd4j.rand(2, 3, 4);
    INDArray slope = Nd4j.rand(3);
    INDArray diff = Nd4j.rand(2, 3, 4);
    net.params().set("p.0", slope);
    try (CaffeNet caffe = CaffeNet.of(PROTOTXT, Phase.TRAIN);
        Session session =
            TestEngine.get().open(net, Phase.TRAIN, SessionOptions.DEFAULT.takeDiffs("y"))) {
      assertThat(caffe.paramShape("p", 0)).isEqualTo(Shape.of(3));
      caffe.set("x", values).param("p", 0, slope).forward();
      INDArray y = session.forward(Map.of("x", values)).get("y");
      Agreement.require("y", y, caffe.data("y"), 1e-5);
      caffe.backward("y", diff);
      session.backward(Map.of("y", diff));
      Agreement.require("gradient", session.gradient("p.0"), caffe.paramDiff("p", 0), 1e-4);
    }
  }

  @Test
  void aNetMayHaveNoInput() {
    NetBuilder b = NetBuilder.named("constants");
    Blob sum =
        b.add(
            "sum",
            biasByBottom().axis(0),
            b.add("p", parameter(2, 3).filler(Filler.constant(2))),
            b.add("q", parameter(2, 3).filler(Filler.constant(3))));
    Net net = b.output(sum).build(1);
    try (Session session = TestEngine.get().open(net, Phase.TEST, SessionOptions.DEFAULT)) {
      assertThat(session.forward(Map.of()).get("sum")).isEqualTo(Nd4j.create(2, 3).assign(5));
    }
  }

  @Test
  void startsAt0AsInCaffe() {
    assertThat(parameter(2, 3).params(List.of()))
        .containsExactly(ParamSpec.learned("value", Shape.of(2, 3), Filler.zeros()));
    assertThat(parameter().filler(Filler.gaussian(1)).frozen().params(List.of()))
        .containsExactly(ParamSpec.learned("value", Shape.of(), Filler.gaussian(1), Mults.FROZEN));
  }
}
