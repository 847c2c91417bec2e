package io.fcn4j.onnx;

import io.fcn4j.core.Shape;
import io.fcn4j.onnx.proto.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the translation of one node reads, and where it puts its operations. */
final class Scope {
  private final Place at;
  private final Dataflow flow;
  private final WeightTable weights;
  private final List<Value> bottoms;

  Scope(Place at, Dataflow flow, WeightTable weights, List<Value> bottoms) {
    this.at = at;
    this.flow = flow;
    this.weights = weights;
    this.bottoms = bottoms;
  }

  List<Value> bottoms() {
    return bottoms;
  }

  Value x() {
    return bottoms.get(0);
  }

  /** The shape of bottom 0. */
  Shape shape() {
    return shape(0);
  }

  Shape shape(int bottom) {
    return at.bottoms().get(bottom);
  }

  /** The shape of top 0. */
  Shape top() {
    return at.tops().get(0);
  }

  List<Shape> tops() {
    return at.tops();
  }

  /** A parameter as a constant of the model. */
  Value param(int index) {
    return param(index, paramShape(index));
  }

  /** A parameter under another shape. */
  Value param(int index, Shape as) {
    return weights.of(at.params().get(index), as);
  }

  Shape paramShape(int index) {
    return at.paramShapes().get(index);
  }

  INDArray paramArray(int index) {
    return at.params().get(index).array();
  }

  /** A value and all parameters: the inputs of most operators that have weights. */
  Value[] withParams(Value x) {
    return Stream.concat(Stream.of(x), IntStream.range(0, at.params().size()).mapToObj(this::param))
        .toArray(Value[]::new);
  }

  Value scalar(double value) {
    return constant(Constant.floats(fresh("constant"), Shape.of(), (float) value));
  }

  /** A vector of floats. */
  Value floats(float... values) {
    return constant(Constant.floats(fresh("constant"), Shape.of(values.length), values));
  }

  /** A vector of whole numbers. */
  Value longs(long... values) {
    return constant(Constant.longs(fresh("constant"), values));
  }

  private Value constant(Constant constant) {
    flow.constants().add(constant);
    return constant.value();
  }

  /** Adds an operation without settings. */
  Value op(String type, Value... inputs) {
    return op(type, List.of(), inputs);
  }

  /** Adds an operation of one output. */
  Value op(String type, List<AttributeProto> attributes, Value... inputs) {
    return op(1, type, attributes, inputs).get(0);
  }

  /** Adds an operation of so many outputs. */
  List<Value> op(int outputs, String type, List<AttributeProto> attributes, Value... inputs) {
    List<Value> made = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      made.add(fresh(type));
    }
    flow.operations()
        .add(new Operation(origin(type), type, attributes, List.of(inputs), List.copyOf(made)));
    return made;
  }

  private Value fresh(String what) {
    return new Value(origin(what));
  }

  private String origin(String what) {
    return at.node().name() + "/" + what;
  }

  /** The same elements under another shape. */
  Value reshaped(Value x, Shape shape) {
    return op("Reshape", x, longs(shape.dims()));
  }
}
