package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.avePool;
import static io.fcn4j.layers.Layers.concat;
import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.dropout;
import static io.fcn4j.layers.Layers.lrn;
import static io.fcn4j.layers.Layers.maxPool;
import static io.fcn4j.layers.Layers.relu;
import static io.fcn4j.layers.Layers.sum;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Param;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Nets with wide padding, as the paper's, and images for them. */
final class PaddedNets {
  private PaddedNets() {}

  /** Nets whose first layer pads widely, as the paper's do, from an image to a last blob "y". */
  static Stream<UnaryOperator<NetBuilder.Chain>> nets() {
    return Stream.of(
        chain ->
            chain
                .add("conv1", conv(4).kernel(3).pad(40))
                .add("relu1", relu())
                .add("conv2", conv(4).kernel(3).pad(1))
                .add("pool2", maxPool(2))
                .add("conv3", conv(4).kernel(3).pad(1))
                .add("relu3", relu())
                .add("pool3", maxPool(2))
                .add("y", conv(3).kernel(3)),
        chain ->
            chain
                .add("conv1", conv(4).kernel(7, 3).stride(2).pad(30, 50))
                .add("norm1", lrn().localSize(3))
                .add("pool1", avePool(3).stride(2))
                .add("conv2", conv(4).kernel(3).pad(2).dilation(2))
                .add("pool2", maxPool(3).stride(2).pad(1))
                .add("drop2", dropout())
                .add("y", conv(3)),
        chain ->
            chain
                .add("pool0", maxPool(2))
                .add("conv1", conv(4).kernel(5).pad(64, 9))
                .add("conv2", conv(4).pad(3))
                .add("pool2", maxPool(2))
                .add("pool3", maxPool(2))
                .add("y", conv(3).kernel(5).stride(2)));
  }

  static Stream<Shape> sizes() {
    return Stream.of(
        Shape.of(1, 3, 17, 24),
        Shape.of(2, 3, 40, 33),
        Shape.of(1, 3, 2, 3),
        Shape.of(1, 3, 64, 5));
  }

  static Stream<Arguments> cases() {
    return nets().flatMap(net -> sizes().map(size -> Arguments.of(net, size)));
  }

  static Net first(Shape image) {
    return net(nets().findFirst().orElseThrow(), image);
  }

  /** Readers that want different cells, and branches that meet again. */
  static Net branching(Shape image) {
    NetBuilder b = NetBuilder.named("branches");
    Blob pool =
        b.from(b.input("x", image))
            .add("conv1", conv(4).kernel(3).pad(50))
            .add("pool1", maxPool(2))
            .blob();
    Blob wide = b.add("wide", conv(4).kernel(5).pad(2), pool);
    Blob narrow = b.add("narrow", conv(4), pool);
    Blob both = b.add("sum", sum(), wide, narrow);
    Blob all = b.add("all", concat(), both, pool, wide);
    Blob down = b.add("pool2", maxPool(2), all);
    Blob other = b.add("other", conv(8).kernel(3).pad(1).stride(2), all);
    b.output(b.add("y", conv(3), b.add("joined", concat(), down, other)));
    return filled(b.build(5));
  }

  static Net net(UnaryOperator<NetBuilder.Chain> chain, Shape image) {
    NetBuilder b = NetBuilder.named("padded");
    Blob y = chain.apply(b.from(b.input("x", image))).blob();
    return filled(b.output(y).build(5));
  }

  /** Biases make rows of padding other than zero. */
  static Net filled(Net net) {
    for (Param param : net.params().all()) {
      if (param.shape().rank() == 1) {
        param.array().assign(random(param.shape(), param.key()));
      }
    }
    net.params().touch();
    return net;
  }

  static INDArray random(Shape shape, String seed) {
    CounterRandom random = CounterRandom.seeded(2).stream(seed);
    INDArray array = Nd4j.create(DataType.FLOAT, shape.dims());
    Host.fill(array, i -> 2 * random.uniform(i) - 1);
    return array;
  }
}
