package io.fcn4j.bench.peer;

import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What goes into a peer. As an array of ND4J only where it is asked for: the memory of ND4J itself
 * is no other library's.
 */
public final class Floats {
  private final Shape shape;
  private final ByteBuffer bytes;
  private @Nullable INDArray array;

  private Floats(Shape shape) {
    this.shape = shape;
    bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(shape.count() * Float.BYTES))
            .order(ByteOrder.nativeOrder());
  }

  /** Of a value for every flat index. */
  public static Floats of(Shape shape, Host.FloatByIndex value) {
    Floats made = new Floats(shape);
    FloatBuffer values = made.values();
    for (int i = 0; i < values.capacity(); i++) {
      values.put(i, value.at(i));
    }
    return made;
  }

  Shape shape() {
    return shape;
  }

  /** The memory itself. */
  ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.nativeOrder());
  }

  /** The memory itself. */
  FloatBuffer values() {
    return bytes().asFloatBuffer();
  }

  /** The same copy at every call. */
  public INDArray array() {
    if (array == null) {
      array = Nd4j.createUninitialized(DataType.FLOAT, shape.dims());
      FloatBuffer values = values();
      Host.fill(array, i -> values.get((int) i));
    }
    return array;
  }
}
