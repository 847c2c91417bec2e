package io.fcn4j.cli;

import io.fcn4j.core.Net;
import io.fcn4j.core.solver.Solver;
import io.fcn4j.core.solver.SolverBuilder;
import io.fcn4j.models.data.Mirror;
import picocli.CommandLine.Option;

/** How a net learns, in Caffe's terms. */
final class SolverOptions {
  private static final int AVERAGE_LOSS = 20;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      required = true,
      converter = Values.Count.class,
      description = "Iterations in all, those before a --resume included.")
  private int iterations;

  @Option(
      names = "--rule",
      paramLabel = "sgd|nesterov|adam|adagrad|rmsprop|adadelta",
      defaultValue = "sgd",
      description =
          "The update rule (default: ${DEFAULT-VALUE}); adam with --lr 0.001 is the quickest way"
              + " from scratch.")
  private SolverType type;

  @Option(names = "--lr", paramLabel = "F", required = true, description = "Learning rate.")
  private double lr;

  @Option(
      names = "--lr-policy",
      paramLabel = "POLICY",
      defaultValue = "fixed",
      description = "fixed, step:GAMMA,ITERATIONS or poly:POWER (default: ${DEFAULT-VALUE}).")
  private LrSchedule schedule;

  @Option(
      names = "--momentum",
      paramLabel = "F",
      defaultValue = "0.9",
      description =
          "How much of the last step goes into the next (default: ${DEFAULT-VALUE}); adagrad and"
              + " rmsprop have none.")
  private double momentum;

  @Option(
      names = "--weight-decay",
      paramLabel = "F",
      defaultValue = "0.0005",
      description = "L2 regularisation (default: ${DEFAULT-VALUE}).")
  private double weightDecay;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      converter = Values.Count.class,
      description =
          "Images in a pass; smaller ones are filled up with pixels that do not count"
              + " (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--iter-size",
      paramLabel = "N",
      defaultValue = "1",
      converter = Values.Count.class,
      description = "Passes whose gradients make one iteration (default: ${DEFAULT-VALUE}).")
  private int iterSize;

  @Option(names = "--mirror", description = "Mirror half of the images, at random.")
  private boolean mirror;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of everything random (default: ${DEFAULT-VALUE}).")
  private long seed;

  long iterations() {
    return iterations;
  }

  long seed() {
    return seed;
  }

  SolverBuilder solver(Net net) {
    SolverBuilder solver =
        Solver.with(net, type.rule(momentum))
            .lr(schedule.with(lr, iterations))
            .weightDecay(weightDecay)
            .batch(batch)
            .iterSize(iterSize)
            .averageLoss(AVERAGE_LOSS)
            .seed(seed);
    return mirror ? solver.augment(new Mirror()) : solver;
  }
}
