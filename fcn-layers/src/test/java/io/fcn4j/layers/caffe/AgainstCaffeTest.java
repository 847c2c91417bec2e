package io.fcn4j.layers.caffe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Filler;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The comparison itself: it must accept what is right and name what is wrong. */
class AgainstCaffeTest {
  private static final String POWER = "type: 'Power' power_param { scale: %s }";

  /** y = factor * x, with the gradient of another factor. */
  private record Times(float factor, float gradient) implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return x;
    }

    @Override
    public Kernel kernel(KernelContext context) {
      return Kernel.of(
          io -> io.bottom().muli(factor, io.top()),
          io -> io.topDiff().muli(gradient, io.bottomDiff()));
    }
  }

  /** Writes nothing. */
  private record Idle() implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return x;
    }

    @Override
    public Kernel kernel(KernelContext context) {
      return Kernel.of(io -> {}, io -> {});
    }
  }

  /** y = weight * x with one weight for all, that is Caffe's Scale with axis 0 and no axes. */
  private record Gain(Shape weight) implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return x;
    }

    @Override
    public List<ParamSpec> params(List<Shape> bottoms) {
      return List.of(ParamSpec.learned("weight", weight, Filler.zeros()));
    }

    @Override
    public Kernel kernel(KernelContext context) {
      return Kernel.of(
          io -> io.bottom().muli(io.param(0).getFloat(0), io.top()),
          io -> {
            io.topDiff().muli(io.param(0).getFloat(0), io.bottomDiff());
            io.paramDiff(0).addi(io.bottom().mul(io.topDiff()).sumNumber());
          });
    }
  }

  @Test
  void acceptsWhatIsRight() {
    AgainstCaffe power = AgainstCaffe.layer(new Times(3, 3)).as(POWER.formatted(3));
    power.on(Shape.of(2, 3, 4, 5));
    power.in(Phase.TEST).seed(7).bottom(0, i -> i).on(Shape.of(6));
    AgainstCaffe.layer(new Gain(Shape.of()))
        .as("type: 'Scale' scale_param { axis: 0 num_axes: 0 }")
        .on(Shape.of(2, 3, 4, 5));
  }

  @Test
  void namesTheWorstValueAndItsPlace() {
    assertThatThrownBy(
            () ->
                AgainstCaffe.layer(new Times(3, 3))
                    .as(POWER.formatted(2))
                    .bottom(0, i -> i)
                    .on(Shape.of(1, 2, 2)))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            top 0 (1x2x2): 3 of 4 values are off by more than 1e-05 of the largest, 6.0;
              worst at [0, 1, 1]: found 9.0, expected 6.0
              Times[factor=3.0, gradient=3.0] in TRAIN on [1x2x2], seed 1, against
              type: 'Power' power_param { scale: 2 }""");
  }

  @Test
  void seesWrongGradientsAndWhatWasNotWritten() {
    AgainstCaffe gradient = AgainstCaffe.layer(new Times(3, 3.01f)).as(POWER.formatted(3));
    assertThatThrownBy(() -> gradient.on(Shape.of(4, 5)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("gradient of bottom 0 (4x5): ");
    AgainstCaffe idle = AgainstCaffe.layer(new Idle()).as(POWER.formatted(3));
    assertThatThrownBy(() -> idle.on(Shape.of(4, 5)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("top 0 (4x5): 20 of 20 values")
        .hasMessageContaining("found NaN");
  }

  @Test
  void comparesNumberAndShapesOfParameters() {
    assertThatThrownBy(
            () ->
                AgainstCaffe.layer(new Gain(Shape.of(1)))
                    .as("type: 'Scale' scale_param { axis: 0 num_axes: 0 }")
                    .on(Shape.of(2, 3)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("weight: found shape 1, Caffe has scalar");
    assertThatThrownBy(
            () -> AgainstCaffe.layer(new Gain(Shape.of())).as(POWER.formatted(1)).on(Shape.of(2)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("found 1 parameters, Caffe has 0");
  }
}
