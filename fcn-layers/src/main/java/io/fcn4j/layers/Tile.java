package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Repeats the bottom along an axis; the gradient is the sum of those of the copies: Caffe's Tile.
 *
 * <p>Shapes: y like x but for {@code axis}, which is {@code tiles} times as long.
 *
 * @param axis default 1, channels; negative values count from the end
 * @param tiles how many copies; Caffe has no default
 */
public record Tile(int axis, int tiles) implements UnaryLayer {
  public Tile {
    if (tiles < 1) {
      throw new FcnException("tiles: found %d, expected at least 1".formatted(tiles));
    }
  }

  public Tile axis(int axis) {
    return new Tile(axis, tiles);
  }

  @Override
  public Shape shape(Shape x) {
    return x.with(axis, Math.multiplyExact(x.dim(axis), tiles));
  }

  @Override
  public CoordMap coordMap() {
    return ImageAxes.coordMap(axis);
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    Shape x = context.bottom();
    int along = x.axis(axis);
    Views.Of<INDArray> copies = blocks(x.count(0, along), tiles, x.count(along));
    Views.Of<INDArray> one = blocks(x.count(0, along), 1, x.count(along));
    NdOp repeat = NdOp.named("assign");
    NdOp sum = NdOp.named("reduce_sum").ints(1).bools(true);
    return Kernel.of(
        io -> repeat.run(copies.of(io.top()), copies.of(io.top()), one.of(io.bottom())),
        io -> sum.run(one.of(io.bottomDiff()), copies.of(io.topDiff())));
  }

  private static Views.Of<INDArray> blocks(long... dims) {
    return new Views.Of<>(array -> Views.reshape(array, dims));
  }
}
