package io.fcn4j.onnx;

import static io.fcn4j.layers.Layers.argMax;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.ArgMax;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

class ArgMaxTest {
  private static final Shape X = Shape.of(3, 8, 5, 4);

  @TempDir private Path temp;

  static Stream<ArgMax> layers() {
    return Stream.of(
        argMax(),
        argMax().withMaxVal(),
        argMax().axis(1),
        argMax().axis(-1),
        argMax().axis(1).withMaxVal());
  }

  private static Net net(ArgMax layer) {
    NetBuilder builder = NetBuilder.named("argmax");
    builder.add("found", layer, builder.input("x", X));
    return builder.build(1);
  }

  /** Values of few kinds, so that many are equal. */
  @ParameterizedTest
  @MethodSource("layers")
  void lastOfEqualValues(ArgMax layer) {
    INDArray coarse = Transforms.round(Agreement.random(X, 5).muli(2));
    Agreement.check(net(layer), Map.of("x", coarse), temp, 0);
  }

  @Test
  void onlyOneValue() {
    Net net = net(argMax().topK(2));
    assertThatThrownBy(() -> Onnx.write(temp.resolve("a.onnx"), net, Map.of("x", X)))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "layer 'found' (ArgMax): found top k 2, expected 1: which of equal values come first"
                + " differs in ONNX beyond that");
  }
}
