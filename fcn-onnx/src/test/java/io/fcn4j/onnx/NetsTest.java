package io.fcn4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Net;
import io.fcn4j.core.Shape;
import io.fcn4j.models.AlexNet;
import io.fcn4j.models.Backbone;
import io.fcn4j.models.Fcn;
import io.fcn4j.models.GoogLeNet;
import io.fcn4j.models.Padding;
import io.fcn4j.models.Vgg16;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole nets in ONNX Runtime. */
class NetsTest {
  private static final Shape IMAGE = Shape.of(1, 3, 97, 130);

  @TempDir private Path temp;

  static Stream<Net> nets() {
    return Stream.of(
        fcn(Fcn.stride8(narrow(Vgg16.backbone()))),
        fcn(Fcn.stride8AtOnce(narrow(Vgg16.backbone())).padding(Padding.LOW)),
        fcn(Fcn.stride32(narrow(AlexNet.backbone()))),
        fcn(Fcn.stride16(narrow(AlexNet.backbone())).padding(Padding.LOW)),
        fcn(Fcn.stride8(narrow(GoogLeNet.backbone()))));
  }

  private static Backbone narrow(Backbone backbone) {
    return backbone.width(1, 8).fromScratch();
  }

  private static Net fcn(Fcn fcn) {
    Net net = fcn.classes(5).build();
    // Score layers begin with zeros, so that nothing of the nets below would be seen.
    net.params().all().stream()
        .filter(param -> param.layer().startsWith("score"))
        .forEach(
            param -> net.params().set(param.key(), Agreement.random(param.shape(), 7).muli(0.1)));
    return net;
  }

  @ParameterizedTest
  @MethodSource("nets")
  void agree(Net net) {
    Exported exported =
        Agreement.check(net, Map.of("data", Agreement.random(IMAGE, 3).muli(100)), temp, 1e-4);
    assertThat(exported.inputs()).containsExactly(Map.entry("data", IMAGE));
    assertThat(exported.outputs()).containsExactly(Map.entry("score", IMAGE.with(1, 5)));
    assertThat(exported.values()).isEqualTo(net.params().count());
  }
}
