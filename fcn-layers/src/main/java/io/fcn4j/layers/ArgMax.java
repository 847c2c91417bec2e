package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.core.nd4j.Host;
import java.util.Arrays;
import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The places of the {@code topK} largest values, the largest first: Caffe's ArgMax. Among equal
 * values the last comes first. No gradient.
 *
 * <p>Shapes: with an axis, like the bottom but {@code topK} on that axis: the places along it, or
 * the values there if {@code outMaxVal}. Without an axis, N x 1 x topK (and as many 1 as make up
 * the rank of the bottom): the places in each flattened image; or N x 2 x topK: places, then
 * values.
 *
 * @param topK Caffe's {@code top_k}; default 1
 * @param outMaxVal Caffe's {@code out_max_val}; default false
 * @param axis default none; negative values count from the end
 */
public record ArgMax(int topK, boolean outMaxVal, OptionalInt axis) implements UnaryLayer {
  static final ArgMax DEFAULT = new ArgMax(1, false, OptionalInt.empty());

  public ArgMax {
    if (topK < 1) {
      throw new FcnException("top k: found %d, expected at least 1".formatted(topK));
    }
  }

  public ArgMax topK(int topK) {
    return new ArgMax(topK, outMaxVal, axis);
  }

  /** Gives values: instead of their places along an axis, or after their places in an image. */
  public ArgMax withMaxVal() {
    return new ArgMax(topK, true, axis);
  }

  /** Along one axis, 1 for the class of each pixel. */
  public ArgMax axis(int axis) {
    return new ArgMax(topK, outMaxVal, OptionalInt.of(axis));
  }

  @Override
  public Shape shape(Shape x) {
    long candidates = blocks(x).dim(1);
    if (topK > candidates) {
      throw new ShapeException(
          "found top k %d, expected at most the %d values of %s to choose from"
              .formatted(topK, candidates, x));
    }
    if (axis.isPresent()) {
      return x.with(axis.getAsInt(), topK);
    }
    long[] dims = new long[Math.max(x.rank(), 3)];
    Arrays.fill(dims, 1);
    dims[0] = x.dim(0);
    dims[1] = outMaxVal ? 2 : 1;
    dims[2] = topK;
    return Shape.of(dims);
  }

  /** The bottom as outer x candidates x inner. */
  private Shape blocks(Shape x) {
    if (axis.isEmpty()) {
      return Shape.of(x.dim(0), x.count(1), 1);
    }
    int along = x.axis(axis.getAsInt());
    return Shape.of(x.count(0, along), x.dim(along), x.count(along + 1));
  }

  @Override
  public CoordMap coordMap() {
    return axis.isPresent() ? ImageAxes.coordMap(axis.getAsInt()) : CoordMap.UNDEFINED;
  }

  @Override
  public boolean propagatesTo(int bottom) {
    return false;
  }

  @Override
  public Capabilities capabilities() {
    return axis.equals(OptionalInt.of(0))
        ? Capabilities.READS_NOTHING.andMixesBatch()
        : Capabilities.READS_NOTHING;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    Search search = new Search(this, blocks(context.bottom()));
    return Kernel.forwardOnly(io -> search.run(io.bottom(), io.top()));
  }

  /** On the heap: ND4J's argmax takes the first of equal values. */
  private static final class Search {
    private static final int CHUNK = 1 << 16;

    private final ArgMax layer;
    private final long outer;
    private final long block;
    private final int inner;
    private final float[] chunk;
    private final float[] values;
    private final float[] places;

    Search(ArgMax layer, Shape blocks) {
      this.layer = layer;
      outer = blocks.dim(0);
      block = blocks.count(1);
      inner = Math.toIntExact(blocks.dim(2));
      chunk = new float[(int) Math.min(CHUNK, block)];
      values = new float[Math.multiplyExact(layer.topK, inner)];
      places = new float[values.length];
    }

    void run(INDArray bottom, INDArray top) {
      for (long o = 0; o < outer; o++) {
        Arrays.fill(values, Float.NEGATIVE_INFINITY);
        Arrays.fill(places, 0);
        for (long start = 0; start < block; start += chunk.length) {
          int length = (int) Math.min(chunk.length, block - start);
          Host.read(bottom, o * block + start, chunk, length);
          offer(start, length);
        }
        write(o, top);
      }
    }

    private void offer(long start, int length) {
      int place = (int) (start / inner);
      int column = (int) (start % inner);
      for (int i = 0; i < length; i++) {
        offer(chunk[i], place, column);
        if (++column == inner) {
          column = 0;
          place++;
        }
      }
    }

    /** Inserts a value into the list of its column, before those that are not larger. */
    private void offer(float value, int place, int column) {
      int slot = values.length - inner + column;
      if (!(value >= values[slot])) {
        return;
      }
      for (; slot >= inner && value >= values[slot - inner]; slot -= inner) {
        values[slot] = values[slot - inner];
        places[slot] = places[slot - inner];
      }
      values[slot] = value;
      places[slot] = place;
    }

    private void write(long o, INDArray top) {
      int length = values.length;
      if (layer.axis.isPresent()) {
        Host.write(layer.outMaxVal ? values : places, length, top, o * length);
      } else if (layer.outMaxVal) {
        Host.write(places, length, top, 2 * o * length);
        Host.write(values, length, top, (2 * o + 1) * length);
      } else {
        Host.write(places, length, top, o * length);
      }
    }
  }
}
