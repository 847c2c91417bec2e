package io.fcn4j.cli;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.Layers;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution as VGG-16 has them, small enough to take milliseconds.
 *
 * @param gflops billions of operations in a second, in the best of some runs
 * @param exact whether the result is what it must be
 */
record ConvolutionCheck(double gflops, boolean exact) {
  private static final Shape INPUT = Shape.of(1, 64, 56, 56);
  private static final int RUNS = 20;
  private static final double TOLERANCE = 1e-5;

  /** Ones, averaged by 3x3 windows: 1 everywhere but at the border, which has zeros beyond it. */
  static ConvolutionCheck run() {
    NetBuilder b = NetBuilder.named("check");
    Blob data = b.input("data", INPUT.c());
    Filler mean = Filler.constant(1f / (9 * INPUT.c()));
    Blob top = b.add("conv", Layers.conv((int) INPUT.c()).kernel(3).pad(1).filler(mean), data);
    Net net = b.output(top).build(0);
    double best = Double.POSITIVE_INFINITY;
    boolean exact = true;
    try (Session session = Engines.best().open(net, Phase.TEST);
        INDArray ones = Nd4j.ones(INPUT.dims())) {
      for (int run = 0; run < RUNS; run++) {
        long start = System.nanoTime();
        INDArray result = session.forward(Map.of("data", ones)).views().get(top.name());
        best = Math.min(best, (System.nanoTime() - start) * 1e-9);
        exact &= result != null && isMean(result);
      }
    }
    return new ConvolutionCheck(2e-9 * net.summary(INPUT).macs() / best, exact);
  }

  private static boolean isMean(INDArray result) {
    return Math.abs(result.getDouble(0, 0, 0, 0) - 4 / 9.0) < TOLERANCE
        && Math.abs(result.getDouble(0, 5, 0, 9) - 6 / 9.0) < TOLERANCE
        && Math.abs(result.getDouble(0, 63, 30, 31) - 1) < TOLERANCE;
  }
}
