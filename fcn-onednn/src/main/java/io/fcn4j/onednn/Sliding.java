package io.fcn4j.onednn;

import io.fcn4j.layers.Window;

/** A window's numbers as oneDNN wants them: rows, then columns. */
final class Sliding {
  final long[] kernel;
  final long[] stride;
  final long[] dilation;
  final long[] padFront;
  final long[] padBack;

  private Sliding(Window window, long[] padBack) {
    kernel = new long[] {window.y().kernel(), window.x().kernel()};
    stride = new long[] {window.y().stride(), window.x().stride()};
    // oneDNN counts the cells that are left out.
    dilation = new long[] {window.y().dilation() - 1, window.x().dilation() - 1};
    padFront = pad(window);
    this.padBack = padBack;
  }

  /** A window whose padding is the same on both sides. */
  static Sliding of(Window window) {
    return new Sliding(window, pad(window));
  }

  /** A window with other padding below and on the right. */
  static Sliding of(Window window, long bottom, long right) {
    return new Sliding(window, new long[] {bottom, right});
  }

  private static long[] pad(Window window) {
    return new long[] {window.y().pad(), window.x().pad()};
  }
}
