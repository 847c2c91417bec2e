package io.fcn4j.bench;

import io.fcn4j.bench.peer.Floats;
import io.fcn4j.bench.peer.Job;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Net;
import io.fcn4j.core.Param;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.models.ModelName;

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
  // So small that the weights stay what they were, however many steps there are.
  private static final double RATE = 1e-6;
  private static final CounterRandom RANDOM = CounterRandom.seeded(1);

  /** Of the first three arguments of a command line: the components. */
  static Workload of(String... args) {
    return new Workload(args[0], args[1], Integer.parseInt(args[2]));
  }

  /** What peers are opened for to do it. */
  Job job(Phase phase, int threads) {
    return new Job(image(), phase, threads, RATE);
  }

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

  Floats pixels() {
    CounterRandom random = RANDOM.stream("image");
    return Floats.of(image(), i -> 255 * random.uniform(i) - 128);
  }

  /** Classes, and every tenth pixel without one. */
  Floats labels() {
    CounterRandom random = RANDOM.stream("label");
    return Floats.of(image().with(1, 1), i -> i % 10 == 0 ? Job.IGNORED : random.below(CLASSES, i));
  }
}
