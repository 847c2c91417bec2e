package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.reduction;
import static io.fcn4j.layers.Layers.split;
import static io.fcn4j.layers.Layers.tile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.CoordMap;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.Reduction.Method;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import org.junit.jupiter.api.Test;

class TileReductionTest {
  private static final Shape X = Shape.of(2, 3, 5, 7);

  /** More than one piece, the last one short. */
  private static final Shape LARGE = Shape.of(2, 3, 210, 211);

  @Test
  void tilesFollowEachOther() {
    LayerRun run = LayerRun.of(tile(2), Phase.TRAIN, 1, Shape.of(2, 1, 2));
    Host.fill(run.bottom(), i -> i);
    Host.fill(run.topDiff(), i -> 10 * i);
    run.forward();
    run.backward();
    assertThat(run.topShapes()).containsExactly(Shape.of(2, 2, 2));
    assertThat(Host.read(run.top())).containsExactly(0, 1, 0, 1, 2, 3, 2, 3);
    assertThat(Host.read(run.bottomDiff())).containsExactly(20, 40, 100, 120);
  }

  @Test
  void tileIsCaffes() {
    AgainstCaffe.layer(tile(3)).as("type: 'Tile' tile_param { tiles: 3 }").on(X);
    AgainstCaffe.layer(tile(1)).as("type: 'Tile' tile_param { tiles: 1 }").on(X);
    for (int axis : new int[] {0, 2, 3, -2}) {
      AgainstCaffe.layer(tile(4).axis(axis))
          .as("type: 'Tile' tile_param { axis: %d tiles: 4 }".formatted(axis))
          .on(X);
    }
    AgainstCaffe.layer(tile(50).axis(0))
        .as("type: 'Tile' tile_param { axis: 0 tiles: 50 }")
        .on(Shape.of(1));
  }

  @Test
  void tileKeepsThePlacesOfPixelsUnlessItRepeatsThem() {
    assertThat(tile(2).coordMap()).isEqualTo(CoordMap.IDENTITY);
    assertThat(tile(2).axis(2).coordMap()).isEqualTo(CoordMap.UNDEFINED);
    assertThat(reduction(Method.SUM).coordMap()).isEqualTo(CoordMap.UNDEFINED);
  }

  @Test
  void splitIsCaffes() {
    for (int tops : new int[] {1, 2, 5}) {
      AgainstCaffe.layer(split(tops)).as("type: 'Split'").on(X);
    }
    AgainstCaffe.layer(split(2)).as("type: 'Split'").on(Shape.of());
  }

  @Test
  void reducesToOneNumber() {
    assertThat(reduce(reduction(Method.SUM), -1, 2, -3)).containsExactly(-2, 1, 1, 1);
    assertThat(reduce(reduction(Method.ASUM), -1, 0, -3)).containsExactly(4, -1, 0, -1);
    assertThat(reduce(reduction(Method.SUMSQ), -1, 2, -3)).containsExactly(14, -2, 4, -6);
    assertThat(reduce(reduction(Method.MEAN).coeff(3), -1, 2, -4)).containsExactly(-3, 1, 1, 1);
  }

  /** The top, then the gradient. */
  private static float[] reduce(Reduction layer, float... x) {
    LayerRun run = LayerRun.of(layer, Phase.TRAIN, 1, Shape.of(x.length));
    Host.write(x, run.bottom());
    run.topDiff().assign(1f);
    run.forward();
    run.backward();
    assertThat(run.topShapes()).containsExactly(Shape.of());
    float[] both = new float[x.length + 1];
    Host.read(run.top(), 0, both, 1);
    System.arraycopy(Host.read(run.bottomDiff()), 0, both, 1, x.length);
    return both;
  }

  @Test
  void reductionIsCaffes() {
    for (Method method : Method.values()) {
      AgainstCaffe.layer(reduction(method))
          .as("type: 'Reduction' reduction_param { operation: %s }".formatted(method))
          .on(Shape.of(9));
      for (int axis : new int[] {0, 1, 2, 3, -1}) {
        AgainstCaffe.layer(reduction(method).axis(axis).coeff(-0.5f))
            .as(
                "type: 'Reduction' reduction_param { operation: %s axis: %d coeff: -0.5 }"
                    .formatted(method, axis))
            .on(X);
      }
      AgainstCaffe.layer(reduction(method).axis(1))
          .as("type: 'Reduction' reduction_param { operation: %s axis: 1 }".formatted(method))
          .on(LARGE);
    }
  }

  @Test
  void refusesWhatCanNotBe() {
    assertThatThrownBy(() -> tile(0))
        .isInstanceOf(FcnException.class)
        .hasMessage("tiles: found 0, expected at least 1");
    assertThatThrownBy(() -> split(0)).hasMessage("split: found 0 tops, expected at least 1");
    assertThatThrownBy(() -> reduction(Method.SUM).coeff(Float.NaN))
        .hasMessage("coeff: found NaN, expected a finite number");
    assertThatThrownBy(() -> reduction(Method.SUM).axis(4).shape(X))
        .isInstanceOf(ShapeException.class)
        .hasMessage("axis 4 does not exist in shape 2x3x5x7");
    assertThatThrownBy(() -> tile(2).axis(-5).shape(X)).isInstanceOf(ShapeException.class);
  }
}
