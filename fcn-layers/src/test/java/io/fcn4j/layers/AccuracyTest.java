package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.accuracy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccuracyTest {
  private static final Shape SCORES = Shape.of(2, 5, 6, 7);
  private static final Shape LABELS = Shape.of(2, 1, 6, 7);
  private static final CounterRandom RANDOM = CounterRandom.seeded(4);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void agreesWithCaffe(int topK) {
    AgainstCaffe.layer(accuracy().top(topK))
        .as("type: 'Accuracy' accuracy_param { top_k: %d }".formatted(topK))
        .bottom(1, i -> RANDOM.below(5, i))
        .on(SCORES, LABELS);
    AgainstCaffe.layer(accuracy().top(topK).ignore(1).withClasses())
        .as("type: 'Accuracy' accuracy_param { top_k: %d ignore_label: 1 }".formatted(topK))
        .bottom(1, i -> RANDOM.below(4, i))
        .on(SCORES, LABELS);
  }

  @Test
  void anyAxisAgreesWithCaffe() {
    AgainstCaffe.layer(accuracy().axis(-1))
        .as("type: 'Accuracy' accuracy_param { axis: -1 }")
        .bottom(1, i -> RANDOM.below(4, i))
        .on(Shape.of(3, 5, 4), Shape.of(3, 5));
  }

  /** Where Caffe 1.0 divides zero by zero; later versions of Caffe do not. */
  @Test
  void nothingCountsAsZero() {
    LayerRun run = LayerRun.of(accuracy().ignore(255).withClasses(), Phase.TEST, 1, SCORES, LABELS);
    run.bottom(0).assign(0);
    run.bottom(1).assign(255);
    run.forward();
    assertThat(run.top(0).getFloat(0)).isZero();
    assertThat(Host.read(run.top(1))).containsOnly(0f);
  }

  /** Caffe 1.0 gave a tie to the class of the higher index; later versions are as here. */
  @Test
  void aTieIsAMissAndSoIsWhatIsNoNumber() {
    assertThat(accuracyOf(0, 1, 1)).isZero();
    assertThat(accuracyOf(0, 1, 2)).isZero();
    assertThat(accuracyOf(0, 2, 1)).isOne();
    assertThat(accuracyOf(0, Float.NaN, 1)).isZero();
    assertThat(accuracyOf(0, Float.NaN, Float.NaN)).isZero();
  }

  private static float accuracyOf(int label, float... scores) {
    Shape shape = Shape.of(1, scores.length);
    LayerRun run = LayerRun.of(accuracy(), Phase.TEST, 1, shape, Shape.of(1));
    Host.write(scores, run.bottom(0));
    run.bottom(1).assign(label);
    run.forward();
    return run.top().getFloat(0);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> accuracyOf(2, 0, 1))
        .isInstanceOf(FcnException.class)
        .hasMessageContaining("the first is 2 at cell 0, expected 0 to 1");
    assertThatThrownBy(() -> accuracy().top(0))
        .isInstanceOf(FcnException.class)
        .hasMessage("top_k: found 0, expected at least 1");
    assertThatThrownBy(() -> accuracy().top(6).shapes(List.of(SCORES, LABELS)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("top_k: found 6, expected at most the 5 classes of the scores (2x5x6x7)");
    assertThatThrownBy(() -> accuracy().shapes(List.of(SCORES, SCORES)))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("labels do not fit the scores");
  }
}
