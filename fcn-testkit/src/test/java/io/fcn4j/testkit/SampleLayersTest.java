package io.fcn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.testkit.SampleLayers.Centre;
import io.fcn4j.testkit.SampleLayers.Copies;
import io.fcn4j.testkit.SampleLayers.Drop;
import io.fcn4j.testkit.SampleLayers.Floor;
import io.fcn4j.testkit.SampleLayers.HalfSquares;
import io.fcn4j.testkit.SampleLayers.Rectify;
import io.fcn4j.testkit.SampleLayers.Steep;
import io.fcn4j.testkit.SampleLayers.TwiceLess;
import io.fcn4j.testkit.SampleLayers.Weigh;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Right layers of every kind keep all laws that concern them, and no other law is tested. */
class SampleLayersTest {
  private static final Shape SHAPE = Shape.of(2, 3, 5, 7);

  @TestFactory
  Stream<DynamicTest> contracts() {
    return Stream.of(
            LayerContract.of(new Rectify()).on(SHAPE),
            LayerContract.of(new Steep(8)).on(SHAPE),
            LayerContract.of(new Weigh()).on(SHAPE, SHAPE),
            LayerContract.of(new TwiceLess()).on(SHAPE, SHAPE),
            LayerContract.of(new Drop()).on(SHAPE),
            LayerContract.of(new Centre()).on(SHAPE),
            LayerContract.of(new HalfSquares()).on(SHAPE),
            LayerContract.of(new Copies(3)).on(SHAPE),
            LayerContract.of(new Copies(0)).on(SHAPE),
            LayerContract.of(new Floor()).on(SHAPE))
        .flatMap(tests -> tests);
  }

  @Test
  void lawsThatDoNotConcernALayerAreNotTested() {
    assertThat(titles(LayerContract.of(new Rectify()).in(Phase.TRAIN)))
        .containsExactly(
            "declaration",
            "forward",
            "backward",
            "gradient",
            "wanted",
            "repetition",
            "in place",
            "batch",
            "sizes",
            "threads",
            "allocation");
    assertThat(titles(LayerContract.of(new Floor())))
        .doesNotContain("backward", "gradient", "accumulation", "wanted", "in place");
    assertThat(titles(LayerContract.of(new Drop()).in(Phase.TRAIN))).doesNotContain("batch");
    assertThat(titles(LayerContract.of(new Drop()).in(Phase.TEST))).contains("batch");
    assertThat(titles(LayerContract.of(new Centre()).in(Phase.TRAIN))).doesNotContain("threads");
    assertThat(titles(LayerContract.of(new Centre()).in(Phase.TEST))).contains("threads");
  }

  private static List<String> titles(LayerContract contract) {
    return contract
        .on(SHAPE)
        .map(test -> test.getDisplayName().replaceAll(".*: ", ""))
        .distinct()
        .toList();
  }
}
