package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.concat;
import static io.fcn4j.layers.Layers.slice;
import static io.fcn4j.layers.Layers.sliceEvenly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Arity;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcatSliceTest {
  private static final String CONCAT = "type: 'Concat' concat_param { axis: %d }";
  private static final String SLICE = "type: 'Slice' slice_param { axis: %d %s }";

  @Test
  void concatJoinsChannelsOfEveryImage() {
    LayerRun run = LayerRun.of(concat(), Phase.TRAIN, 1, Shape.of(2, 1, 2), Shape.of(2, 2, 2));
    Host.fill(run.bottom(0), i -> i);
    Host.fill(run.bottom(1), i -> 10 + i);
    Host.fill(run.topDiff(), i -> i);
    run.forward();
    run.backward();
    assertThat(Host.read(run.top())).containsExactly(0, 1, 10, 11, 12, 13, 2, 3, 14, 15, 16, 17);
    assertThat(Host.read(run.bottomDiff(0))).containsExactly(0, 1, 6, 7);
    assertThat(Host.read(run.bottomDiff(1))).containsExactly(2, 3, 4, 5, 8, 9, 10, 11);
  }

  @Test
  void concatIsCaffes() {
    for (int axis : new int[] {0, 1, 2, 3, -1}) {
      Shape x = Shape.of(2, 3, 5, 7);
      AgainstCaffe.layer(concat(axis))
          .as(CONCAT.formatted(axis))
          .on(x, x.with(axis, 1), x.with(axis, 4));
    }
    AgainstCaffe.layer(concat()).as("type: 'Concat'").on(Shape.of(2, 3));
  }

  @Test
  void sliceIsCaffes() {
    for (int axis : new int[] {0, 1, 2, 3, -1}) {
      Shape x = Shape.of(3, 3, 5, 7).with(axis, 6);
      AgainstCaffe.layer(slice(axis, 1, 4))
          .as(SLICE.formatted(axis, "slice_point: 1 slice_point: 4"))
          .on(x);
      AgainstCaffe.layer(sliceEvenly(axis, 3)).as(SLICE.formatted(axis, "")).on(x);
    }
    AgainstCaffe.layer(sliceEvenly(1, 1)).as("type: 'Slice'").on(Shape.of(2, 3));
  }

  @Test
  void aritiesAreExact() {
    assertThat(concat().arity()).isEqualTo(Arity.atLeast(1, 1));
    assertThat(slice(1, 2, 5).arity()).isEqualTo(Arity.of(1, 3));
    assertThat(sliceEvenly(1, 4).arity()).isEqualTo(Arity.of(1, 4));
  }

  @Test
  void coordinatesPassAlongChannelsOnly() {
    assertThat(concat().coordMap()).isEqualTo(CoordMap.IDENTITY);
    assertThat(concat().alignsWith(3)).isTrue();
    assertThat(concat(2).coordMap()).isEqualTo(CoordMap.UNDEFINED);
    assertThat(slice(1, 2).coordMap()).isEqualTo(CoordMap.IDENTITY);
    assertThat(slice(-1, 2).coordMap()).isEqualTo(CoordMap.UNDEFINED);
  }

  @Test
  void concatTellsWhatDiffers() {
    assertThatThrownBy(() -> concat().shapes(List.of(Shape.of(1, 3, 8, 8), Shape.of(1, 4, 9, 9))))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            """
            bottoms differ in shape
              bottom 0   1x3x8x8
              bottom 1   1x4x9x9     <- larger by 1
            Crop it first: builder.cropLike("bottom 1c", bottom 1, bottom 0)""");
    assertThatThrownBy(() -> concat().shapes(List.of(Shape.of(1, 3, 8), Shape.of(2, 4, 8))))
        .hasMessage(
            """
            bottoms differ in shape
              bottom 0   1x3x8
              bottom 1   2x4x8     <- larger by 1 on axis 0
            Make them equal on all axes but axis 1.""");
  }

  @Test
  void sliceRefusesWhatItCannotCut() {
    assertThatThrownBy(() -> new Slice(1, 3, List.of(2L)))
        .isInstanceOf(FcnException.class)
        .hasMessage("slice points: found [2] for 3 tops, expected 2");
    assertThatThrownBy(() -> slice(1, 3, 3))
        .hasMessage(
            "slice points: found [3, 3], expected them above 0 and each above the one before");
    assertThatThrownBy(() -> sliceEvenly(1, 0))
        .hasMessage("slice: found 0 tops, expected at least 1");
    assertThatThrownBy(() -> slice(1, 2, 5).shapes(List.of(Shape.of(2, 5))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("axis 1: found slice points [2, 5], expected them below its size 5");
    assertThatThrownBy(() -> sliceEvenly(1, 2).shapes(List.of(Shape.of(2, 5))))
        .hasMessage("axis 1: found size 5, expected a multiple of the 2 tops");
  }
}
