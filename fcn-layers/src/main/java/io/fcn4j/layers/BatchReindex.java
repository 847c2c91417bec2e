package io.fcn4j.layers;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import java.util.List;

/**
 * The images of a batch in another order, some of them perhaps more than once or not at all:
 * Caffe's BatchReindex. The gradient of an image is the sum of those of its copies.
 *
 * <p>Bottoms: N x ...; M indices of images, truncated to integers, to which no gradient flows. Top:
 * M x .... Running throws {@link FcnException} for an index that is no image.
 */
public record BatchReindex() implements Layer {
  @Override
  public Arity arity() {
    return Arity.of(2, 1);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    Shape indices = bottoms.get(1);
    if (indices.rank() != 1) {
      throw new ShapeException(
          "found indices of shape %s, expected 1 axis; reshape them".formatted(indices));
    }
    return List.of(bottoms.get(0).with(0, indices.dim(0)));
  }

  @Override
  public boolean propagatesTo(int bottom) {
    return bottom == 0;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING.andMixesBatch();
  }

  @Override
  public Kernel kernel(KernelContext c) {
    String advice = "Give indices of images of bottom 0.";
    IndexedRows images = new IndexedRows(c, c.bottom(), c.bottoms().get(1), advice);
    return Kernel.of(
        io -> images.pick(io, io.bottom(1), io.bottom(), io.top()),
        io -> images.addUp(io, io.topDiff(), io.bottomDiff().assign(0f)));
  }
}
