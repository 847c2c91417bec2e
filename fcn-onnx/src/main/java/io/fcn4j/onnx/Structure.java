package io.fcn4j.onnx;

import static io.fcn4j.onnx.Attributes.number;
import static io.fcn4j.onnx.Attributes.numbers;

import io.fcn4j.core.Crop;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.ArgMax;
import io.fcn4j.layers.Concat;
import io.fcn4j.layers.Flatten;
import io.fcn4j.layers.Parameter;
import io.fcn4j.layers.Reshape;
import io.fcn4j.layers.Silence;
import io.fcn4j.layers.Slice;
import io.fcn4j.layers.Split;
import io.fcn4j.layers.Tile;
import io.fcn4j.onnx.proto.AttributeProto;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/** Layers that put values in other places, or find them. */
final class Structure {
  static final List<Translator<?>> ALL =
      List.of(
          Translator.of(Crop.class, Structure::crop),
          Translator.of(
              Concat.class,
              (layer, s) ->
                  s.op(
                      "Concat",
                      List.of(number("axis", s.shape().axis(layer.axis()))),
                      s.bottoms().toArray(Value[]::new))),
          new Translator<>(Slice.class, Structure::slice),
          new Translator<>(Split.class, (layer, s) -> Collections.nCopies(s.tops().size(), s.x())),
          new Translator<>(Silence.class, (layer, s) -> List.of()),
          Translator.of(Flatten.class, (layer, s) -> s.reshaped(s.x(), s.top())),
          Translator.of(Reshape.class, (layer, s) -> s.reshaped(s.x(), s.top())),
          Translator.of(Tile.class, Structure::tile),
          Translator.of(Parameter.class, (layer, s) -> s.param(0)),
          Translator.of(ArgMax.class, Structure::argMax));

  private Structure() {}

  private static Value crop(Crop layer, Scope s) {
    int first = s.shape().axis(layer.axis());
    long[] axes = LongStream.range(first, s.shape().rank()).toArray();
    long[] starts = new long[axes.length];
    long[] ends = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      starts[i] = layer.offsets().get(layer.offsets().size() == 1 ? 0 : i);
      ends[i] = starts[i] + s.top().dim(first + i);
    }
    return s.op("Slice", s.x(), s.longs(starts), s.longs(ends), s.longs(axes));
  }

  private static List<Value> slice(Slice layer, Scope s) {
    int axis = s.shape().axis(layer.axis());
    long[] sizes = s.tops().stream().mapToLong(top -> top.dim(axis)).toArray();
    return s.op(sizes.length, "Split", List.of(number("axis", axis)), s.x(), s.longs(sizes));
  }

  private static Value tile(Tile layer, Scope s) {
    long[] repeats = new long[s.shape().rank()];
    Arrays.fill(repeats, 1);
    repeats[s.shape().axis(layer.axis())] = layer.tiles();
    return s.op("Tile", s.x(), s.longs(repeats));
  }

  /** Of equal values Caffe's last comes first; ONNX can say so for one value, not for several. */
  private static Value argMax(ArgMax layer, Scope s) {
    if (layer.topK() != 1) {
      throw new FcnException(
          "found top k %d, expected 1: which of equal values come first differs in ONNX beyond that"
              .formatted(layer.topK()));
    }
    if (layer.axis().isPresent()) {
      int axis = s.shape().axis(layer.axis().getAsInt());
      return layer.outMaxVal() ? largest(s, s.x(), axis) : place(s, s.x(), axis);
    }
    Value images = s.reshaped(s.x(), Shape.of(s.shape().n(), s.shape().count(1)));
    Value found = place(s, images, 1);
    if (layer.outMaxVal()) {
      found = s.op("Concat", List.of(number("axis", 1)), found, largest(s, images, 1));
    }
    return s.reshaped(found, s.top());
  }

  private static Value place(Scope s, Value x, int axis) {
    List<AttributeProto> last =
        List.of(number("axis", axis), number("keepdims", 1), number("select_last_index", 1));
    return s.op("Cast", List.of(Attributes.toFloat()), s.op("ArgMax", last, x));
  }

  private static Value largest(Scope s, Value x, int axis) {
    return s.op("ReduceMax", List.of(numbers("axes", axis), number("keepdims", 1)), x);
  }
}
