package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.avePool;
import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.deconv;
import static io.fcn4j.layers.Layers.lrn;
import static io.fcn4j.layers.Layers.maxPool;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.Agreement;
import io.fcn4j.layers.caffe.LayerRun;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The layers with windows against plain loops, on every platform and in what Caffe lacks. */
class NaiveTest {
  private static final double TOLERANCE = 1e-6;

  private float[] x = {};
  private float[] w = {};
  private float[] dy = {};
  private double[] y = {};
  private double[] dx = {};
  private double[] dw = {};

  private LayerRun run(Layer layer, Shape bottom) {
    LayerRun run = LayerRun.of(layer, Phase.TRAIN, 1, bottom);
    x = random(run.bottom(0), "x");
    dy = random(run.topDiff(0), "dy");
    if (!run.specs().isEmpty()) {
      w = random(run.param(0), "w");
    }
    y = new double[dy.length];
    dx = new double[x.length];
    dw = new double[w.length];
    run.forward();
    run.backward();
    return run;
  }

  private static float[] random(INDArray array, String stream) {
    new Filler.Uniform(-1, 1).fill(array, CounterRandom.seeded(1).stream(stream));
    return Host.read(array);
  }

  private void compare(LayerRun run) {
    compare("top", run.top(0), y);
    compare("gradient of the bottom", run.bottomDiff(0), dx);
    if (w.length > 0) {
      compare("gradient of the weight", run.paramDiff(0), dw);
    }
  }

  private static void compare(String what, INDArray found, double[] expected) {
    Agreement.require(what, found, Naive.array(found, expected), TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void convolution(int group) {
    Convolution by = conv(8).kernel(3, 4).stride(2, 1).pad(1, 2).group(group).noBias();
    for (Convolution layer : new Convolution[] {by, by.dilation(2, 1)}) {
      Shape image = Shape.of(2, 12, 9, 8);
      LayerRun run = run(layer, image);
      Naive.convolution(
          layer.window(),
          group,
          image,
          layer.shape(image),
          (i, m, k) -> {
            y[m] += (double) w[k] * x[i];
            dx[i] += (double) w[k] * dy[m];
            dw[k] += (double) x[i] * dy[m];
          });
      compare(run);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void deconvolution(int group) {
    Deconvolution by = deconv(12).kernel(3, 4).stride(2, 1).pad(1, 2).group(group).noBias();
    for (Deconvolution layer : new Deconvolution[] {by, by.dilation(2, 1)}) {
      Shape map = Shape.of(2, 8, 4, 6);
      LayerRun run = run(layer, map);
      Naive.convolution(
          layer.window(),
          group,
          layer.shape(map),
          map,
          (i, m, k) -> {
            y[i] += (double) w[k] * x[m];
            dx[m] += (double) w[k] * dy[i];
            dw[k] += (double) x[m] * dy[i];
          });
      compare(run);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CEIL", "FLOOR"})
  void maxPooling(Pooling.RoundMode mode) {
    Pooling by = maxPool(3).stride(2, 1).pad(1, 0);
    Pooling layer = mode == Pooling.RoundMode.FLOOR ? by.floor() : by;
    Shape image = Shape.of(2, 3, 8, 6);
    LayerRun run = run(layer, image);
    Arrays.fill(y, -2);
    int[] best = new int[y.length];
    Naive.pooling(
        layer.window(),
        image,
        run.topShapes().get(0),
        (i, m, k) -> {
          if (x[i] > y[m]) {
            y[m] = x[i];
            best[m] = i;
          }
        });
    for (int m = 0; m < y.length; m++) {
      dx[best[m]] += dy[m];
    }
    compare(run);
  }

  /** With windows of which no part is cut off by rounding up, all divide by their whole area. */
  @ParameterizedTest
  @ValueSource(strings = {"2x3x8x7", "1x2x9x4"})
  void avePoolingRoundedDown(String bottom) {
    Pooling layer = avePool(3).stride(2, 1).pad(1, 0).floor();
    Shape image = Shape.parse(bottom);
    LayerRun run = run(layer, image);
    Naive.pooling(
        layer.window(),
        image,
        run.topShapes().get(0),
        (i, m, k) -> {
          y[m] += x[i] / 9.0;
          dx[i] += dy[m] / 9.0;
        });
    compare(run);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void lrnWithinChannel(int size) {
    Lrn layer = lrn().withinChannel().localSize(size).alpha(2).beta(0.6f);
    Shape image = Shape.of(2, 3, 4, 5);
    LayerRun run = run(layer, image);
    int pad = size / 2;
    Window window = Window.CELL.kernel(size, size).pad(pad, pad);
    double[] s = new double[x.length];
    Arrays.fill(s, 1);
    Naive.pooling(window, image, image, (i, m, k) -> s[m] += 2.0 * x[i] * x[i] / (size * size));
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * Math.pow(s[i], -0.6f);
      dx[i] = dy[i] * Math.pow(s[i], -0.6f);
    }
    double slope = 2.0 * 2 * 0.6f / (size * size);
    Naive.pooling(window, image, image, (i, m, k) -> dx[i] -= slope * x[i] * dy[m] * y[m] / s[m]);
    compare(run);
  }
}
