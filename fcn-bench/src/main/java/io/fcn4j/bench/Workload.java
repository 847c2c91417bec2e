package io.fcn4j.bench;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Net;
import io.fcn4j.core.Param;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.models.ModelName;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A net of 21 classes with random weights, and a square image with labels: the same in every
 * process.
 *
 * @param net as {@link ModelName} has it, without options
 * @param width of its layers, 1/8 for an eighth
 * @param size rows and columns of the image
 */
record Workload(String net, String width, int size) {
  private static final int CLASSES = 21;
  private static final CounterRandom RANDOM = CounterRandom.seeded(1);

  Shape image() {
    return Shape.of(1, 3, size, size);
  }

  Net build() {
    Net model = ModelName.parse(net + ":width=" + width).fcn(true).classes(CLASSES).build();
    model.params().all().stream().filter(Workload::scores).forEach(Workload::fill);
    model.params().touch();
    return model;
  }

  /** Zero in a new net, and what comes out of it as well: no two libraries would differ. */
  private static boolean scores(Param param) {
    return param.layer().startsWith("score") && param.key().endsWith(".0");
  }

  /** So that scores come out near 1, where a softmax tells most. */
  private static void fill(Param param) {
    float deviation = (float) (0.01 / Math.sqrt((double) param.shape().count(1)));
    new Filler.Gaussian(0, deviation).fill(param.array(), RANDOM.stream(param.key()));
  }

  INDArray pixels() {
    INDArray pixels = Nd4j.create(DataType.FLOAT, image().dims());
    Host.fill(pixels, i -> 255 * RANDOM.stream("image").uniform(i) - 128);
    return pixels;
  }

  /** Classes, and every tenth pixel without one. */
  INDArray labels() {
    INDArray labels = Nd4j.create(DataType.FLOAT, image().with(1, 1).dims());
    Host.fill(labels, i -> i % 10 == 0 ? 255 : RANDOM.stream("label").below(CLASSES, i));
    return labels;
  }
}
