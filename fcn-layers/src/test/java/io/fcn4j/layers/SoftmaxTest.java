package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.CoordMap;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import org.junit.jupiter.api.Test;

class SoftmaxTest {
  @Test
  void survivesLargeScores() {
    LayerRun run = LayerRun.of(softmax(), Phase.TEST, 1, Shape.of(1, 2, 1, 2));
    Host.write(new float[] {1e30f, -1e30f, -1e30f, -1e30f}, run.bottom());
    run.forward();
    assertThat(Host.read(run.top())).containsExactly(1, 0.5f, 0, 0.5f);
  }

  @Test
  void isCaffes() {
    for (int axis : new int[] {0, 1, 2, 3, -1}) {
      AgainstCaffe.layer(softmax().axis(axis))
          .as("type: 'Softmax' softmax_param { axis: %d }".formatted(axis))
          .on(Shape.of(2, 3, 5, 7));
    }
    AgainstCaffe scores = AgainstCaffe.layer(softmax()).as("type: 'Softmax'");
    scores.bottom(0, i -> i % 41 - 20).on(Shape.of(2, 21, 9, 11));
    scores.on(Shape.of(4, 5));
    scores.on(Shape.of(2, 3, 5));
    scores.on(Shape.of(1, 1, 3, 3));
  }

  @Test
  void isPointwiseInSpaceAlongChannelsOnly() {
    assertThat(softmax().coordMap()).isEqualTo(CoordMap.IDENTITY);
    assertThat(softmax().axis(2).coordMap()).isEqualTo(CoordMap.UNDEFINED);
    assertThat(softmax().capabilities().mixesBatch()).isFalse();
    assertThat(softmax().axis(0).capabilities().mixesBatch()).isTrue();
  }

  @Test
  void refusesAnAxisThatIsNotThere() {
    assertThatThrownBy(() -> softmax().shape(Shape.of(3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("axis 1 does not exist in shape 3");
  }
}
