package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.Shape;
import io.fcn4j.testkit.GradientCheck;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A layer of one's own is a first-class citizen: in nets, summaries and gradient checks. */
class TimesInANetTest {
  private static Net chain() {
    NetBuilder b = NetBuilder.named("chain");
    Blob x = b.input("x", 1);
    return b.output(b.from(x).add("twice", new Times(2f)).add("less", new Times(-0.5f)).blob())
        .build(1);
  }

  @Test
  void runsInANetOfAnySize() {
    try (Session session = Engines.nd4j().open(chain(), Phase.TEST)) {
      for (int size = 1; size < 4; size++) {
        INDArray ones = Nd4j.ones(1, 1, size, size + 1).castTo(Nd4j.dataType());
        assertThat(session.forward(Map.of("x", ones)).get("less")).isEqualTo(ones.neg());
      }
    }
  }

  @Test
  void isNamedInTheSummary() {
    assertThat(chain().summary(Shape.of(1, 1, 8, 9)).toString())
        .contains("twice", "Times", "1x1x8x9");
  }

  @Test
  void hasRightGradientsInANet() {
    GradientCheck.of(chain()).inputs(Map.of("x", Nd4j.ones(1, 1, 3, 4))).check();
  }
}
