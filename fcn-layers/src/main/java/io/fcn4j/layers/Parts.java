package io.fcn4j.layers;

import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A whole and its parts along one axis: the two directions of Concat and Slice. */
final class Parts {
  private final List<Views.Of<INDArray>> windows = new ArrayList<>();
  private final List<Views.Of<INDArray>> parts = new ArrayList<>();

  Parts(Shape whole, List<Shape> shapes, int axis) {
    int along = whole.axis(axis);
    long outer = whole.count(0, along);
    long end = 0;
    for (Shape shape : shapes) {
      long from = end;
      long to = from + shape.count(along);
      windows.add(
          new Views.Of<>(
              x -> Views.slice(Views.reshape(x, outer, whole.count(along)), 1, from, to)));
      parts.add(new Views.Of<>(x -> Views.reshape(x, outer, to - from)));
      end = to;
    }
  }

  /** Copies the parts into the whole. */
  void join(IntFunction<INDArray> part, INDArray whole) {
    for (int i = 0; i < parts.size(); i++) {
      windows.get(i).of(whole).assign(parts.get(i).of(part.apply(i)));
    }
  }

  /** Copies the whole into those parts that are wanted. */
  void split(INDArray whole, IntPredicate wanted, IntFunction<INDArray> part) {
    for (int i = 0; i < parts.size(); i++) {
      if (wanted.test(i)) {
        parts.get(i).of(part.apply(i)).assign(windows.get(i).of(whole));
      }
    }
  }
}
