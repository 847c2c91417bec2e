package io.fcn4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.layers.Pooling;
import io.fcn4j.layers.Pooling.Method;
import io.fcn4j.layers.Pooling.RoundMode;
import io.fcn4j.layers.Window;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Caffe's number of windows and divisors for every small kernel, stride and pad. */
class PoolingSizesTest {
  private static final int LARGEST = 4;

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void everySettingAgrees(int size) {
    Shape x = Shape.of(1, 2, size, size + 1);
    NetBuilder builder = NetBuilder.named("poolings");
    Blob input = builder.input("x", x);
    int found = 0;
    for (int kernel = 1; kernel <= LARGEST; kernel++) {
      for (int stride = 1; stride <= LARGEST; stride++) {
        for (int pad = 0; pad < kernel; pad++) {
          // The other axis takes part with another pad.
          Window window =
              Window.CELL.kernel(kernel, kernel).stride(stride, stride).pad(pad, pad / 2);
          for (Method method : Method.values()) {
            for (RoundMode mode : RoundMode.values()) {
              Pooling layer = new Pooling(method, window, mode, false, false);
              if (isPossible(layer, x)) {
                builder.add("pool" + found++, layer, input);
              }
            }
          }
        }
      }
    }
    assertThat(found).isGreaterThan(30);
    Net net = builder.build(1);
    Agreement.check(net, Map.of("x", Agreement.random(x, size)), temp, 1e-5);
  }

  private static boolean isPossible(Pooling layer, Shape x) {
    try {
      layer.shapes(List.of(x));
      return true;
    } catch (ShapeException e) {
      return false;
    }
  }
}
