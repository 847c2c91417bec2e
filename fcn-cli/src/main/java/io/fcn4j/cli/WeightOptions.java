package io.fcn4j.cli;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.models.ModelCard;
import io.fcn4j.models.ModelName;
import io.fcn4j.models.SavedModel;
import io.fcn4j.models.data.ClassNames;
import io.fcn4j.models.data.PascalVoc;
import io.fcn4j.models.image.Palette;
import io.fcn4j.models.image.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A trained net. */
final class WeightOptions {
  // Every net of this family has it; its outputs are the classes.
  private static final String SCORES = "score_fr.0";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      required = true,
      description = "Weights that 'fcn train' wrote; with --model any .safetensors or .npz.")
  private Path file;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "The net, for weights that do not say it: fcn8s-vgg16.")
  private @Nullable ModelName model;

  SavedModel open() {
    if (model == null) {
      return SavedModel.open(file);
    }
    try (WeightSource weights = WeightFiles.open(file)) {
      if (weights.metadata().containsKey("model")) {
        throw new FcnException(
            weights.describe() + " says itself what net it is for; leave --model out");
      }
      ModelCard card = card(model, (int) weights.shape(SCORES).n());
      Net net = model.fcn(false).classes(card.classNames().size()).build();
      net.params().load(weights);
      return new SavedModel(net, card);
    }
  }

  /** What the published nets have in common. */
  private static ModelCard card(ModelName model, int classes) {
    List<String> names =
        classes == PascalVoc.CLASSES.size() ? PascalVoc.CLASSES : ClassNames.numbered(classes);
    return new ModelCard(model, names, Preprocessing.VOC, Palette.VOC);
  }
}
