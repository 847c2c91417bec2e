package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.multinomialLogisticLoss;
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

class MultinomialLogisticLossTest {
  @Test
  void isCaffes() {
    AgainstCaffe caffe =
        AgainstCaffe.layer(multinomialLogisticLoss())
            .as("type: 'MultinomialLogisticLoss'")
            .bottom(0, i -> (i * 13 % 17 + 1) / 18f)
            .bottom(1, i -> i * 7 % 5);
    caffe.on(Shape.of(6, 5), Shape.of(6));
    caffe.in(Phase.TEST).on(Shape.of(6, 5, 1, 1), Shape.of(6, 1, 1, 1));
    caffe.on(Shape.of(3, 2, 3, 2), Shape.of(3, 1));
  }

  @Test
  void saturatesWhereCaffeDoes() {
    AgainstCaffe.layer(multinomialLogisticLoss())
        .as("type: 'MultinomialLogisticLoss'")
        .bottom(0, i -> i % 2 == 0 ? 0 : 1e-21f)
        .bottom(1, i -> i % 3)
        .on(Shape.of(4, 3), Shape.of(4));
  }

  @Test
  void logarithmsByHand() {
    LayerRun run =
        LayerRun.of(multinomialLogisticLoss(), Phase.TRAIN, 1, Shape.of(2, 2), Shape.of(2));
    Host.write(new float[] {0.5f, 0.5f, 0.75f, 0.25f}, run.bottom(0));
    Host.write(new float[] {0, 1}, run.bottom(1));
    run.topDiff().assign(10);
    run.forward();
    run.backward();
    assertThat(run.top().getFloat(0)).isEqualTo((float) Math.log(8) / 2, within(1e-6f));
    assertThat(Host.read(run.bottomDiff())).containsExactly(-10, 0, 0, -20);
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return LayerContract.of(multinomialLogisticLoss())
        .range(0.2f, 1)
        .bottom(1, i -> i * 7 % 3)
        .on(Shape.of(4, 3), Shape.of(4));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> multinomialLogisticLoss().shapes(List.of(Shape.of(4, 3), Shape.of(3))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("labels  3   <- expected 4x1");
    LayerRun run =
        LayerRun.of(multinomialLogisticLoss(), Phase.TRAIN, 1, Shape.of(2, 3), Shape.of(2));
    run.bottom(0).assign(1);
    run.bottom(1).assign(-1);
    assertThatThrownBy(run::forward)
        .isInstanceOf(FcnException.class)
        .hasMessageContaining("the first is -1 at cell 0, expected 0 to 2");
  }
}
