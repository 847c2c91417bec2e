package io.fcn4j.layers;

import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What windows do, as plain loops in double precision. */
final class Naive {
  private Naive() {}

  /** Takes flat indices: a cell of the image, the cell of the map that sees it, and a weight. */
  interface Link {
    void at(int image, int map, int weight);
  }

  /** All links of a convolution, or of the deconvolution from the map to the image. */
  static void convolution(Window window, int group, Shape image, Shape map, Link link) {
    long in = image.c() / group;
    long out = map.c() / group;
    for (long n = 0; n < image.n(); n++) {
      for (long o = 0; o < map.c(); o++) {
        for (long c = 0; c < in; c++) {
          long from = n * image.c() + o / out * in + c;
          channel(window, image, map, from, n * map.c() + o, o * in + c, link);
        }
      }
    }
  }

  /** All links of pooling; there are no weights. */
  static void pooling(Window window, Shape image, Shape map, Link link) {
    for (long c = 0; c < image.count(0, 2); c++) {
      channel(window, image, map, c, c, 0, link);
    }
  }

  private static void channel(
      Window window, Shape image, Shape map, long from, long to, long slice, Link link) {
    Window.Axis y = window.y();
    Window.Axis x = window.x();
    for (long cell = 0; cell < map.count(2); cell++) {
      for (long k = 0; k < window.area(); k++) {
        long i = cell / map.w() * y.stride() - y.pad() + k / x.kernel() * y.dilation();
        long j = cell % map.w() * x.stride() - x.pad() + k % x.kernel() * x.dilation();
        if (i >= 0 && i < image.h() && j >= 0 && j < image.w()) {
          link.at(
              (int) ((from * image.h() + i) * image.w() + j),
              (int) (to * map.count(2) + cell),
              (int) (slice * window.area() + k));
        }
      }
    }
  }

  /** An array of such a shape. */
  static INDArray array(INDArray like, double[] values) {
    INDArray array = Nd4j.create(like.dataType(), like.shape());
    Host.fill(array, i -> (float) values[(int) i]);
    return array;
  }
}
