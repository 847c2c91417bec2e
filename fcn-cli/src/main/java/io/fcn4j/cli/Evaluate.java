package io.fcn4j.cli;

import io.fcn4j.core.Engine;
import io.fcn4j.models.Evaluator;
import io.fcn4j.models.ModelCard;
import io.fcn4j.models.SavedModel;
import io.fcn4j.models.data.FileDataset;
import io.fcn4j.models.metrics.Metrics;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fcn evaluate}. */
@Command(
    name = "evaluate",
    description = "Scores a trained net on a data set, with the metrics of the FCN paper.",
    footer = {
      "%nExample:",
      "  fcn evaluate --weights run/model.safetensors --data VOC2012 --split val"
    })
final class Evaluate implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluate.class);
  private static final int IMAGES_BETWEEN_LINES = 50;

  @Mixin private WeightOptions weights;
  @Mixin private DataOptions data;
  @Mixin private EngineOptions engine;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = "val",
      description = "Which images of the data set (default: ${DEFAULT-VALUE}).")
  private String split;

  @Mixin private Results results;

  @Override
  public Integer call() {
    Engine on = engine.engine();
    SavedModel saved = weights.open();
    ModelCard card = saved.card();
    FileDataset dataset = data.split(split, card.classNames()).preprocessing(card.preprocessing());
    Metrics metrics =
        Evaluator.of(saved.net()).engine(on).listen(done -> log(done, dataset.size())).run(dataset);
    results.print(metrics.toMap(), () -> MetricsTable.of(metrics, card.classNames()));
    return ExitCode.OK;
  }

  private static void log(int done, int all) {
    if (done % IMAGES_BETWEEN_LINES == 0 || done == all) {
      LOG.info("{} of {} images", done, all);
    }
  }
}
