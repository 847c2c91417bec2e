package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.hingeLoss;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import io.fcn4j.testkit.LayerContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HingeLossTest {
  @ParameterizedTest
  @EnumSource
  void isCaffes(HingeLoss.Norm norm) {
    AgainstCaffe caffe =
        AgainstCaffe.layer(new HingeLoss(norm))
            .as("type: 'HingeLoss' hinge_loss_param { norm: %s }".formatted(norm))
            .bottom(1, i -> i * 7 % 5);
    caffe.on(Shape.of(6, 5), Shape.of(6));
    caffe.in(Phase.TEST).on(Shape.of(6, 5, 1, 1), Shape.of(6, 1, 1, 1));
    caffe.bottom(0, i -> 3 * (i % 4) - 4).on(Shape.of(3, 2, 3, 2), Shape.of(3, 1));
  }

  @Test
  void theDefaultIsL1() {
    AgainstCaffe.layer(hingeLoss())
        .as("type: 'HingeLoss'")
        .bottom(1, i -> i % 3)
        .on(Shape.of(4, 3), Shape.of(4));
    assertThat(hingeLoss().squared().norm()).isEqualTo(HingeLoss.Norm.L2);
  }

  @Test
  void marginsByHand() {
    LayerRun run = LayerRun.of(hingeLoss().squared(), Phase.TRAIN, 1, Shape.of(2, 2), Shape.of(2));
    // Margins: 0 (just met), 3; 0.5, 0.
    Host.write(new float[] {1, 2, -0.5f, 7}, run.bottom(0));
    Host.write(new float[] {0, 1}, run.bottom(1));
    run.topDiff().assign(10);
    run.forward();
    run.backward();
    assertThat(Host.read(run.top())).containsExactly((9 + 0.25f) / 2);
    assertThat(Host.read(run.bottomDiff())).containsExactly(new float[] {0, 30, 5, 0}, within(0f));
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return Stream.of(hingeLoss(), hingeLoss().squared())
        .flatMap(
            layer ->
                LayerContract.of(layer)
                    .range(-2, 2)
                    .bottom(1, i -> i * 7 % 3)
                    .on(Shape.of(4, 3), Shape.of(4)));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> hingeLoss().shapes(List.of(Shape.of(4, 3, 2), Shape.of(4, 2))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("scores  4x6 (classes on axis 1)")
        .hasMessageContaining("labels  4x2   <- expected 4x1");
    LayerRun run = LayerRun.of(hingeLoss(), Phase.TRAIN, 1, Shape.of(2, 3), Shape.of(2));
    run.bottom(0).assign(0);
    run.bottom(1).assign(3);
    assertThatThrownBy(run::forward)
        .isInstanceOf(FcnException.class)
        .hasMessageStartingWith(
            "found 2 of 2 labels outside of the classes, the first is 3 at cell 0, expected 0 to 2");
  }
}
