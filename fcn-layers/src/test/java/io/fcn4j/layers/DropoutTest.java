package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.dropout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private static final long SEED = 5;

  /** More than one chunk of random numbers. */
  private static final Shape LARGE = Shape.of(2, 3, 130, 131);

  private static float[] mask(float ratio) {
    LayerRun run = LayerRun.of(dropout(ratio), Phase.TRAIN, SEED, LARGE);
    run.bottom().assign(1f);
    run.forward();
    return Host.read(run.top());
  }

  @Test
  void keepsWhereTheRandomNumberReachesTheRatio() {
    float ratio = 0.3f;
    float scale = (float) (1 / (1.0 - ratio));
    CounterRandom random = CounterRandom.seeded(SEED);
    float[] mask = mask(ratio);
    for (int i = 0; i < mask.length; i++) {
      assertThat(mask[i]).isEqualTo(random.uniform(i) < ratio ? 0 : scale);
    }
  }

  @Test
  void dropsTheRatioAndKeepsTheMean() {
    for (float ratio : new float[] {0, 0.1f, 0.5f, 0.9f}) {
      int dropped = 0;
      double sum = 0;
      float[] mask = mask(ratio);
      for (float factor : mask) {
        dropped += factor == 0 ? 1 : 0;
        sum += factor;
      }
      assertThat((double) dropped / mask.length).isEqualTo(ratio, within(0.005));
      assertThat(sum / mask.length).isEqualTo(1, within(0.03));
    }
  }

  @Test
  void gradientGoesThroughTheSameMask() {
    LayerRun run = LayerRun.of(dropout(), Phase.TRAIN, SEED, LARGE);
    run.bottom().assign(1f);
    run.topDiff().assign(1f);
    run.forward();
    run.backward();
    assertThat(Host.read(run.bottomDiff())).isEqualTo(Host.read(run.top()));
  }

  @Test
  void isTheIdentityWhenTestingLikeCaffes() {
    AgainstCaffe.layer(dropout(0.3f))
        .as("type: 'Dropout' dropout_param { dropout_ratio: 0.3 }")
        .in(Phase.TEST)
        .on(Shape.of(2, 3, 5, 7));
  }

  @Test
  void refusesWhatIsNoRatio() {
    for (float ratio : new float[] {-0.1f, 1, Float.NaN}) {
      assertThatThrownBy(() -> dropout(ratio))
          .isInstanceOf(FcnException.class)
          .hasMessage("dropout ratio: found %s, expected at least 0 and below 1", ratio);
    }
  }
}
