package io.fcn4j.testkit;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Param;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A layer under test, on bottoms of certain shapes, in one phase. All values are functions of the
 * flat index, so that the first image of a batch is the same whatever follows.
 *
 * @param image where this subject's values start, in images
 */
record Subject(Layer layer, List<Shape> bottoms, Phase phase, Settings settings, int image) {

  /** The name of the layer's node. */
  static final String NODE = "layer";

  Subject layer(Layer other) {
    return new Subject(other, bottoms, phase, settings, image);
  }

  /** The same on other values: those that start at a later image. */
  Subject image(int start) {
    return new Subject(layer, bottoms, phase, settings, start);
  }

  /** The same on other shapes; empty if the layer refuses them or its parameters would change. */
  Optional<Subject> resized(UnaryOperator<Shape> change) {
    try {
      List<Shape> shapes = bottoms.stream().map(change).toList();
      Subject other = new Subject(layer, shapes, phase, settings, image);
      other.tops();
      boolean sameParams = shapesOf(other.params()).equals(shapesOf(params()));
      return sameParams ? Optional.of(other) : Optional.empty();
    } catch (ShapeException e) {
      return Optional.empty();
    }
  }

  /** The same on maps or, if that can't be, a batch of twice the size. */
  Optional<Subject> larger() {
    return resized(Subject::doubledMap)
        .filter(other -> !other.bottoms.equals(bottoms))
        .or(() -> resized(shape -> shape.with(0, 2 * shape.n())));
  }

  private static Shape doubledMap(Shape shape) {
    Shape larger = shape;
    for (int axis = 2; axis < shape.rank(); axis++) {
      larger = larger.with(axis, 2 * shape.dim(axis));
    }
    return larger;
  }

  private static List<Shape> shapesOf(List<ParamSpec> specs) {
    return specs.stream().map(ParamSpec::shape).toList();
  }

  List<Shape> tops() {
    return layer.shapes(bottoms);
  }

  List<ParamSpec> params() {
    return layer.params(bottoms);
  }

  /** Whether there is any gradient to compute. */
  boolean hasBackward() {
    return !tops().isEmpty()
        && (IntStream.range(0, bottoms.size()).anyMatch(layer::propagatesTo) || learns());
  }

  boolean learns() {
    return params().stream().anyMatch(ParamSpec::learned);
  }

  /** Whether a run changes parameters. */
  boolean changesState() {
    return phase == Phase.TRAIN && params().stream().anyMatch(spec -> !spec.learned());
  }

  /** Whether a run depends on the seed. */
  boolean draws() {
    return phase == Phase.TRAIN && layer.capabilities().stochastic();
  }

  static String bottom(int i) {
    return "bottom" + i;
  }

  /** The name of a top in {@link #net}. */
  static String top(int i) {
    return i == 0 ? NODE : NODE + "_" + i;
  }

  static String param(int i) {
    return NODE + "." + i;
  }

  /** A net of this layer alone. */
  Net net() {
    return net(layer);
  }

  /** A net of something in the layer's place. */
  Net net(Layer other) {
    NetBuilder b = NetBuilder.named("contract");
    b.addAll(NODE, other, addInputs(b));
    return fill(b.build(settings.seed()));
  }

  Blob[] addInputs(NetBuilder b) {
    return IntStream.range(0, bottoms.size())
        .mapToObj(i -> b.input(bottom(i), bottoms.get(i)))
        .toArray(Blob[]::new);
  }

  /** Learned parameters in [-1, 1), statistics in [0.5, 1.5): fillers make too many zeros. */
  Net fill(Net net) {
    for (Param param : net.params().all()) {
      CounterRandom random = random(param.key());
      boolean learned = param.spec().learned();
      new Filler.Uniform(learned ? -1 : 0.5f, learned ? 1 : 1.5f).fill(param.array(), random);
    }
    net.params().touch();
    return net;
  }

  Map<String, INDArray> inputs() {
    float min = settings.min();
    float range = settings.max() - min;
    Map<String, INDArray> inputs = new LinkedHashMap<>();
    for (int i = 0; i < bottoms.size(); i++) {
      CounterRandom random = random(bottom(i));
      Host.FloatByIndex values =
          settings.given().getOrDefault(i, index -> min + range * random.uniform(index));
      inputs.put(bottom(i), array(bottoms.get(i), values));
    }
    return inputs;
  }

  /** Random gradients for all tops. */
  List<INDArray> topDiffs() {
    List<Shape> tops = tops();
    return IntStream.range(0, tops.size())
        .mapToObj(i -> array(tops.get(i), Objective.weights(random(top(i)))))
        .toList();
  }

  private CounterRandom random(String stream) {
    return CounterRandom.seeded(settings.seed()).stream(stream);
  }

  private INDArray array(Shape shape, Host.FloatByIndex values) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape.dims());
    long start = image * (shape.rank() == 0 ? 1 : shape.count(1));
    Host.fill(array, index -> values.at(start + index));
    return array;
  }

  @Override
  public String toString() {
    String shapes = String.join(", ", bottoms.stream().map(Shape::toString).toList());
    return layer + " on " + shapes + " in " + phase;
  }
}
