package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.absVal;
import static io.fcn4j.layers.Layers.bnll;
import static io.fcn4j.layers.Layers.elu;
import static io.fcn4j.layers.Layers.exp;
import static io.fcn4j.layers.Layers.log;
import static io.fcn4j.layers.Layers.power;
import static io.fcn4j.layers.Layers.threshold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import org.junit.jupiter.api.Test;

class ElementwiseTest {
  private static final Shape ODD = Shape.of(2, 3, 5, 7);

  /** More than one piece, the last one short. */
  private static final Shape LARGE = Shape.of(2, 3, 210, 211);

  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private static LayerRun run(UnaryLayer layer, float... x) {
    LayerRun run = LayerRun.of(layer, Phase.TRAIN, 1, Shape.of(x.length));
    Host.write(x, run.bottom());
    run.topDiff().assign(3f);
    run.forward();
    if (run.hasBackward()) {
      run.backward();
    }
    return run;
  }

  private static float[] y(UnaryLayer layer, float... x) {
    return Host.read(run(layer, x).top());
  }

  /** The gradient from 3. */
  private static float[] dx(UnaryLayer layer, float... x) {
    return Host.read(run(layer, x).bottomDiff());
  }

  private static void agree(UnaryLayer layer, String body) {
    AgainstCaffe.layer(layer).as(body).on(ODD);
    AgainstCaffe.layer(layer).as(body).on(LARGE);
    AgainstCaffe.layer(layer).as(body).on(Shape.of());
  }

  private static void agreeAlsoFarOut(UnaryLayer layer, String body) {
    agree(layer, body);
    AgainstCaffe.layer(layer).as(body).bottom(0, i -> i - 50).on(Shape.of(101));
  }

  private static void agreeAbove0(UnaryLayer layer, String body) {
    for (Shape shape : new Shape[] {ODD, LARGE}) {
      AgainstCaffe.layer(layer).as(body).bottom(0, i -> 0.5f + i % 89 / 40f).on(shape);
    }
  }

  @Test
  void powerIsCaffes() {
    agree(power(1), "type: 'Power'");
    agree(power(1).scale(-2), "type: 'Power' power_param { scale: -2 }");
    agree(power(1).shift(0.5f), "type: 'Power' power_param { shift: 0.5 }");
    agree(power(2), "type: 'Power' power_param { power: 2 }");
    agree(power(2).scale(3).shift(-1), "type: 'Power' power_param { power: 2 scale: 3 shift: -1 }");
    agree(power(3).scale(0.5f), "type: 'Power' power_param { power: 3 scale: 0.5 }");
    agree(
        power(-1.5f).scale(0.5f).shift(2),
        "type: 'Power' power_param { power: -1.5 scale: 0.5 shift: 2 }");
    agreeAbove0(power(0.5f), "type: 'Power' power_param { power: 0.5 }");
    agreeAbove0(power(-1), "type: 'Power' power_param { power: -1 }");
  }

  @Test
  void powerWithoutItsBottomIsCaffes() {
    agree(power(0), "type: 'Power' power_param { power: 0 }");
    agree(power(0).shift(2), "type: 'Power' power_param { power: 0 shift: 2 }");
    agree(power(3).scale(0).shift(-2), "type: 'Power' power_param { power: 3 scale: 0 shift: -2 }");
    assertThat(y(power(0), Float.NaN, 0, INFINITY)).containsExactly(1, 1, 1);
    assertThat(dx(power(0), Float.NaN, 0, INFINITY)).containsExactly(0, 0, 0);
  }

  @Test
  void powerHasAGradientWhereItsBaseIs0() {
    assertThat(dx(power(3), 0, 1, -1)).containsExactly(0, 9, 9);
    assertThat(dx(power(1.5f).shift(1), -1, 0)).containsExactly(0, 4.5f);
    assertThat(dx(power(0.5f), 0, 0.25f)).containsExactly(INFINITY, 3);
    assertThat(y(power(-1), 0f, -0f, 4)).containsExactly(INFINITY, -INFINITY, 0.25f);
  }

  @Test
  void powerOf1NeedsNoBottom() {
    assertThat(power(1).scale(2).capabilities()).isEqualTo(Capabilities.READS_NOTHING.andInPlace());
    assertThat(dx(power(1).scale(2).shift(7), 0, Float.NaN)).containsExactly(6, 6);
  }

  @Test
  void expIsCaffes() {
    agree(exp(), "type: 'Exp'");
    agree(exp().scale(-0.5f).shift(1), "type: 'Exp' exp_param { scale: -0.5 shift: 1 }");
    agree(exp().base(2).scale(3).shift(-2), "type: 'Exp' exp_param { base: 2 scale: 3 shift: -2 }");
    agree(exp().base(0.1f), "type: 'Exp' exp_param { base: 0.1 }");
    agree(exp().base(1), "type: 'Exp' exp_param { base: 1 }");
    assertThat(y(exp(), -INFINITY, -0f, 100)).containsExactly(0, 1, INFINITY);
  }

  @Test
  void logIsCaffes() {
    agreeAbove0(log(), "type: 'Log'");
    agreeAbove0(log().base(2), "type: 'Log' log_param { base: 2 }");
    agreeAbove0(log().scale(3), "type: 'Log' log_param { scale: 3 }");
    agree(
        log().base(0.1f).scale(-0.5f).shift(2),
        "type: 'Log' log_param { base: 0.1 scale: -0.5 shift: 2 }");
    assertThat(y(log(), 0, 1, -1, INFINITY)).containsExactly(-INFINITY, 0, Float.NaN, INFINITY);
  }

  @Test
  void absValIsCaffes() {
    agreeAlsoFarOut(absVal(), "type: 'AbsVal'");
    assertThat(y(absVal(), -2, -0f, 0, 3)).containsExactly(2, 0, 0, 3);
    assertThat(dx(absVal(), -2, -0f, 0, 3)).containsExactly(-3, 0, 0, 3);
  }

  @Test
  void eluIsCaffes() {
    agreeAlsoFarOut(elu(), "type: 'ELU'");
    agreeAlsoFarOut(elu(0.3f), "type: 'ELU' elu_param { alpha: 0.3 }");
    agreeAlsoFarOut(elu(0), "type: 'ELU' elu_param { alpha: 0 }");
    agreeAlsoFarOut(elu(-0.3f), "type: 'ELU' elu_param { alpha: -0.3 }");
    agreeAlsoFarOut(elu(1e6f), "type: 'ELU' elu_param { alpha: 1e6 }");
  }

  @Test
  void eluHasTheNegativeSlopeAt0() {
    assertThat(dx(elu(0.5f), -INFINITY, -0f, 0, Float.MIN_VALUE, INFINITY))
        .containsExactly(0, 1.5f, 1.5f, 3, 3);
    assertThat(dx(elu(-0.5f), -INFINITY, -0f, 0, Float.MIN_VALUE, INFINITY))
        .containsExactly(-0f, -1.5f, -1.5f, 3, 3);
    assertThat(elu().capabilities()).isEqualTo(Capabilities.READS_TOPS.andInPlace());
    assertThat(elu(-0.5f).capabilities()).isEqualTo(Capabilities.READS_BOTTOMS.andInPlace());
  }

  @Test
  void bnllIsCaffes() {
    agreeAlsoFarOut(bnll(), "type: 'BNLL'");
  }

  @Test
  void bnllIsExactFarOut() {
    float[] x = {-80, -20, -5, 0, 5, 20, 80, 1000, INFINITY};
    float[] y = y(bnll(), x);
    float[] dx = dx(bnll(), x);
    for (int i = 0; i < x.length; i++) {
      double value = Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i])));
      assertThat((double) y[i]).isCloseTo(value, within(1e-6 * value));
      double slope = 1 / (1 + Math.exp(-x[i]));
      assertThat((double) dx[i]).isCloseTo(3 * slope, within(1e-6 * slope));
    }
  }

  @Test
  void thresholdIsCaffes() {
    agreeAlsoFarOut(threshold(0), "type: 'Threshold'");
    agreeAlsoFarOut(threshold(0.25f), "type: 'Threshold' threshold_param { threshold: 0.25 }");
    agreeAlsoFarOut(threshold(-7), "type: 'Threshold' threshold_param { threshold: -7 }");
    assertThat(y(threshold(0.1f), 0.1f, Math.nextUp(0.1f), Float.NaN)).containsExactly(0, 1, 0);
  }

  @Test
  void refusesSettingsThatMeanNothing() {
    assertThatThrownBy(() -> power(Float.NaN))
        .isInstanceOf(FcnException.class)
        .hasMessage("power: found NaN, expected a finite number");
    assertThatThrownBy(() -> power(2).scale(INFINITY))
        .hasMessage("scale: found Infinity, expected a finite number");
    assertThatThrownBy(() -> exp().shift(Float.NaN))
        .hasMessage("shift: found NaN, expected a finite number");
    assertThatThrownBy(() -> elu(Float.NaN))
        .hasMessage("alpha: found NaN, expected a finite number");
    assertThatThrownBy(() -> threshold(Float.NaN))
        .hasMessage("threshold: found NaN, expected a finite number");
    assertThatThrownBy(() -> exp().base(0))
        .hasMessage("base: found 0.0, expected a finite number above 0, or -1 for e");
    assertThatThrownBy(() -> log().base(-2))
        .hasMessage("base: found -2.0, expected a finite number above 0, or -1 for e");
    assertThatThrownBy(() -> log().base(1))
        .hasMessage("base: found 1, expected another one: the logarithm of 1 is 0");
  }
}
