package com.example;

import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.deconv;
import static io.fcn4j.layers.Layers.maxPool;
import static io.fcn4j.layers.Layers.relu;
import static io.fcn4j.layers.Layers.softmaxLoss;
import static io.fcn4j.layers.Layers.sum;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.Shape;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A net by hand, with a layer of one's own in it: built, run, and its gradient computed. */
public final class TinyFcn {
  private TinyFcn() {}

  static Net build(long seed) {
    NetBuilder b = NetBuilder.named("tiny-fcn");
    Blob data = b.input("data", 3); // channels; N, H, W stay free
    Blob pool1 =
        b.from(data)
            .add("scaled", new Times(1 / 128f))
            .add("conv1_1", conv(64).kernel(3).pad(1))
            .add("relu1_1", relu())
            .add("pool1", maxPool(2))
            .blob();
    Blob pool2 =
        b.from(pool1)
            .add("conv2_1", conv(128).kernel(3).pad(1))
            .add("relu2_1", relu())
            .add("pool2", maxPool(2))
            .blob();
    Blob coarse = b.add("score2", conv(21).kernel(1).zeros(), pool2);
    Blob up = b.add("upscore2", deconv(21).kernel(4).stride(2).bilinear(), coarse);
    Blob fine = b.add("score1", conv(21).kernel(1).zeros(), pool1);
    Blob fused = b.add("fuse", sum(), b.cropLike("upscore2c", up, fine), fine); // offset is derived
    Blob upscore = b.add("upscore", deconv(21).kernel(4).stride(2).bilinear().frozen(), fused);
    Blob score = b.cropLike("score", upscore, data);
    return b.loss("loss", softmaxLoss().ignore(255), score, b.label("label"))
        .output(score)
        .build(seed);
  }

  public static void main(String[] args) {
    Net net = build(1337);
    System.out.println(net.summary(Shape.of(1, 3, 500, 500)));

    INDArray image = Nd4j.rand(DataType.FLOAT, 1, 3, 60, 90).muli(255).subi(128);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 1, 1, 60, 90);
    try (Session session = Engines.best().open(net, Phase.TEST)) {
      INDArray scores = session.forward(Map.of("data", image)).get("score");
      System.out.println("scores " + Arrays.toString(scores.shape()));
    }
    try (Session session = Engines.nd4j().open(net, Phase.TRAIN)) {
      session.forward(Map.of("data", image, "label", labels));
      session.backward();
      INDArray gradient = session.gradient("score1.0");
      System.out.println("gradient of score1.0: norm " + gradient.norm2Number());
    }
  }
}
