package io.fcn4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PrecisionTest {
  private static final Engine ND4J = Engines.nd4j();

  @Test
  void whatAnEngineDoesNotHaveIsRefused() {
    String message =
        "engine nd4j: found precision bf16, expected f32; leave it out, or add the module"
            + " fcn-onednn and its natives for an engine that has it";
    NetBuilder builder = NetBuilder.named("empty");
    builder.input("x", 1);
    Net net = builder.build(1);
    SessionOptions options = SessionOptions.DEFAULT.precision(Precision.BF16);
    assertThatThrownBy(() -> ND4J.open(net, Phase.TEST, options))
        .isInstanceOf(FcnException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> ND4J.precision(Precision.BF16))
        .isInstanceOf(FcnException.class)
        .hasMessage(message);
  }

  @Test
  void float32IsEverywhere() {
    assertThat(ND4J.precision(Precision.F32).describe()).endsWith(", precision: f32");
  }
}
