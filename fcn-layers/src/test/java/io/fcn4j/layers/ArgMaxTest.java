package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.argMax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.CoordMap;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import org.junit.jupiter.api.Test;

class ArgMaxTest {
  private static void agree(ArgMax layer, String param, Shape bottom) {
    AgainstCaffe caffe =
        AgainstCaffe.layer(layer).as("type: 'ArgMax' argmax_param { %s }".formatted(param));
    caffe.on(bottom);
    // Few values, so that ties are many.
    caffe.bottom(0, i -> i * 7 % 5).on(bottom);
  }

  @Test
  void theLastOfEqualValuesComesFirst() {
    LayerRun run = LayerRun.of(argMax().topK(3), Phase.TEST, 1, Shape.of(2, 4));
    Host.write(new float[] {5, 1, 5, 3, 2, 2, 2, 2}, run.bottom());
    run.forward();
    assertThat(Host.read(run.top())).containsExactly(2, 0, 3, 3, 2, 1);
  }

  @Test
  void isCaffes() {
    Shape x = Shape.of(2, 6, 5, 7);
    for (int axis : new int[] {0, 1, 2, 3, -1}) {
      agree(argMax().axis(axis), "axis: %d".formatted(axis), x);
    }
    agree(argMax().axis(1).topK(4), "axis: 1 top_k: 4", x);
    agree(argMax().axis(1).topK(4).withMaxVal(), "axis: 1 top_k: 4 out_max_val: true", x);
    agree(argMax(), "", x);
    agree(argMax().topK(9), "top_k: 9", x);
    agree(argMax().topK(9).withMaxVal(), "top_k: 9 out_max_val: true", x);
    agree(argMax().withMaxVal(), "out_max_val: true", Shape.of(3, 5));
    // More than one chunk.
    agree(argMax().axis(1), "axis: 1", Shape.of(2, 3, 190, 191));
  }

  @Test
  void isPointwiseInSpaceAlongChannelsOnly() {
    assertThat(argMax().axis(1).coordMap()).isEqualTo(CoordMap.IDENTITY);
    assertThat(argMax().coordMap()).isEqualTo(CoordMap.UNDEFINED);
  }

  @Test
  void refusesMoreThanThereIs() {
    assertThatThrownBy(() -> argMax().axis(1).topK(4).shape(Shape.of(2, 3, 5)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found top k 4, expected at most the 3 values of 2x3x5 to choose from");
    assertThatThrownBy(() -> argMax().topK(0))
        .isInstanceOf(FcnException.class)
        .hasMessage("top k: found 0, expected at least 1");
  }
}
