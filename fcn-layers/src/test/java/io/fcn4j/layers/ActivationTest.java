package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.leakyRelu;
import static io.fcn4j.layers.Layers.relu;
import static io.fcn4j.layers.Layers.sigmoid;
import static io.fcn4j.layers.Layers.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import org.junit.jupiter.api.Test;

class ActivationTest {
  private static final Shape ODD = Shape.of(2, 3, 5, 7);

  /** More than one piece, the last one short. */
  private static final Shape LARGE = Shape.of(2, 3, 210, 211);

  private static LayerRun run(UnaryLayer layer, float... x) {
    LayerRun run = LayerRun.of(layer, Phase.TRAIN, 1, Shape.of(x.length));
    Host.write(x, run.bottom());
    run.topDiff().assign(3f);
    run.forward();
    run.backward();
    return run;
  }

  private static void agree(UnaryLayer layer, String body) {
    AgainstCaffe.layer(layer).as(body).on(ODD);
    AgainstCaffe.layer(layer).as(body).on(LARGE);
    AgainstCaffe.layer(layer).as(body).bottom(0, i -> i - 50).on(Shape.of(101));
  }

  @Test
  void reluHasNoGradientAtZero() {
    LayerRun run = run(relu(), -1, -0f, 0, Float.MIN_VALUE, 2, Float.POSITIVE_INFINITY);
    assertThat(Host.read(run.top()))
        .containsExactly(0, -0f, 0, Float.MIN_VALUE, 2, Float.POSITIVE_INFINITY);
    assertThat(Host.read(run.bottomDiff())).containsExactly(0, 0, 0, 3, 3, 3);
  }

  @Test
  void reluPassesNotANumberOn() {
    assertThat(Host.read(run(relu(), Float.NaN, 1).top())).containsExactly(Float.NaN, 1);
    assertThat(Host.read(run(leakyRelu(0.5f), Float.NaN, 1).top())).containsExactly(Float.NaN, 1);
  }

  @Test
  void leakyReluHasItsSlopeAtZero() {
    LayerRun run = run(leakyRelu(0.5f), -2, 0, 2);
    assertThat(Host.read(run.top())).containsExactly(-1, 0, 2);
    assertThat(Host.read(run.bottomDiff())).containsExactly(1.5f, 1.5f, 3);
  }

  @Test
  void negativeSlopeMayBeNegative() {
    LayerRun run = run(leakyRelu(-1), -2, -0f, 2);
    assertThat(Host.read(run.top())).containsExactly(2, 0, 2);
    assertThat(Host.read(run.bottomDiff())).containsExactly(-3, -3, 3);
    assertThat(leakyRelu(-1).capabilities()).isEqualTo(Capabilities.READS_BOTTOMS);
  }

  @Test
  void refusesSlopesThatAreNoNumbers() {
    assertThatThrownBy(() -> leakyRelu(Float.NaN))
        .isInstanceOf(FcnException.class)
        .hasMessage("negative slope: found NaN, expected a finite number");
  }

  @Test
  void reluIsCaffes() {
    agree(relu(), "type: 'ReLU'");
    agree(leakyRelu(0.1f), "type: 'ReLU' relu_param { negative_slope: 0.1 }");
    agree(leakyRelu(2), "type: 'ReLU' relu_param { negative_slope: 2 }");
    agree(leakyRelu(-0.5f), "type: 'ReLU' relu_param { negative_slope: -0.5 }");
  }

  @Test
  void sigmoidIsCaffes() {
    agree(sigmoid(), "type: 'Sigmoid'");
  }

  @Test
  void tanhIsCaffes() {
    agree(tanh(), "type: 'TanH'");
  }
}
