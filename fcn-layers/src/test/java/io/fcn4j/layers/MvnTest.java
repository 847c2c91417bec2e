package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.mvn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import io.fcn4j.testkit.LayerContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MvnTest {
  private static final Shape IMAGE = Shape.of(3, 4, 5, 6);

  @Test
  void defaultsAreCaffes() {
    AgainstCaffe.layer(mvn()).as("type: 'MVN'").on(IMAGE);
    AgainstCaffe.layer(mvn()).as("type: 'MVN'").in(Phase.TEST).on(Shape.of(1, 2, 70, 50));
  }

  @Test
  void everySettingIsCaffes() {
    AgainstCaffe.layer(mvn().perImage())
        .as("type: 'MVN' mvn_param { across_channels: true }")
        .on(IMAGE);
    AgainstCaffe.layer(mvn().meanOnly())
        .as("type: 'MVN' mvn_param { normalize_variance: false }")
        .on(IMAGE);
    AgainstCaffe.layer(mvn().meanOnly().perImage())
        .as("type: 'MVN' mvn_param { normalize_variance: false across_channels: true }")
        .on(IMAGE);
  }

  /** So large an eps tells whether it is added to the root, and what Caffe's gradient forgets. */
  @Test
  void epsIsAddedToTheRoot() {
    AgainstCaffe.layer(mvn().eps(0.5f)).as("type: 'MVN' mvn_param { eps: 0.5 }").on(IMAGE);
    LayerRun run = LayerRun.of(mvn().eps(1), Phase.TRAIN, 1, Shape.of(1, 1, 1, 2));
    Host.write(new float[] {2, 8}, run.bottom());
    run.forward();
    assertThat(Host.read(run.top())).containsExactly(-0.75f, 0.75f);
  }

  /** The mean of equal values must be exact, or their deviation would be taken for a signal. */
  @Test
  void equalValuesAreCaffesToo() {
    AgainstCaffe.layer(mvn()).as("type: 'MVN'").bottom(0, i -> 0.75f).on(Shape.of(2, 2, 4, 4));
    AgainstCaffe.layer(mvn()).as("type: 'MVN'").on(Shape.of(2, 3, 1, 1));
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return Stream.of(mvn(), mvn().perImage(), mvn().meanOnly())
        .flatMap(layer -> LayerContract.of(layer).on(Shape.of(2, 3, 3, 4)));
  }

  @Test
  void onlyTheDeviationNeedsTheTop() {
    assertThat(mvn().capabilities()).isEqualTo(Capabilities.READS_TOPS.andInPlace());
    assertThat(mvn().meanOnly().capabilities()).isEqualTo(Capabilities.READS_NOTHING.andInPlace());
    assertThat(mvn().type()).isEqualTo("MVN");
  }

  @Test
  void refusesASingleAxis() {
    assertThatThrownBy(() -> mvn().shape(Shape.of(4)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found a bottom of shape 4, expected N x C x ...");
  }
}
