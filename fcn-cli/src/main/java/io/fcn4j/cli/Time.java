package io.fcn4j.cli;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Engine;
import io.fcn4j.core.Input;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.nd4j.SystemMemory;
import io.fcn4j.core.solver.UpdateRule;
import io.fcn4j.core.solver.UpdateStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fcn time}. */
@Command(
    name = "time",
    description =
        "Measures a net on random values: every layer and the whole, forward, or a step of training"
            + " with --train. Times are medians.",
    footer = {
      "%nExamples:",
      "  fcn time fcn8s-vgg16",
      "  fcn time deploy.prototxt --input 1x3x224x224 --engine nd4j --iterations 20 --json"
    })
final class Time implements Callable<Integer> {
  private static final int WARM_UP = 2;

  /** Until then a small net is slowed down by Java that is not compiled yet. */
  private static final long WARM_UP_NANOS = 1_000_000_000;

  private static final int CLASSES = 21;

  /** So small a rate that the weights stay what they were. */
  private static final UpdateStep STEP =
      new UpdateStep(new UpdateRule.Sgd(0.9), 1e-12, 0, 5e-4, false, 0, 1);

  @Spec private CommandSpec command;
  @Mixin private NetOptions model;
  @Mixin private EngineOptions engine;

  @Option(names = "--train", description = "Forward, backward and update.")
  private boolean train;

  @Option(
      names = "--keep-border",
      description = "Keep what no image changes from pass to pass; for inference.")
  private boolean keepBorder;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Values.Count.class,
      description = "Threads of native work (default: one for each core).")
  private @Nullable Integer threads;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "10",
      converter = Values.Count.class,
      description = "After two, or a second, to warm up (default: ${DEFAULT-VALUE}).")
  private int iterations;

  @Mixin private Results results;

  @Override
  public Integer call() {
    if (train) {
      engine.requireForGradients("--train");
      requireNoBorder();
    }
    Net net = net();
    Map<String, INDArray> arrays = arrays(net);
    Engine on = engine.engine();
    SessionOptions options = options();
    Timing[] timing = {new Timing()};
    Phase phase = train ? Phase.TRAIN : Phase.TEST;
    try (Session session = on.open(net, phase, options.watch(time -> timing[0].add(time)))) {
      long begin = System.nanoTime();
      for (int i = 0; i < WARM_UP || System.nanoTime() - begin < WARM_UP_NANOS; i++) {
        iterate(session, arrays, timing[0]);
      }
      timing[0] = new Timing();
      for (int i = 0; i < iterations; i++) {
        iterate(session, arrays, timing[0]);
      }
    }
    Map<String, Object> report = report(on, arrays, timing[0]);
    results.print(report, () -> TimeTable.of(report, timing[0]));
    return ExitCode.OK;
  }

  private void requireNoBorder() {
    if (keepBorder) {
      throw new ParameterException(
          command.commandLine(),
          "found --keep-border and --train, but training changes the border at every step; leave"
              + " one of them out");
    }
  }

  /** As a service would run it: the engine alone keeps the weights. */
  private SessionOptions options() {
    SessionOptions options = SessionOptions.DEFAULT.threads(threads == null ? 0 : threads);
    if (train) {
      return options;
    }
    return keepBorder ? options.releasePlainWeights().keepBorder() : options.releasePlainWeights();
  }

  private void iterate(Session session, Map<String, INDArray> arrays, Timing timing) {
    timing.begin();
    long start = System.nanoTime();
    session.forward(arrays);
    timing.forwardTook(System.nanoTime() - start);
    if (train) {
      session.backward();
      session.update(STEP);
    }
    timing.took(System.nanoTime() - start);
  }

  private Map<String, Object> report(Engine on, Map<String, INDArray> arrays, Timing timing) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("model", model.text());
    report.put("input", Shape.of(arrays.values().iterator().next().shape()).toString());
    report.put("engine", on.name());
    report.put("precision", engine.precision().text());
    report.put("keepsBorder", keepBorder);
    report.put("iterations", iterations);
    report.put("forwardMs", timing.forwardMs());
    if (train) {
      report.put("stepMs", timing.wholeMs());
    }
    report.put("outsideOfLayers", timing.outside());
    SystemMemory.peak().ifPresent(bytes -> report.put("peakRssMb", bytes / 1_000_000));
    report.put("layers", timing.rows().stream().map(Timing.Row::toMap).toList());
    return report;
  }

  private Net net() {
    return model.isPrototxt()
        ? model.build(model.prototxt(train ? Phase.TRAIN : Phase.TEST))
        : model.name().fcn(true).classes(CLASSES).build();
  }

  /** Random values for the first input, and class 0 everywhere for the others. */
  private Map<String, INDArray> arrays(Net net) {
    Map<String, Shape> shapes = model.shapes(net);
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    CounterRandom random = CounterRandom.seeded(1);
    List<Input> inputs = net.graph().inputs();
    for (Input input : inputs) {
      boolean first = arrays.isEmpty();
      if (first || train) {
        INDArray array = Nd4j.create(DataType.FLOAT, shape(input, shapes, inputs.get(0)).dims());
        if (first) {
          Host.fill(array, i -> 255 * random.uniform(i) - 128);
        }
        arrays.put(input.name(), array);
      }
    }
    return arrays;
  }

  private static Shape shape(Input input, Map<String, Shape> given, Input first) {
    Shape shape = given.get(input.name());
    Shape image = given.get(first.name());
    if (shape == null && image != null && input.free()) {
      // Labels go with their image.
      return Shape.of(image.n(), 1, image.h(), image.w());
    }
    return shape == null ? input.nominal() : shape;
  }
}
