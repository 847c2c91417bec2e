package io.fcn4j.models;

import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Engines;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Param;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.core.nd4j.Views;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What surgery promises about the scores of the nets that it fills. */
class SurgeryTest {
  private static final Backbone SLIM = Vgg16.backbone().width(1, 16);

  private static INDArray random(long seed, Shape shape, float range) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape.dims());
    new Filler.Uniform(-range, range).fill(array, CounterRandom.seeded(seed));
    return array;
  }

  /** Random scores and biases; the factors of scales differ by channel. */
  private static Net randomised(Net net) {
    long seed = 1;
    for (Param param : net.params().all()) {
      String layer = param.layer();
      if (layer.startsWith("score") || param.key().endsWith(".1")) {
        net.params().set(param.key(), random(seed++, param.shape(), 0.1f));
      } else if (layer.startsWith("scale")) {
        param.array().muli(random(seed++, param.shape(), 0.5f).addi(1));
      }
    }
    return net;
  }

  private static INDArray run(Net net, Map<String, INDArray> inputs, String output) {
    try (Session session = Engines.nd4j().open(net, Phase.TEST)) {
      return session.forward(inputs).get(output);
    }
  }

  private static INDArray scores(Net net) {
    return run(net, Map.of("data", random(5, Shape.of(1, 3, 70, 90), 100)), "score");
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    double largest = expected.amaxNumber().doubleValue();
    assertThat(largest).isPositive();
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-5 * largest);
  }

  @Test
  void anAtOnceNetIsAPlainOneWithItsScalesFolded(@TempDir Path folder) {
    Backbone backbone = SLIM.fromScratch();
    Net atOnce = randomised(Fcn.stride8AtOnce(backbone).classes(5).build());
    // The skips must matter: at the factors of training they are invisible among random scores.
    atOnce.params().get("scale_pool4.0").array().muli(100);
    atOnce.params().get("scale_pool3.0").array().muli(10_000);
    atOnce.params().touch();
    Net plain = Fcn.stride8(SLIM).classes(5).build();
    WeightSource folded =
        atOnce
            .params()
            .asSource()
            .foldScale("scale_pool4", "score_pool4")
            .foldScale("scale_pool3", "score_pool3");
    assertThat(plain.params().load(folded).isComplete()).isTrue();
    INDArray expected = scores(atOnce);
    assertClose(scores(plain), expected);
    plain.params().transplant(atOnce.params().asSource());
    double unfolded = scores(plain).sub(expected).amaxNumber().doubleValue();
    assertThat(unfolded).isGreaterThan(1e-2 * expected.amaxNumber().doubleValue());

    Path file = folder.resolve("plain.safetensors");
    SafeTensors.write(file, folded.readAll(), Map.of());
    try (WeightSource written = SafeTensors.open(file)) {
      plain.params().load(written);
    }
    assertClose(scores(plain), expected);
  }

  @Test
  void moreClassesScoreTheOldOnesAsBefore() {
    Net few = randomised(Fcn.stride16(SLIM.fromScratch()).classes(5).build());
    Net many = Fcn.stride16(SLIM).classes(8).build();
    WeightSource source = few.params().asSource();
    assertThatThrownBy(() -> many.params().transplant(source.withOutputs("score_*", 8)))
        .isInstanceOf(FcnException.class)
        .hasMessageContaining("transplant(source.without(\"upscore2\", \"upscore16\"))");
    many.params().transplant(source.withOutputs("score_*", 8).without("upscore*"));
    INDArray scores = scores(many);
    assertClose(Views.slice(scores, 1, 0, 5).dup('c'), scores(few));
    assertThat(Views.slice(scores, 1, 5, 8).amaxNumber().doubleValue()).isZero();
  }

  /** A depth channel that is the mean of the colours does what a brighter image does. */
  @Test
  void depthIsWeighedLikeTheMeanOfTheColours() {
    NetBuilder rgb = NetBuilder.named("rgb");
    Blob colours = rgb.input("data", 3);
    Net net = rgb.output(rgb.add("conv1_1", conv(4).kernel(3).pad(1), colours)).build(1);
    INDArray weights = random(1, Shape.of(4, 3, 3, 3), 1);
    net.params().set("conv1_1.0", weights);
    net.params().set("conv1_1.1", random(2, Shape.of(4), 1));
    NetBuilder rgbd = NetBuilder.named("rgbd");
    Blob all = rgbd.input("data", 4);
    Net deeper = rgbd.output(rgbd.add("conv1_1_bgrd", conv(4).kernel(3).pad(1), all)).build(1);
    deeper.params().load(net.params().asSource().withInputChannels("conv1_1", "conv1_1_bgrd", 4));
    INDArray image = random(3, Shape.of(1, 3, 8, 9), 100);
    INDArray depth = random(4, Shape.of(1, 1, 8, 9), 100);
    INDArray expected =
        run(net, Map.of("data", image.add(depth.broadcast(1, 3, 8, 9).div(3))), "conv1_1");
    INDArray actual = run(deeper, Map.of("data", Nd4j.concat(1, image, depth)), "conv1_1_bgrd");
    assertClose(actual, expected);
  }

  @Test
  void twoStreamsAreFilledFromTwoNets() {
    NetBuilder b = NetBuilder.named("color-hha");
    Blob color = b.add("scorecolor", conv(2), b.input("color", 3));
    Blob hha = b.add("scorehha", conv(2), b.input("hha", 3));
    Net both = b.output(b.add("fused", sum(), color, hha)).build(1);
    NetBuilder one = NetBuilder.named("one");
    Net rgb = randomised(one.output(one.add("score", conv(2), one.input("data", 3))).build(1));
    Net depth = rgb.fork();
    depth.params().get("score.0").array().muli(-3);
    depth.params().touch();
    both.params().transplant(rgb.params().asSource().renamed(name -> name + "color"));
    both.params().transplant(depth.params().asSource().renamed(name -> name + "hha"));
    Map<String, INDArray> images = new HashMap<>();
    images.put("color", random(3, Shape.of(1, 3, 4, 5), 100));
    images.put("hha", random(4, Shape.of(1, 3, 4, 5), 100));
    INDArray expected =
        run(rgb, Map.of("data", images.get("color")), "score")
            .add(run(depth, Map.of("data", images.get("hha")), "score"));
    assertClose(run(both, images, "fused"), expected);
  }
}
