package io.fcn4j.cli.demo;

import io.fcn4j.cli.demo.ReportData.CurvePoint;
import io.fcn4j.cli.demo.ReportData.Example;
import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.io.Json;
import io.fcn4j.core.solver.IterationReport;
import io.fcn4j.core.solver.LrPolicy;
import io.fcn4j.core.solver.Solver;
import io.fcn4j.core.solver.SolverListener;
import io.fcn4j.models.Evaluator;
import io.fcn4j.models.ModelCard;
import io.fcn4j.models.ModelName;
import io.fcn4j.models.Progress;
import io.fcn4j.models.SavedModel;
import io.fcn4j.models.Segmentation;
import io.fcn4j.models.Segmenter;
import io.fcn4j.models.data.Mirror;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.metrics.ConfusionMatrix;
import io.fcn4j.models.metrics.Metrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The main job from end to end: simulates images, trains a slim FCN-8s, and compares it on held-out
 * images with the best classifier by colour alone.
 */
final class Demo {
  private static final ModelName MODEL = ModelName.parse("fcn8s-vgg16:width=1/8,padding=low");
  private static final int SIZE = 112;
  private static final int TRAINING = 300;
  private static final int HELD_OUT = 60;
  private static final int EXAMPLES = 8;
  private static final int BATCH = 4;
  private static final double RATE = 0.03;
  private static final int POINTS = 10;

  private final Path out;
  private final long seed;
  private final int iterations;
  private final long startedAt = System.nanoTime();
  private final SimulatedCells training;
  private final SimulatedCells heldOut;
  private final SavedModel model;
  private final List<CurvePoint> loss = new ArrayList<>();
  private final List<CurvePoint> meanIu = new ArrayList<>();

  Demo(Path out, long seed, int iterations) {
    this.out = out;
    this.seed = seed;
    this.iterations = iterations;
    CellSimulator simulator = new CellSimulator(seed, SIZE, SIZE);
    training = SimulatedCells.of(simulator, 0, TRAINING);
    heldOut = SimulatedCells.of(simulator, TRAINING, HELD_OUT);
    model =
        new SavedModel(
            MODEL.fcn(true).classes(training.classNames().size()).seed(seed).build(),
            new ModelCard(
                MODEL, training.classNames(), training.preprocessing(), training.palette()));
  }

  /** Does it all and writes everything below the output folder. */
  ReportData run() {
    train();
    model.save(out.resolve("model.safetensors"));
    ColourBaseline baseline = ColourBaseline.fit(training);
    ConfusionMatrix ofNet = ConfusionMatrix.of(training.classNames().size());
    ConfusionMatrix ofBaseline = ConfusionMatrix.of(training.classNames().size());
    List<Example> examples = new ArrayList<>();
    try (Segmenter segmenter = model.segmenter().open()) {
      for (int i = 0; i < heldOut.size(); i++) {
        Segmentation result = segmenter.segment(heldOut.image(i));
        LabelMap byColour = baseline.classify(heldOut.image(i));
        ofNet.add(heldOut.labels(i), result.labels());
        ofBaseline.add(heldOut.labels(i), byColour);
        if (i < EXAMPLES) {
          write(heldOut.id(i), result);
          examples.add(
              new Example(
                  heldOut.id(i), heldOut.image(i), heldOut.labels(i), byColour, result.labels()));
        }
      }
    }
    ReportData data = report(Metrics.of(ofNet), Metrics.of(ofBaseline), baseline, examples);
    new Report(data).write(out.resolve("report.html"));
    AtomicFile.write(out.resolve("metrics.json"), Json.pretty(summary(data)) + "\n");
    return data;
  }

  private void train() {
    Solver.sgd(model.net())
        .lr(LrPolicy.poly(RATE, 0.9, iterations))
        .momentum(0.9)
        .weightDecay(5e-4)
        .batch(BATCH)
        .seed(seed)
        .averageLoss(Math.max(1, iterations / POINTS))
        .augment(new Mirror())
        .listen(Progress.console())
        .listen(SolverListener.every(Math.max(1, iterations / POINTS), new Curves()))
        .build()
        .run(training, iterations);
  }

  /** Notes a point of each curve. */
  private final class Curves implements SolverListener {
    @Override
    public void iteration(IterationReport report) {
      loss.add(new CurvePoint((int) report.iteration(), report.averageLoss()));
      double now = Evaluator.of(model.net()).run(heldOut).meanIu();
      meanIu.add(new CurvePoint((int) report.iteration(), now));
    }
  }

  private void write(String id, Segmentation result) {
    result.labels().writePng(out.resolve("labels").resolve(id + ".png"), result.palette());
    result.overlay(0.5f).legend().writePng(out.resolve("overlays").resolve(id + ".png"));
  }

  private ReportData report(
      Metrics net, Metrics byColour, ColourBaseline baseline, List<Example> examples) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("model", "%s, %,d parameters".formatted(MODEL, model.net().params().count()));
    settings.put("training images", "%d of %d x %d pixels".formatted(TRAINING, SIZE, SIZE));
    settings.put("held-out images", Integer.toString(HELD_OUT));
    settings.put("iterations", "%d with %d images each".formatted(iterations, BATCH));
    settings.put(
        "solver", "SGD, momentum 0.9, rate %s with poly decay, decay 5e-4".formatted(RATE));
    settings.put("seed", Long.toString(seed));
    settings.put("colour baseline", "class balance %s".formatted(baseline.balance()));
    return new ReportData(
        "fcn demo --seed %d --iterations %d --out %s".formatted(seed, iterations, out),
        settings,
        (System.nanoTime() - startedAt) * 1e-9,
        net,
        byColour,
        training.classNames(),
        training.palette(),
        loss,
        meanIu,
        examples);
  }

  /** What {@code metrics.json} and {@code --json} say. */
  static Map<String, Object> summary(ReportData data) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("seconds", data.seconds());
    summary.put("classes", data.classNames());
    summary.put("net", data.net().toMap());
    summary.put("colourBaseline", data.baseline().toMap());
    summary.put("settings", data.settings());
    return summary;
  }
}
