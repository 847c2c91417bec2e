package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.embed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import io.fcn4j.testkit.LayerContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbedTest {
  private static final String CAFFE =
      "type: 'Embed' loss_weight: 1 embed_param { num_output: 3 input_dim: 5 %s }";

  @Test
  void isCaffes() {
    AgainstCaffe caffe =
        AgainstCaffe.layer(embed(3, 5))
            .as(CAFFE.formatted(""))
            .unforced()
            .bottom(0, i -> i * 7 % 5);
    caffe.on(Shape.of(2, 4));
    caffe.on(Shape.of(6));
    caffe.in(Phase.TEST).on(Shape.of(2, 1, 3, 2));
    AgainstCaffe.layer(embed(3, 5).noBias())
        .as(CAFFE.formatted("bias_term: false"))
        .unforced()
        .bottom(0, i -> i % 2)
        .on(Shape.of(2, 4));
  }

  @Test
  void vectorsMayBeLongerThanTheChunksTheyAreCopiedBy() {
    AgainstCaffe.layer(embed(70_000, 2))
        .as("type: 'Embed' loss_weight: 1 embed_param { num_output: 70000 input_dim: 2 }")
        .unforced()
        .bottom(0, i -> 1 - i % 2)
        .on(Shape.of(3));
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return Stream.of(embed(3, 5), embed(3, 5).noBias())
        .flatMap(layer -> LayerContract.of(layer).bottom(0, i -> i * 3 % 5).on(Shape.of(2, 4)));
  }

  @Test
  void fractionsAreCutOff() {
    LayerRun run = LayerRun.of(embed(2, 3).noBias(), Phase.TRAIN, 1, Shape.of(2));
    Host.write(new float[] {2.9f, 0.1f}, run.bottom());
    Host.write(new float[] {1, 2, 3, 4, 5, 6}, run.param(0));
    run.forward();
    assertThat(Host.read(run.top())).containsExactly(5, 6, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(floats = {5, -1, -0.5f, Float.NaN})
  void indicesOutsideOfTheWeightAreRefused(float index) {
    LayerRun run = LayerRun.of(embed(2, 5), Phase.TRAIN, 1, Shape.of(2, 2));
    Host.fill(run.bottom(), i -> i == 2 ? index : 0);
    run.param(0).assign(0);
    run.param(1).assign(0);
    assertThatThrownBy(run::forward)
        .isInstanceOf(FcnException.class)
        .hasMessage(
            """
            found index %s at place 2, expected 0 to 4
            Give indices of rows of the weight, or more rows: a larger inputDim.""",
            Labels.plain(index));
  }

  @Test
  void emptyTablesAreRefused() {
    assertThatThrownBy(() -> embed(3, 0))
        .isInstanceOf(FcnException.class)
        .hasMessage("embed: found 3 outputs for 0 indices, expected at least 1 of each");
  }
}
