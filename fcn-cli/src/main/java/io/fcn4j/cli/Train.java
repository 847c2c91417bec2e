package io.fcn4j.cli;

import io.fcn4j.core.Net;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.core.solver.JsonLines;
import io.fcn4j.core.solver.Solver;
import io.fcn4j.models.ModelCard;
import io.fcn4j.models.ModelName;
import io.fcn4j.models.Progress;
import io.fcn4j.models.SavedModel;
import io.fcn4j.models.data.DatasetCheck;
import io.fcn4j.models.data.FileDataset;
import io.fcn4j.models.image.Preprocessing;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code fcn train}. */
@Command(
    name = "train",
    description = {
      "Trains a net on the split 'train' of a data set, from scratch or from other weights.",
      "Ctrl-C ends the run after the iteration at hand, with a snapshot to --resume from."
    },
    footer = {
      "%nExample:",
      "  fcn train --model fcn8s-vgg16:width=1/8 --data VOC2012 --classes 21 \\",
      "      --iterations 10000 --lr 1e-4 --batch 4 --mirror --out run",
      "%nA net of Caffe's is trained as its solver file says: 'fcn train --solver --help'."
    })
final class Train implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(Train.class);

  @ParentCommand private Main main;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      required = true,
      description =
          "fcn32s|fcn16s|fcn8s|fcn8s-atonce, '-', vgg16|alexnet|googlenet, and options such as"
              + " :width=1/8,padding=low,upsampling=learned.")
  private ModelName model;

  @Mixin private DataOptions data;
  @Mixin private ClassOptions classes;
  @Mixin private SolverOptions settings;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Start from these (.safetensors or .npz) instead of from scratch: of a classifier, or of"
              + " a net with a coarser stride.")
  private @Nullable Path weights;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "For model.safetensors, log.jsonl and the snapshots iter_N.*.")
  private Path out;

  @Option(
      names = "--snapshot-every",
      paramLabel = "N",
      defaultValue = "1000",
      converter = Values.Count.class,
      description = "Iterations between two snapshots (default: ${DEFAULT-VALUE}).")
  private int snapshotEvery;

  @Option(names = "--resume", description = "Go on from the last snapshot in --out.")
  private boolean resume;

  @Mixin private Results results;

  @Override
  public Integer call() {
    RunFolder run = new RunFolder(out);
    if (!resume) {
      run.requireUnused();
    }
    FileDataset dataset =
        data.split("train", classes.names(data)).preprocessing(preprocessing(run));
    LOG.info("{} images: {}", dataset.size(), shares(DatasetCheck.of(dataset), dataset));
    SavedModel saved =
        new SavedModel(
            net(dataset.classNames().size()),
            new ModelCard(model, dataset.classNames(), dataset.preprocessing(), dataset.palette()));
    TrainingResult result = new TrainingResult();
    Solver solver =
        settings
            .solver(saved.net())
            .snapshots(out, snapshotEvery)
            .resume(resume)
            .metadata(saved.card().toMetadata())
            .listen(JsonLines.to(run.log()))
            .listen(result)
            .listen(Progress.console())
            .build();
    try (OrderlyStop stop =
        main.onSignal(solver::stop, " and writing a snapshot to --resume from")) {
      boolean finished = solver.run(dataset, settings.iterations()) >= settings.iterations();
      if (finished) {
        saved.save(run.weights());
        result.snapshot(settings.iterations(), run.weights());
      }
      results.print(result.toMap(), result::toString);
      return finished ? ExitCode.OK : Main.INTERRUPTED;
    }
  }

  /**
   * Inputs must be made as those that the weights to start from were trained with; Caffe's weights
   * don't say how, but there it is always the same.
   */
  private Preprocessing preprocessing(RunFolder run) {
    Path start = resume ? run.lastSnapshot().orElse(weights) : weights;
    if (start == null) {
      return Preprocessing.SCRATCH;
    }
    try (WeightSource source = WeightFiles.open(start)) {
      return ModelCard.isIn(source.metadata())
          ? ModelCard.of(source.metadata(), source.describe()).preprocessing()
          : Preprocessing.VOC;
    }
  }

  private Net net(int classes) {
    Net net = model.fcn(weights == null).classes(classes).seed(settings.seed()).build();
    if (weights != null) {
      try (WeightSource source = WeightFiles.open(weights)) {
        LOG.info("{}", net.params().transplant(source));
      }
    }
    return net;
  }

  private static String shares(DatasetCheck check, FileDataset dataset) {
    double all = check.ignored() + check.pixels().stream().mapToLong(Long::longValue).sum();
    StringBuilder shares = new StringBuilder();
    for (int label = 0; label < check.pixels().size(); label++) {
      double share = 100 * check.pixels().get(label) / all;
      shares.append("%s %.1f%%, ".formatted(dataset.classNames().get(label), share));
    }
    return shares.append("ignored %.1f%%".formatted(100 * check.ignored() / all)).toString();
  }
}
