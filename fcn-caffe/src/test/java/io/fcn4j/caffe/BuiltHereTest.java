package io.fcn4j.caffe;

import static io.fcn4j.layers.Layers.batchNorm;
import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.deconv;
import static io.fcn4j.layers.Layers.dropout;
import static io.fcn4j.layers.Layers.maxPool;
import static io.fcn4j.layers.Layers.relu;
import static io.fcn4j.layers.Layers.softmaxLoss;
import static io.fcn4j.layers.Layers.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Blob;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Mults;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Node;
import io.fcn4j.core.ParamRule;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.layers.caffe.CaffeNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A net that was built here, with derived crops and fixed upsampling, runs in Caffe. */
class BuiltHereTest {
  private static final Shape IMAGE = Shape.of(1, 3, 33, 38);
  private static final Shape LABELS = Shape.of(1, 1, 33, 38);

  @TempDir private Path folder;

  private static Net fcn() {
    NetBuilder b = NetBuilder.named("small-fcn");
    Blob data = b.input("data", IMAGE);
    Blob pool1 =
        b.from(data)
            .add("conv1", conv(6).kernel(3).pad(20).biasMults(Mults.BIAS))
            .addInPlace("relu1", relu())
            .add("pool1", maxPool(2))
            .blob();
    Blob pool2 =
        b.from(pool1)
            .add("conv2", conv(8).kernel(3).pad(1).group(2))
            .addInPlace("relu2", relu())
            .addInPlace("drop2", dropout(0))
            .add("pool2", maxPool(3).stride(2))
            .blob();
    Blob coarse = b.add("score2", conv(5).kernel(1), pool2);
    Blob up = b.add("upscore2", deconv(5).kernel(3).stride(2).bilinear(), coarse);
    Blob fine = b.add("score1", conv(5).kernel(1), pool1);
    Blob fused = b.add("fuse", sum(), b.cropLike("upscore2c", up, fine), fine);
    Blob upscore = b.add("upscore", deconv(5).kernel(4).stride(2).bilinear().frozen(), fused);
    Blob score = b.cropLike("score", upscore, data);
    Blob label = b.input("label", LABELS);
    return b.loss("loss", softmaxLoss().ignore(4), score, label).build(5);
  }

  @Test
  void runsInCaffe() throws IOException {
    Net net = fcn();
    Path prototxt = folder.resolve("fcn.prototxt");
    Path weights = folder.resolve("fcn.caffemodel");
    Caffe.write(net, prototxt, weights);
    String text = "force_backward: true " + Files.readString(prototxt);
    try (CaffeNet caffe = CaffeNet.of(text, Phase.TRAIN)) {
      caffe.readWeights(weights);
      new NetComparison(net, caffe)
          .random("data", IMAGE, -1, 1)
          .labels("label", LABELS, 5)
          .forwardAndBackward();
    }
    Net again = Prototxt.read(prototxt, Phase.TRAIN).withWeights(weights);
    assertThat(again.graph().nodes().get(0))
        .isEqualTo(Prototxt.read(prototxt, Phase.TEST).graph().nodes().get(0));
    net.params()
        .all()
        .forEach(
            param -> {
              assertThat(again.params().get(param.key()).array()).isEqualTo(param.array());
              assertThat(again.params().get(param.key()).mults()).isEqualTo(param.mults());
            });
  }

  @Test
  void whatWasFrozenLaterIsWrittenSo() {
    Net net = fcn();
    net.params().freeze("conv1");
    Path prototxt = folder.resolve("fcn.prototxt");
    Caffe.writePrototxt(net, prototxt);
    Net again = Prototxt.read(prototxt, Phase.TRAIN).build(1);
    assertThat(again.params().get("conv1.0").mults()).isEqualTo(Mults.FROZEN);
    assertThat(again.params().get("conv2.0").mults()).isEqualTo(Mults.DEFAULT);
  }

  private record Twice() implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return x;
    }

    @Override
    public Kernel kernel(KernelContext context) {
      return Kernel.forwardOnly(io -> io.bottom().muli(2, io.top()));
    }
  }

  @Test
  void layersThatCaffeLacksAreRefused() {
    NetBuilder b = NetBuilder.named("own");
    Blob own = b.add("twice", new Twice(), b.input("data", 3));
    Path prototxt = folder.resolve("own.prototxt");
    Path weights = folder.resolve("own.caffemodel");
    assertThatThrownBy(() -> Caffe.write(b.output(own).build(1), prototxt, weights))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "layer 'twice' (Twice): Caffe has no such layer; leave it out, or build it from Caffe's");
    assertThat(prototxt).doesNotExist();
    assertThat(weights).doesNotExist();
  }

  /** Statistics that are shared, a flag for one of two bottoms, and an input named as a layer. */
  @Test
  void whatIsLeftUnsaidIsWrittenAsCaffeWantsIt() throws IOException {
    NetBuilder b = NetBuilder.named("net");
    b.input("norm", IMAGE);
    ParamRule[] shared = {
      ParamRule.sharedAs("m"), ParamRule.sharedAs("v"), ParamRule.sharedAs("f")
    };
    for (String name : new String[] {"norm", "norm2"}) {
      b.add(
          Node.of(name, batchNorm(), List.of("norm"))
              .withTops(List.of(name + "_y"))
              .withParams(shared));
    }
    b.add(Node.of("sum", sum(), List.of("norm_y", "norm2_y")).withPropagateDown(false));
    Net net = b.build(1);
    net.params().get("norm.2").array().assign(1f);
    net.params().get("norm.1").array().assign(4f);
    Path prototxt = folder.resolve("net.prototxt");
    Path weights = folder.resolve("net.caffemodel");
    Caffe.write(net, prototxt, weights);
    try (CaffeNet caffe = CaffeNet.of(Files.readString(prototxt), Phase.TEST)) {
      caffe.readWeights(weights);
      new NetComparison(net, caffe).random("norm", IMAGE, -1, 1).forward(Phase.TEST);
    }
    assertThat(Prototxt.read(prototxt, Phase.TEST).graph().paramSpecs().keySet())
        .containsExactly("norm.0", "norm.1", "norm.2");
  }
}
