package io.fcn4j.caffe.layer;

import io.fcn4j.caffe.proto.BlobShape;
import io.fcn4j.core.Shape;

/** BlobShape in both directions. */
public final class Shapes {
  private Shapes() {}

  /** Throws {@link io.fcn4j.core.ShapeException} for sizes below 1. */
  public static Shape read(BlobShape shape) {
    return Shape.of(shape.getDimList().stream().mapToLong(Long::longValue).toArray());
  }

  public static BlobShape write(Shape shape) {
    BlobShape.Builder proto = BlobShape.newBuilder();
    for (long dim : shape.dims()) {
      proto.addDim(dim);
    }
    return proto.build();
  }
}
