package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.max;
import static io.fcn4j.layers.Layers.prod;
import static io.fcn4j.layers.Layers.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Blob;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EltwiseTest {
  private static final Eltwise UNSTABLE = new Eltwise(new Eltwise.Prod(false));

  private static LayerRun run(Eltwise layer, float[]... bottoms) {
    Shape shape = Shape.of(bottoms[0].length);
    LayerRun run =
        LayerRun.of(
            layer,
            Phase.TRAIN,
            1,
            Collections.nCopies(bottoms.length, shape).toArray(new Shape[0]));
    for (int i = 0; i < bottoms.length; i++) {
      Host.write(bottoms[i], run.bottom(i));
    }
    run.topDiff().assign(3f);
    run.forward();
    run.backward();
    return run;
  }

  private static float[] of(float... values) {
    return values;
  }

  private static void agree(Eltwise layer, int bottoms, String param) {
    Shape[] shapes = Collections.nCopies(bottoms, Shape.of(2, 3, 5, 7)).toArray(new Shape[0]);
    AgainstCaffe caffe =
        AgainstCaffe.layer(layer).as("type: 'Eltwise' eltwise_param { %s }".formatted(param));
    caffe.on(shapes);
    // Few values, so that ties are many.
    for (int i = 0; i < bottoms; i++) {
      int stride = i + 2;
      caffe = caffe.bottom(i, index -> 1 + index / stride % 3);
    }
    caffe.on(shapes);
  }

  @Test
  void sumsWithCoefficients() {
    LayerRun run = run(sum(0.5f, -2f, 1f), of(2, 4), of(1, 3), of(10, 20));
    assertThat(Host.read(run.top())).containsExactly(9, 16);
    assertThat(Host.read(run.bottomDiff(0))).containsExactly(1.5f, 1.5f);
    assertThat(Host.read(run.bottomDiff(1))).containsExactly(-6, -6);
    assertThat(Host.read(run.bottomDiff(2))).containsExactly(3, 3);
  }

  @Test
  void productHasAGradientAtZero() {
    LayerRun run = run(prod(), of(0, 2), of(5, 3), of(7, 1));
    assertThat(Host.read(run.top())).containsExactly(0, 6);
    assertThat(Host.read(run.bottomDiff(0))).containsExactly(105, 9);
    assertThat(Host.read(run.bottomDiff(1))).containsExactly(0, 6);
    assertThat(Host.read(run.bottomDiff(2))).containsExactly(0, 18);
    assertThat(Host.read(run(UNSTABLE, of(0, 2), of(5, 3)).bottomDiff(0)))
        .containsExactly(Float.NaN, 9);
  }

  @Test
  void maximumHasOneWinner() {
    float[] first = {1, 5, 4, 4, 4, Float.NEGATIVE_INFINITY};
    float[] second = {2, 3, 4, 4, 3, Float.NEGATIVE_INFINITY};
    float[] third = {3, 1, 3, 4, 4, Float.NEGATIVE_INFINITY};
    LayerRun run = run(max(), first, second, third);
    assertThat(Host.read(run.top())).containsExactly(3, 5, 4, 4, 4, Float.NEGATIVE_INFINITY);
    assertThat(Host.read(run.bottomDiff(0))).containsExactly(0, 3, 0, 0, 3, 0);
    assertThat(Host.read(run.bottomDiff(1))).containsExactly(0, 0, 3, 3, 0, 3);
    assertThat(Host.read(run.bottomDiff(2))).containsExactly(3, 0, 0, 0, 0, 0);
  }

  @Test
  void isCaffes() {
    agree(sum(), 2, "operation: SUM");
    agree(sum(), 4, "");
    agree(sum(0.5f, -2f, 1f), 3, "coeff: 0.5 coeff: -2 coeff: 1");
    agree(sum(1f, 3f), 2, "coeff: 1 coeff: 3");
    agree(prod(), 2, "operation: PROD");
    agree(prod(), 4, "operation: PROD");
    agree(UNSTABLE, 3, "operation: PROD stable_prod_grad: false");
    agree(max(), 2, "operation: MAX");
    agree(max(), 4, "operation: MAX");
  }

  @Test
  void takesAsManyBottomsAsCoefficients() {
    assertThat(sum().arity()).isEqualTo(Arity.atLeast(2, 1));
    assertThat(sum(1f, 2f, 3f).arity()).isEqualTo(Arity.of(3, 1));
    assertThatThrownBy(() -> sum(1f))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "coefficients: found [1.0], expected one for each of two or more bottoms, or none");
  }

  @Test
  void tellsWhichBottomIsLargerAndToCropIt() {
    NetBuilder b = NetBuilder.named("fuse");
    Blob coarse = b.input("upscore2", Shape.of(1, 21, 34, 34));
    Blob fine = b.input("score_pool4", Shape.of(1, 21, 44, 44));
    assertThatThrownBy(() -> b.add("fuse_pool4", sum(), coarse, fine))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            """
            layer 'fuse_pool4' (Eltwise SUM): bottoms differ in shape
              upscore2      1x21x34x34
              score_pool4   1x21x44x44     <- larger by 10
            Crop it first: builder.cropLike("score_pool4c", score_pool4, upscore2)""");
    assertThatThrownBy(() -> b.add("fuse_pool4", max(), fine, coarse))
        .hasMessage(
            """
            layer 'fuse_pool4' (Eltwise MAX): bottoms differ in shape
              score_pool4   1x21x44x44
              upscore2      1x21x34x34     <- smaller by 10
            Crop score_pool4 first: builder.cropLike("score_pool4c", score_pool4, upscore2)""");
  }

  @Test
  void tellsOtherDifferencesByAxis() {
    assertThatThrownBy(
            () ->
                prod()
                    .shapes(
                        List.of(
                            Shape.of(2, 3, 9, 9),
                            Shape.of(2, 3, 9, 9),
                            Shape.of(2, 4, 9, 8),
                            Shape.of(2, 3))))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            """
            bottoms differ in shape
              bottom 0   2x3x9x9
              bottom 1   2x3x9x9
              bottom 2   2x4x9x8     <- larger by 1 on axis 1, smaller by 1 on axis 3
              bottom 3   2x3         <- 2 axes instead of 4
            Make them equal on all axes.""");
  }
}
