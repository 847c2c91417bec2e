package io.fcn4j.layers;

/** Layers with a {@link Window}: its settings as withers, for both axes or rows and columns. */
public interface Windowed<T> {
  Window window();

  /** This layer with another window. */
  T window(Window window);

  default T kernel(int size) {
    return kernel(size, size);
  }

  default T kernel(int h, int w) {
    return window(window().kernel(h, w));
  }

  default T stride(int size) {
    return stride(size, size);
  }

  default T stride(int h, int w) {
    return window(window().stride(h, w));
  }

  default T pad(int size) {
    return pad(size, size);
  }

  default T pad(int h, int w) {
    return window(window().pad(h, w));
  }
}
