package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.absVal;
import static io.fcn4j.layers.Layers.accuracy;
import static io.fcn4j.layers.Layers.argMax;
import static io.fcn4j.layers.Layers.bias;
import static io.fcn4j.layers.Layers.biasByBottom;
import static io.fcn4j.layers.Layers.bnll;
import static io.fcn4j.layers.Layers.concat;
import static io.fcn4j.layers.Layers.dropout;
import static io.fcn4j.layers.Layers.elu;
import static io.fcn4j.layers.Layers.euclideanLoss;
import static io.fcn4j.layers.Layers.exp;
import static io.fcn4j.layers.Layers.flatten;
import static io.fcn4j.layers.Layers.leakyRelu;
import static io.fcn4j.layers.Layers.log;
import static io.fcn4j.layers.Layers.max;
import static io.fcn4j.layers.Layers.parameter;
import static io.fcn4j.layers.Layers.power;
import static io.fcn4j.layers.Layers.prelu;
import static io.fcn4j.layers.Layers.prod;
import static io.fcn4j.layers.Layers.relu;
import static io.fcn4j.layers.Layers.reshape;
import static io.fcn4j.layers.Layers.scale;
import static io.fcn4j.layers.Layers.scaleByBottom;
import static io.fcn4j.layers.Layers.sigmoid;
import static io.fcn4j.layers.Layers.sigmoidCrossEntropyLoss;
import static io.fcn4j.layers.Layers.slice;
import static io.fcn4j.layers.Layers.sliceEvenly;
import static io.fcn4j.layers.Layers.softmax;
import static io.fcn4j.layers.Layers.softmaxLoss;
import static io.fcn4j.layers.Layers.split;
import static io.fcn4j.layers.Layers.sum;
import static io.fcn4j.layers.Layers.tanh;
import static io.fcn4j.layers.Layers.threshold;
import static io.fcn4j.layers.Layers.tile;

import io.fcn4j.core.Crop;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Shape;
import io.fcn4j.testkit.LayerContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contract of the layers whose own tests don't have it. */
class ContractsTest {
  private static final Shape IMAGE = Shape.of(2, 3, 4, 5);
  private static final Shape LABELS = Shape.of(2, 1, 4, 5);

  private static Stream<DynamicTest> on(Shape shape, Layer... layers) {
    return Stream.of(layers).flatMap(layer -> LayerContract.of(layer).on(shape));
  }

  @TestFactory
  Stream<DynamicTest> pointwise() {
    return on(
        IMAGE, relu(), leakyRelu(0.1f), sigmoid(), tanh(), dropout(), dropout(0.3f), softmax());
  }

  @TestFactory
  Stream<DynamicTest> rectifiers() {
    return on(
        IMAGE,
        elu(),
        elu(0.3f),
        elu(-0.3f),
        bnll(),
        absVal(),
        threshold(0.2f),
        prelu(),
        prelu().shared());
  }

  @TestFactory
  Stream<DynamicTest> functions() {
    return on(
        IMAGE,
        power(1),
        power(1).scale(-2).shift(0.5f),
        power(2).scale(3).shift(-1),
        power(3),
        power(-1.5f).scale(0.5f).shift(2),
        power(0),
        exp(),
        exp().base(2).scale(-0.5f).shift(1),
        log().shift(2),
        log().base(10).scale(-0.5f).shift(1.5f));
  }

  @TestFactory
  Stream<DynamicTest> channelwise() {
    return on(IMAGE, scale(), scale().bias(), bias());
  }

  @TestFactory
  Stream<DynamicTest> byBottom() {
    return Stream.of(scaleByBottom(), biasByBottom())
        .flatMap(layer -> LayerContract.of(layer).on(IMAGE, Shape.of(3)));
  }

  @TestFactory
  Stream<DynamicTest> elementwise() {
    return Stream.of(sum(), sum(0.5f, -2f), prod(), max())
        .flatMap(layer -> LayerContract.of(layer).on(IMAGE, IMAGE));
  }

  @TestFactory
  Stream<DynamicTest> structural() {
    return Stream.of(
            on(IMAGE, flatten(), reshape(0, -1, 2), slice(1, 1), sliceEvenly(1, 3), argMax()),
            on(IMAGE, split(1), split(3), tile(3), tile(2).axis(0), tile(2).axis(-1)),
            LayerContract.of(parameter(3, 2)).on(),
            LayerContract.of(concat()).on(IMAGE, Shape.of(2, 1, 4, 5)),
            LayerContract.of(concat(2)).on(IMAGE, Shape.of(2, 3, 2, 5)),
            LayerContract.of(new Crop(2, List.of(1L, 2L))).on(IMAGE, Shape.of(2, 7, 3, 2)))
        .flatMap(tests -> tests);
  }

  @TestFactory
  Stream<DynamicTest> reductions() {
    return Stream.of(Reduction.Method.values())
        .map(Layers::reduction)
        .flatMap(all -> on(IMAGE, all, all.axis(1).coeff(-2), all.axis(-1)));
  }

  @TestFactory
  Stream<DynamicTest> losses() {
    return Stream.of(
            labelled(softmaxLoss()),
            labelled(softmaxLoss().ignore(1)),
            labelled(softmaxLoss().normalize(Normalization.NONE).weights(1, 2, 0.5f)),
            labelled(softmaxLoss().sampling(0.5f)),
            labelled(accuracy()),
            LayerContract.of(sigmoidCrossEntropyLoss()).bottom(1, i -> i % 2).on(IMAGE, IMAGE),
            LayerContract.of(euclideanLoss()).on(IMAGE, IMAGE))
        .flatMap(tests -> tests);
  }

  private static Stream<DynamicTest> labelled(Layer layer) {
    return LayerContract.of(layer).bottom(1, i -> i * 7 % 3).on(IMAGE, LABELS);
  }
}
