package io.fcn4j.core.nd4j;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies between dense c-order arrays and the Java heap, for what ND4J has no op for. Arrays that
 * live on a GPU are synchronised around the copy.
 */
public final class Host {
  private static final int CHUNK = 1 << 16;

  private Host() {}

  /** The value at every flat index, called once for each, in order. */
  public interface FloatByIndex {
    float at(long index);
  }

  /** Copies {@code length} elements from flat index {@code from} into the front of an array. */
  public static void read(INDArray source, long from, float[] target, int length) {
    Nd4j.getAffinityManager().ensureLocation(source, Location.HOST);
    pointer(source, from).get(target, 0, length);
  }

  public static float[] read(INDArray source) {
    float[] copy = new float[Math.toIntExact(source.length())];
    read(source, 0, copy, copy.length);
    return copy;
  }

  /** Copies the first {@code length} elements of an array to flat index {@code to}. */
  public static void write(float[] source, int length, INDArray target, long to) {
    // Only a part of the array may be written here, so the rest must be current as well.
    Nd4j.getAffinityManager().ensureLocation(target, Location.HOST);
    pointer(target, to).put(source, 0, length);
    Nd4j.getAffinityManager().tagLocation(target, Location.HOST);
  }

  public static void write(float[] source, INDArray target) {
    write(source, source.length, target, 0);
  }

  /** The flat index of the first NaN or infinity, or -1 if all values are finite. */
  public static long firstNonFinite(INDArray array) {
    float[] chunk = new float[(int) Math.min(CHUNK, array.length())];
    for (long from = 0; from < array.length(); from += chunk.length) {
      int length = (int) Math.min(chunk.length, array.length() - from);
      read(array, from, chunk, length);
      for (int i = 0; i < length; i++) {
        if (!Float.isFinite(chunk[i])) {
          return from + i;
        }
      }
    }
    return -1;
  }

  /** Overwrites an array with a function of the flat index. */
  public static void fill(INDArray target, FloatByIndex function) {
    float[] chunk = new float[(int) Math.min(CHUNK, target.length())];
    for (long start = 0; start < target.length(); start += chunk.length) {
      int length = (int) Math.min(chunk.length, target.length() - start);
      for (int i = 0; i < length; i++) {
        chunk[i] = function.at(start + i);
      }
      write(chunk, length, target, start);
    }
  }

  /** The memory of a view from a flat index on; addressPointer already holds the view's offset. */
  private static FloatPointer pointer(INDArray array, long from) {
    return new FloatPointer(array.data().addressPointer()).position(from);
  }
}
