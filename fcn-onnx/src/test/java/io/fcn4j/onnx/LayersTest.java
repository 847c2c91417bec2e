package io.fcn4j.onnx;

import static io.fcn4j.layers.Layers.absVal;
import static io.fcn4j.layers.Layers.avePool;
import static io.fcn4j.layers.Layers.batchNorm;
import static io.fcn4j.layers.Layers.bias;
import static io.fcn4j.layers.Layers.biasByBottom;
import static io.fcn4j.layers.Layers.bnll;
import static io.fcn4j.layers.Layers.concat;
import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.deconv;
import static io.fcn4j.layers.Layers.dropout;
import static io.fcn4j.layers.Layers.elu;
import static io.fcn4j.layers.Layers.exp;
import static io.fcn4j.layers.Layers.flatten;
import static io.fcn4j.layers.Layers.globalAvePool;
import static io.fcn4j.layers.Layers.globalMaxPool;
import static io.fcn4j.layers.Layers.innerProduct;
import static io.fcn4j.layers.Layers.leakyRelu;
import static io.fcn4j.layers.Layers.log;
import static io.fcn4j.layers.Layers.lrn;
import static io.fcn4j.layers.Layers.max;
import static io.fcn4j.layers.Layers.maxPool;
import static io.fcn4j.layers.Layers.parameter;
import static io.fcn4j.layers.Layers.power;
import static io.fcn4j.layers.Layers.prelu;
import static io.fcn4j.layers.Layers.prod;
import static io.fcn4j.layers.Layers.relu;
import static io.fcn4j.layers.Layers.reshape;
import static io.fcn4j.layers.Layers.scale;
import static io.fcn4j.layers.Layers.scaleByBottom;
import static io.fcn4j.layers.Layers.sigmoid;
import static io.fcn4j.layers.Layers.slice;
import static io.fcn4j.layers.Layers.sliceEvenly;
import static io.fcn4j.layers.Layers.softmax;
import static io.fcn4j.layers.Layers.split;
import static io.fcn4j.layers.Layers.sum;
import static io.fcn4j.layers.Layers.tanh;
import static io.fcn4j.layers.Layers.threshold;
import static io.fcn4j.layers.Layers.tile;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Crop;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.BatchNorm;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every layer that can be exported, with each of its settings, in ONNX Runtime. */
class LayersTest {
  private static final double TOLERANCE = 1e-5;
  private static final Shape X = Shape.of(2, 6, 9, 11);

  @TempDir private Path temp;

  @TestFactory
  Stream<DynamicTest> windows() {
    return Stream.of(
        on(X, conv(4).kernel(3).pad(1)),
        on(X, conv(4).kernel(3, 2).stride(2, 1).pad(0, 1).noBias()),
        on(X, conv(4).kernel(3).dilation(2, 3).pad(2)),
        on(X, conv(4).kernel(2).group(2)),
        on(X, conv(6).kernel(3).group(6)),
        on(X, deconv(4).kernel(4).stride(2).pad(1)),
        on(X, deconv(4).kernel(3, 2).stride(1, 3).dilation(2).noBias()),
        on(X, deconv(4).kernel(4).stride(2).group(2)),
        on(X, deconv(6).kernel(8).stride(4).group(6)),
        on(X, maxPool(3).stride(2)),
        on(X, maxPool(2).stride(2).pad(1).floor()),
        on(X, maxPool(3).stride(2).pad(1).withMask()),
        on(X, avePool(3).stride(2)),
        on(X, avePool(4).stride(3).pad(2)),
        on(X, avePool(3).stride(2).pad(1).floor()),
        on(X, globalMaxPool().withMask()),
        on(X, globalAvePool()));
  }

  @TestFactory
  Stream<DynamicTest> activations() {
    return Stream.of(
        on(X, relu()),
        on(X, leakyRelu(0.2f)),
        on(X, leakyRelu(-0.2f)),
        on(X, prelu()),
        on(Shape.of(3, 4), prelu()),
        on(X, prelu().shared()),
        on(X, elu(0.7f)),
        on(X, sigmoid()),
        on(X, tanh()),
        on(X, absVal()),
        on(X, bnll()),
        on(X, threshold(0.25f)),
        on(X, dropout()));
  }

  @TestFactory
  Stream<DynamicTest> arithmetic() {
    return Stream.of(
        on(List.of(X, X), sum()),
        on(List.of(X, X, X), sum(1f, -2.5f, 0.5f)),
        on(List.of(X, X, X), prod()),
        on(List.of(X, X, X), max()),
        on(X, power(1)),
        on(X, power(1).scale(-3).shift(0.5f)),
        on(X, power(2)),
        on(X, power(-0.7f).scale(0.5f).shift(2)),
        on(X, power(3).scale(0).shift(2)),
        on(X, exp()),
        on(X, exp().base(3).scale(0.5f).shift(1)),
        on(X, log().shift(2)),
        on(X, log().base(10).scale(0.5f).shift(2)),
        on(X, scale()),
        on(X, scale().bias()),
        on(X, scale().axis(2).numAxes(2).bias()),
        on(X, scale().axis(0).numAxes(-1)),
        on(X, scale().numAxes(0).bias()),
        on(List.of(X, Shape.of(6)), scaleByBottom()),
        on(List.of(X, Shape.of(2, 6)), scaleByBottom().axis(0).bias()),
        on(List.of(X, Shape.of(9, 11)), scaleByBottom().axis(-2)),
        on(X, bias()),
        on(X, bias().axis(1).numAxes(-1)),
        on(List.of(X, Shape.of(6, 9)), biasByBottom()));
  }

  @TestFactory
  Stream<DynamicTest> normalizations() {
    return Stream.of(
        on(X, lrn().alpha(0.5f)),
        on(X, lrn().localSize(3).alpha(2).beta(0.6f).k(1.5f)),
        on(X, lrn().localSize(3).alpha(2).withinChannel()),
        on(X, batchNorm().eps(1e-3f)),
        on(X, batchNorm().statistics(BatchNorm.Statistics.STORED)),
        on(X, batchNorm().statistics(BatchNorm.Statistics.OF_BATCH)),
        on(Shape.of(4, 3), batchNorm()),
        on(X, softmax()),
        on(X, softmax().axis(-1)),
        on(Shape.of(2, 5), softmax()));
  }

  @TestFactory
  Stream<DynamicTest> structure() {
    return Stream.of(
        on(List.of(X, Shape.of(1, 1, 5, 6)), new Crop(2, List.of(3L, 1L))),
        on(List.of(X, Shape.of(1, 1, 5, 6)), new Crop(-2, List.of(2L))),
        on(List.of(X, Shape.of(2, 4, 7, 9)), new Crop(1, List.of(2L, 1L, 0L))),
        on(List.of(X, X.with(1, 2)), concat()),
        on(List.of(X, X.with(3, 2), X), concat(-1)),
        on(X, slice(1, 1, 4)),
        on(X, sliceEvenly(-3, 2)),
        on(X, sliceEvenly(1, 1)),
        on(X, split(3)),
        on(X, flatten()),
        on(X, flatten().axis(0).endAxis(1)),
        on(X, reshape(0, -1, 3)),
        on(X, reshape(2, 3).axis(1).numAxes(1)),
        on(X, tile(3)),
        on(X, tile(2).axis(-1)),
        on(X, innerProduct(5)),
        on(X, innerProduct(5).axis(2).noBias()),
        on(X, innerProduct(5).axis(0).transposed()),
        on(List.of(), parameter(2, 3)));
  }

  private DynamicTest on(Shape x, Layer layer) {
    return on(List.of(x), layer);
  }

  private DynamicTest on(List<Shape> bottoms, Layer layer) {
    return dynamicTest(
        layer + " on " + bottoms,
        () -> {
          NetBuilder builder = NetBuilder.named("one");
          Map<String, INDArray> inputs = new LinkedHashMap<>();
          Blob[] blobs = new Blob[bottoms.size()];
          for (int i = 0; i < blobs.length; i++) {
            blobs[i] = builder.input("x" + i, bottoms.get(i));
            inputs.put("x" + i, Agreement.random(bottoms.get(i), 100 + i));
          }
          builder.addAll("layer", layer, blobs);
          Net net = builder.build(1);
          Agreement.randomize(net, 1);
          Agreement.check(net, inputs, temp, TOLERANCE);
        });
  }
}
