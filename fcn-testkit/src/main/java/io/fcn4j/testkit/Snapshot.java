package io.fcn4j.testkit;

import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies of everything that a run made, by what it is: "top 0", "gradient of bottom 1". */
final class Snapshot {
  private final Map<String, Values> all = new LinkedHashMap<>();

  /** One array. */
  static final class Values {
    final Shape shape;
    final float[] data;

    Values(Shape shape, float[] data) {
      this.shape = shape;
      this.data = data;
    }

    static Values of(INDArray array) {
      return new Values(Shape.of(array.shape()), Host.read(array));
    }

    /** For messages: {@code at [1, 0, 3]}. */
    String at(int index) {
      long[] position = new long[shape.rank()];
      for (int axis = 0; axis < position.length; axis++) {
        position[axis] = index / shape.count(axis + 1) % shape.dim(axis);
      }
      return "at " + Arrays.toString(position);
    }
  }

  void put(String what, INDArray array) {
    all.put(what, Values.of(array));
  }

  void put(String what, Values values) {
    all.put(what, values);
  }

  Values get(String what) {
    Values values = all.get(what);
    if (values == null) {
      throw new IllegalArgumentException("no " + what + " among " + all.keySet());
    }
    return values;
  }

  /** Whether the arrays whose names start so are the same, bit for bit. */
  boolean sameBits(String start, Snapshot other) {
    return all.keySet().stream()
        .filter(what -> what.startsWith(start))
        .allMatch(what -> Arrays.equals(get(what).data, other.get(what).data));
  }

  /** This, but twice the arrays whose names start so. */
  Snapshot withDoubled(String start) {
    Snapshot doubled = new Snapshot();
    all.forEach(
        (what, values) -> {
          float[] data = values.data.clone();
          for (int i = 0; i < data.length && what.startsWith(start); i++) {
            data[i] *= 2;
          }
          doubled.put(what, new Values(values.shape, data));
        });
    return doubled;
  }

  /** Fails unless every array expected is here, bit for bit. */
  void requireBits(Snapshot expected, String when) {
    expected.all.forEach((what, values) -> require(what, get(what), values, -1, when));
  }

  /** Fails unless every array expected is here, up to a part of its largest value. */
  void requireWithin(double tolerance, Snapshot expected, String when) {
    expected.all.forEach((what, values) -> require(what, get(what), values, tolerance, when));
  }

  /** Compares two arrays; a negative tolerance asks for the same bits. */
  static void require(String what, Values found, Values expected, double tolerance, String when) {
    if (!found.shape.equals(expected.shape)) {
      throw Finding.of("%s: shape of %s".formatted(when, what), found.shape, expected.shape);
    }
    double allowed = tolerance * largest(expected.data);
    int first = -1;
    int wrong = 0;
    for (int i = 0; i < expected.data.length; i++) {
      float is = found.data[i];
      float should = expected.data[i];
      boolean same = Float.floatToRawIntBits(is) == Float.floatToRawIntBits(should);
      // Not "> allowed": NaN must fail.
      if (!same && !(Math.abs((double) is - should) <= allowed)) {
        first = wrong++ == 0 ? i : first;
      }
    }
    if (wrong > 0) {
      throw Finding.of(
          "%s: %s (%s) is wrong in %d of %d elements, first %s"
              .formatted(
                  when, what, expected.shape, wrong, expected.data.length, expected.at(first)),
          found.data[first],
          expected.data[first]
              + (tolerance < 0 ? ", the same bits" : " +- %.1e".formatted(allowed)));
    }
  }

  private static double largest(float[] data) {
    double largest = 0;
    for (float value : data) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
