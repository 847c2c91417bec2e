package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.bias;
import static io.fcn4j.layers.Layers.biasByBottom;
import static io.fcn4j.layers.Layers.scale;
import static io.fcn4j.layers.Layers.scaleByBottom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Layer;
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

class ScaleBiasTest {
  private static final Shape X = Shape.of(2, 3, 5, 7);

  private static void agree(Layer layer, String body, Shape... bottoms) {
    Wanting.each(layer).forEach(some -> AgainstCaffe.layer(some).as(body).on(bottoms));
  }

  @Test
  void scalesAndAddsByChannel() {
    LayerRun run = LayerRun.of(scale().bias(), Phase.TRAIN, 1, Shape.of(2, 2, 2));
    Host.fill(run.bottom(), i -> i);
    Host.write(new float[] {2, 3}, run.param(0));
    Host.write(new float[] {10, 20}, run.param(1));
    Host.fill(run.topDiff(), i -> 1);
    run.forward();
    run.backward();
    assertThat(Host.read(run.top())).containsExactly(10, 12, 26, 29, 18, 20, 38, 41);
    assertThat(Host.read(run.bottomDiff())).containsExactly(2, 2, 3, 3, 2, 2, 3, 3);
    assertThat(Host.read(run.paramDiff(0))).containsExactly(10, 18);
    assertThat(Host.read(run.paramDiff(1))).containsExactly(4, 4);
  }

  @Test
  void scaleIsCaffes() {
    agree(scale(), "type: 'Scale'", X);
    agree(scale().bias(), "type: 'Scale' scale_param { bias_term: true }", X);
    agree(scale().axis(0).numAxes(2), "type: 'Scale' scale_param { axis: 0 num_axes: 2 }", X);
    agree(scale().axis(-1), "type: 'Scale' scale_param { axis: -1 }", X);
    agree(
        scale().axis(2).numAxes(-1).bias(),
        "type: 'Scale' scale_param { axis: 2 num_axes: -1 bias_term: true }",
        X);
    agree(
        scale().numAxes(0).bias(), "type: 'Scale' scale_param { num_axes: 0 bias_term: true }", X);
    agree(scale(), "type: 'Scale'", Shape.of(4, 3));
  }

  @Test
  void scaleByBottomIsCaffes() {
    agree(scaleByBottom(), "type: 'Scale'", X, Shape.of(3));
    agree(scaleByBottom().axis(0), "type: 'Scale' scale_param { axis: 0 }", X, X);
    agree(scaleByBottom().axis(0), "type: 'Scale' scale_param { axis: 0 }", X, Shape.of(2, 3));
    agree(
        scaleByBottom().axis(2).bias(),
        "type: 'Scale' scale_param { axis: 2 bias_term: true }",
        X,
        Shape.of(5, 7));
    agree(scaleByBottom(), "type: 'Scale'", X, Shape.of());
  }

  @Test
  void biasIsCaffes() {
    agree(bias(), "type: 'Bias'", X);
    agree(bias().axis(1).numAxes(-1), "type: 'Bias' bias_param { num_axes: -1 }", X);
    agree(bias().axis(-2), "type: 'Bias' bias_param { axis: -2 }", X);
    agree(bias().numAxes(0), "type: 'Bias' bias_param { num_axes: 0 }", X);
    agree(biasByBottom(), "type: 'Bias'", X, Shape.of(3, 5));
    agree(biasByBottom().axis(0), "type: 'Bias' bias_param { axis: 0 }", X, X);
    agree(biasByBottom(), "type: 'Bias'", X, Shape.of());
  }

  @Test
  void parametersAreThoseOfTheirAxes() {
    Filler small = Filler.constant(0.01f);
    assertThat(scale().filler(small).frozen().params(List.of(X)))
        .containsExactly(ParamSpec.learned("scale", Shape.of(3), small, Mults.FROZEN));
    assertThat(scaleByBottom().bias(small).params(List.of(X, Shape.of(3, 5))))
        .containsExactly(ParamSpec.learned("bias", Shape.of(3, 5), small));
    assertThat(bias().filler(small).frozen().params(List.of(X)))
        .containsExactly(ParamSpec.learned("bias", Shape.of(3), small, Mults.FROZEN));
    assertThat(biasByBottom().params(List.of(X, Shape.of(3)))).isEmpty();
  }

  @Test
  void refusesOperandsThatDoNotFit() {
    assertThatThrownBy(() -> scaleByBottom().shapes(List.of(X, Shape.of(3, 7))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("bottom 1 does not fit bottom 0: found 3x7, expected 3x5, the axes from 1 on");
    assertThatThrownBy(() -> biasByBottom().axis(2).shapes(List.of(X, X)))
        .hasMessage("found an operand of 4 axes from axis 2 on, expected at most 2 in 2x3x5x7");
    assertThatThrownBy(() -> scale().axis(3).numAxes(2).shapes(List.of(X)))
        .hasMessage("found an operand of 2 axes from axis 3 on, expected at most 1 in 2x3x5x7");
    assertThatThrownBy(() -> bias().numAxes(-2))
        .isInstanceOf(FcnException.class)
        .hasMessage("number of axes: found -2, expected at least 0, or -1 for all that follow");
  }
}
