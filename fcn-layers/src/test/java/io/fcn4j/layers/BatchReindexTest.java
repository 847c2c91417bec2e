package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.batchReindex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class BatchReindexTest {
  @Test
  void isCaffes() {
    AgainstCaffe caffe =
        AgainstCaffe.layer(batchReindex())
            .as("type: 'BatchReindex' loss_weight: 1")
            .unforced()
            .bottom(1, i -> i * i % 4);
    caffe.on(Shape.of(4, 2, 3), Shape.of(4));
    caffe.on(Shape.of(4, 2, 3, 2), Shape.of(7));
    caffe.in(Phase.TEST).on(Shape.of(5), Shape.of(2));
    caffe.on(Shape.of(4, 3, 150, 200), Shape.of(3));
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return LayerContract.of(batchReindex())
        .bottom(1, i -> i * 5 % 3)
        .on(Shape.of(3, 2, 3), Shape.of(4));
  }

  @Test
  void gradientsOfCopiesAddUpAndThoseOfMissingImagesAreZero() {
    LayerRun run = LayerRun.of(batchReindex(), Phase.TRAIN, 1, Shape.of(3, 2), Shape.of(3));
    Host.write(new float[] {1, 2, 3, 4, 5, 6}, run.bottom(0));
    Host.write(new float[] {2, 0, 2}, run.bottom(1));
    Host.write(new float[] {10, 20, 30, 40, 50, 60}, run.topDiff());
    run.forward();
    run.backward();
    assertThat(Host.read(run.top())).containsExactly(5, 6, 1, 2, 5, 6);
    assertThat(Host.read(run.bottomDiff(0))).containsExactly(30, 40, 0, 0, 60, 80);
    assertThat(run.wantsBottomDiff(1)).isFalse();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    LayerRun run = LayerRun.of(batchReindex(), Phase.TRAIN, 1, Shape.of(3, 2), Shape.of(2));
    Host.write(new float[] {2, 3}, run.bottom(1));
    assertThatThrownBy(run::forward)
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "found index 3 at place 1, expected 0 to 2\nGive indices of images of bottom 0.");
    assertThatThrownBy(() -> batchReindex().shapes(List.of(Shape.of(3, 2), Shape.of(2, 1))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found indices of shape 2x1, expected 1 axis; reshape them");
  }
}
