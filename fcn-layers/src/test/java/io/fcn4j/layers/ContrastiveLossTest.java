package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.contrastiveLoss;
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

class ContrastiveLossTest {
  private static final Shape FEATURES = Shape.of(8, 3);
  private static final Shape SIMILAR = Shape.of(8);

  /** Two thirds of the pairs are similar, by 1 and by 2. */
  private static AgainstCaffe caffe(ContrastiveLoss layer, String fields) {
    return AgainstCaffe.layer(layer)
        .as("type: 'ContrastiveLoss' contrastive_loss_param { %s }".formatted(fields))
        .bottom(2, i -> i % 3);
  }

  @Test
  void isCaffes() {
    AgainstCaffe caffe = caffe(contrastiveLoss(), "");
    caffe.on(FEATURES, FEATURES, SIMILAR);
    caffe.in(Phase.TEST).on(Shape.of(8, 3, 1, 1), Shape.of(8, 3, 1, 1), Shape.of(8, 1, 1, 1));
    caffe.bottom(2, i -> 0.9f).on(FEATURES, FEATURES, SIMILAR);
    caffe.bottom(2, i -> -1).on(FEATURES, FEATURES, SIMILAR);
    caffe(contrastiveLoss().margin(2.5f), "margin: 2.5").on(FEATURES, FEATURES, SIMILAR);
  }

  @Test
  void theLegacyVersionIsCaffes() {
    caffe(contrastiveLoss().legacy(), "legacy_version: true").on(FEATURES, FEATURES, SIMILAR);
    caffe(contrastiveLoss().legacy().margin(2.5f), "legacy_version: true margin: 2.5")
        .on(FEATURES, FEATURES, SIMILAR);
  }

  @Test
  void equalFeaturesAreCaffesToo() {
    caffe(contrastiveLoss(), "")
        .bottom(0, i -> i)
        .bottom(1, i -> i)
        .bottom(2, i -> 0)
        .on(FEATURES, FEATURES, SIMILAR);
  }

  @Test
  void distancesByHand() {
    Shape pairs = Shape.of(3, 2);
    LayerRun run =
        LayerRun.of(contrastiveLoss().margin(10), Phase.TRAIN, 1, pairs, pairs, Shape.of(3));
    Host.write(new float[] {3, 4, 3, 4, 30, 40}, run.bottom(0));
    run.bottom(1).assign(0);
    Host.write(new float[] {1, 0, 0}, run.bottom(2));
    run.topDiff().assign(3);
    run.forward();
    run.backward();
    assertThat(run.top().getFloat(0)).isEqualTo((25 + 25) / 6f, within(1e-5f));
    assertThat(Host.read(run.bottomDiff(0)))
        .containsExactly(new float[] {3, 4, -3, -4, 0, 0}, within(1e-3f));
    assertThat(Host.read(run.bottomDiff(1)))
        .containsExactly(new float[] {-3, -4, 3, 4, 0, 0}, within(1e-3f));
    assertThat(run.wantsBottomDiff(2)).isFalse();
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return Stream.of(contrastiveLoss().margin(2), contrastiveLoss().legacy())
        .flatMap(
            layer -> LayerContract.of(layer).bottom(2, i -> i % 2).on(FEATURES, FEATURES, SIMILAR));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> contrastiveLoss().shapes(List.of(FEATURES, Shape.of(8, 4), SIMILAR)))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("bottoms differ in shape");
    Shape maps = Shape.of(8, 3, 2, 1);
    assertThatThrownBy(() -> contrastiveLoss().shapes(List.of(maps, maps, SIMILAR)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found features of shape 8x3x2x1, expected N x C; flatten them first");
    assertThatThrownBy(() -> contrastiveLoss().shapes(List.of(FEATURES, FEATURES, Shape.of(4, 2))))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "found similarities of shape 4x2 for features of 8x3, expected 8, one for each pair");
    LayerRun run = LayerRun.of(contrastiveLoss(), Phase.TRAIN, 1, FEATURES, FEATURES, SIMILAR);
    run.bottom(0).assign(0);
    run.bottom(1).assign(0);
    run.bottom(2).assign(Float.NaN);
    assertThatThrownBy(run::forward)
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "found similarity NaN of pair 0, expected 0 or 1; see where bottom 2 comes from");
  }
}
