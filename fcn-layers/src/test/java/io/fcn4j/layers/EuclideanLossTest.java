package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.euclideanLoss;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class EuclideanLossTest {
  @Test
  void agreesWithCaffe() {
    AgainstCaffe caffe = AgainstCaffe.layer(euclideanLoss()).as("type: 'EuclideanLoss'");
    caffe.on(Shape.of(2, 3, 4, 5), Shape.of(2, 3, 4, 5));
    caffe.in(Phase.TEST).on(Shape.of(3, 6), Shape.of(3, 2, 3));
    caffe.on(Shape.of(1, 1, 170, 110), Shape.of(1, 1, 170, 110));
  }

  @Test
  void halfTheSquaredDistancePerImage() {
    LayerRun run = LayerRun.of(euclideanLoss(), Phase.TRAIN, 1, Shape.of(2, 1), Shape.of(2, 1));
    Host.write(new float[] {5, 1}, run.bottom(0));
    Host.write(new float[] {2, 2}, run.bottom(1));
    run.topDiff().assign(10);
    run.forward();
    run.backward();
    assertThat(Host.read(run.top())).containsExactly(2.5f);
    assertThat(Host.read(run.bottomDiff(0))).containsExactly(15, -5);
    assertThat(Host.read(run.bottomDiff(1))).containsExactly(-15, 5);
  }

  @Test
  void blobsOfDifferentSizesAreRefused() {
    assertThatThrownBy(() -> euclideanLoss().shapes(List.of(Shape.of(2, 3), Shape.of(3, 2))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("targets      3x2   <- expected 2x3");
  }
}
