package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.prelu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Filler;
import io.fcn4j.core.Mults;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class PReLUTest {
  private static final Shape X = Shape.of(2, 3, 5, 7);
  private static final Shape LARGE = Shape.of(2, 3, 210, 211);

  private static void agree(PReLU layer, String body, Shape bottom) {
    Wanting.each(layer).forEach(some -> AgainstCaffe.layer(some).as(body).on(bottom));
    AgainstCaffe.layer(layer).as(body).bottom(0, i -> i % 5 - 2).on(bottom);
  }

  @Test
  void eachChannelHasItsSlope() {
    LayerRun run = LayerRun.of(prelu(), Phase.TRAIN, 1, Shape.of(1, 2, 3));
    Host.write(new float[] {-2, 0, 2, -4, 0, 4}, run.bottom());
    Host.write(new float[] {0.5f, -1}, run.param(0));
    Host.fill(run.topDiff(), i -> i + 1);
    run.forward();
    run.backward();
    assertThat(Host.read(run.top())).containsExactly(-1, 0, 2, 4, 0, 4);
    assertThat(Host.read(run.bottomDiff())).containsExactly(0.5f, 1, 3, -4, -5, 6);
    assertThat(Host.read(run.paramDiff(0))).containsExactly(-2, -16);
  }

  @Test
  void passesNotANumberOn() {
    LayerRun run = LayerRun.of(prelu(), Phase.TEST, 1, Shape.of(1, 2));
    Host.write(new float[] {Float.NaN, Float.POSITIVE_INFINITY}, run.bottom());
    run.param(0).assign(0.25f);
    run.forward();
    assertThat(Host.read(run.top())).containsExactly(Float.NaN, Float.POSITIVE_INFINITY);
  }

  @Test
  void isCaffes() {
    agree(prelu(), "type: 'PReLU'", X);
    agree(prelu(), "type: 'PReLU'", LARGE);
    agree(prelu(), "type: 'PReLU'", Shape.of(4, 3));
    agree(prelu(), "type: 'PReLU'", Shape.of(4, 3, 2));
    agree(prelu().shared(), "type: 'PReLU' prelu_param { channel_shared: true }", X);
    agree(prelu().shared(), "type: 'PReLU' prelu_param { channel_shared: true }", LARGE);
  }

  @Test
  void theSlopeIsOneParameter() {
    assertThat(prelu().params(List.of(X)))
        .containsExactly(ParamSpec.learned("slope", Shape.of(3), Filler.constant(0.25f)));
    assertThat(prelu().shared().filler(Filler.zeros()).frozen().params(List.of(X)))
        .containsExactly(ParamSpec.learned("slope", Shape.of(), Filler.zeros(), Mults.FROZEN));
  }

  @Test
  void refusesBottomsWithoutChannels() {
    assertThatThrownBy(() -> prelu().shape(Shape.of(5)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found a bottom of shape 5, expected at least 2 axes: images and channels");
  }
}
