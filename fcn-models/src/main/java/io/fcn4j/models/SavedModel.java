package io.fcn4j.models;

import io.fcn4j.core.Net;
import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Path;

/** A trained net and what its weight file says of it. */
public record SavedModel(Net net, ModelCard card) {
  /** Opens a weight file that training wrote: the net is built and its weights are loaded. */
  public static SavedModel open(Path file) {
    try (WeightSource weights = SafeTensors.open(file)) {
      ModelCard card = ModelCard.of(weights.metadata(), weights.describe());
      Net net = card.model().fcn(false).classes(card.classNames().size()).build();
      net.params().load(weights);
      return new SavedModel(net, card);
    }
  }

  /** Writes the weight file. */
  public void save(Path file) {
    net.params().save(file, card.toMetadata());
  }

  /** A segmenter with the model's own preprocessing, classes and colours. */
  public SegmenterBuilder segmenter() {
    return Segmenter.of(net)
        .preprocessing(card.preprocessing())
        .classes(card.classNames())
        .palette(card.palette());
  }
}
