package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Engines;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.caffe.Agreement;
import io.fcn4j.layers.caffe.CaffeNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a file says of where gradients flow, as Caffe takes it. */
class GradientFlowTest {
  private static final Shape X = Shape.of(2, 3, 4, 5);

  /** Two weights in a row, the second one read twice by a loss of weight 2 and a plain one. */
  private static final String NET =
      """
      %s
      layer { name: 'in' type: 'Input' top: 'x' top: 't' input_param {
        shape { dim: 2 dim: 3 dim: 4 dim: 5 } shape { dim: 2 dim: 3 dim: 4 dim: 5 } } }
      layer { name: 'a' type: 'Scale' bottom: 'x' top: 'a' }
      layer { name: 'b' type: 'Scale' bottom: 'a' top: 'b' %s }
      layer { name: 'l' type: 'EuclideanLoss' bottom: 'b' bottom: 't' top: 'l' loss_weight: 2 }
      layer { name: 'p' type: 'Power' bottom: 'b' top: 'p' power_param { power: 2 } }
      layer { name: 's' type: 'Reduction' bottom: 'p' top: 's' loss_weight: 1 }
      """;

  @TempDir private Path folder;

  private final INDArray x = Nd4j.rand(2, 3, 4, 5);
  private final INDArray target = Nd4j.rand(2, 3, 4, 5);

  private Net net(String prototxt) throws IOException {
    Path file = Files.writeString(folder.resolve("net.prototxt"), prototxt);
    return Prototxt.read(file, Phase.TRAIN).build(1);
  }

  private Session trained(Net net) {
    Session session = Engines.nd4j().open(net, Phase.TRAIN);
    session.forward(Map.of("x", x, "t", target));
    session.backward();
    return session;
  }

  private CaffeNet caffe(String prototxt) {
    CaffeNet caffe = CaffeNet.of(prototxt, Phase.TRAIN);
    caffe.set("x", x).set("t", target).forward();
    caffe.backward();
    return caffe;
  }

  @Test
  void lossesAddUp() throws IOException {
    String prototxt = NET.formatted("", "");
    try (Session session = trained(net(prototxt));
        CaffeNet caffe = caffe(prototxt)) {
      for (String layer : new String[] {"a", "b"}) {
        Agreement.require(layer, session.gradient(layer + ".0"), caffe.paramDiff(layer, 0), 1e-4);
      }
      assertThatThrownBy(() -> session.gradient("x")).isInstanceOf(FcnException.class);
    }
  }

  @Test
  void propagateDownStopsGradients() throws IOException {
    String prototxt = NET.formatted("", "propagate_down: false");
    try (Session session = trained(net(prototxt));
        CaffeNet caffe = caffe(prototxt)) {
      Agreement.require("b", session.gradient("b.0"), caffe.paramDiff("b", 0), 1e-4);
      assertThatThrownBy(() -> session.gradient("a.0"))
          .hasMessage("parameter 'a.0' has no gradient: it is frozen, or backward has not run");
      assertThat(caffe.paramDiff("a", 0)).isEqualTo(Nd4j.zeros(3).castTo(x.dataType()));
    }
  }

  @Test
  void forceBackwardReachesInputs() throws IOException {
    String prototxt = NET.formatted("force_backward: true", "");
    Net net = net(prototxt);
    assertThat(net.graph().forceBackward()).isTrue();
    try (Session session = trained(net);
        CaffeNet caffe = caffe(prototxt)) {
      Agreement.require("x", session.gradient("x"), caffe.diff("x"), 1e-4);
      assertThat(Shape.of(session.gradient("x").shape())).isEqualTo(X);
    }
  }

  /** A convolution of one cell and a fully connected layer with the same numbers. */
  @Test
  void permissiveSharingSeesOtherShapes() throws IOException {
    String prototxt =
        """
        force_backward: true
        layer { name: 'in' type: 'Input' top: 'x' top: 't' input_param {
          shape { dim: 2 dim: 3 dim: 4 dim: 5 } shape { dim: 2 dim: 3 dim: 4 dim: 5 } } }
        layer { name: 'conv' type: 'Convolution' bottom: 'x' top: 'conv' param { name: 'w' }
          convolution_param { num_output: 3 kernel_size: 1 bias_term: false
            weight_filler { type: 'xavier' } } }
        layer { name: 'pool' type: 'Pooling' bottom: 'conv' top: 'pool'
          pooling_param { pool: AVE global_pooling: true } }
        layer { name: 'fc' type: 'InnerProduct' bottom: 'pool' top: 'fc'
          param { name: 'w' share_mode: PERMISSIVE }
          inner_product_param { num_output: 3 bias_term: false } }
        layer { name: 's' type: 'Reduction' bottom: 'fc' top: 's' loss_weight: 1
          reduction_param { operation: SUMSQ } }
        layer { name: 'silence' type: 'Silence' bottom: 't' }
        """;
    Net net = net(prototxt);
    assertThat(net.params().all()).hasSize(1);
    try (CaffeNet caffe = CaffeNet.of(prototxt, Phase.TRAIN)) {
      new NetComparison(net, caffe)
          .sameParams()
          .random("x", X, -1, 1)
          .labels("t", X, 2)
          .forwardAndBackward();
    }
  }
}
