package io.fcn4j.core.nd4j;

import java.util.IdentityHashMap;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Views onto the memory of arrays, without copies. */
public final class Views {
  private Views() {}

  /** The same elements in another shape; the array must be dense and in c order. */
  public static INDArray reshape(INDArray array, long... shape) {
    return strided(array, 0, shape, cOrder(shape));
  }

  /** The elements {@code from} to {@code to} along an axis. */
  public static INDArray slice(INDArray array, int axis, long from, long to) {
    long[] shape = array.shape().clone();
    shape[axis] = to - from;
    return strided(array, from * array.stride(axis), shape, array.stride());
  }

  /** Any window of an array: offset and strides count elements. */
  public static INDArray strided(INDArray array, long offset, long[] shape, long[] strides) {
    return Nd4j.create(
        array.data(), shape, strides.clone(), array.offset() + offset, 'c', array.dataType());
  }

  /** The strides of a dense array in c order. */
  public static long[] cOrder(long... shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strides;
  }

  /**
   * Derives something (views, usually) from each of the arrays that a kernel works on, once. Not
   * for arrays that change: what was derived is kept.
   */
  public static final class Of<T> {
    private final Function<INDArray, T> derive;
    private final IdentityHashMap<INDArray, T> derived = new IdentityHashMap<>();

    public Of(Function<INDArray, T> derive) {
      this.derive = derive;
    }

    public T of(INDArray array) {
      return derived.computeIfAbsent(array, derive);
    }
  }
}
