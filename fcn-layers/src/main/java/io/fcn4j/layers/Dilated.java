package io.fcn4j.layers;

/** Layers whose {@link Window} may have gaps: its dilation as withers. */
public interface Dilated<T> extends Windowed<T> {
  default T dilation(int size) {
    return dilation(size, size);
  }

  default T dilation(int h, int w) {
    return window(window().dilation(h, w));
  }
}
