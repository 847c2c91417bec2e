package io.fcn4j.models;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.io.Json;
import io.fcn4j.models.image.ChannelOrder;
import io.fcn4j.models.image.Means;
import io.fcn4j.models.image.Palette;
import io.fcn4j.models.image.Preprocessing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a trained weight file says of itself, so that it can be used again: which net it is for, the
 * classes and their colours, and how images become its input.
 */
public record ModelCard(
    ModelName model, List<String> classNames, Preprocessing preprocessing, Palette palette) {
  private static final String MODEL = "model";
  private static final String CLASSES = "classes";
  private static final String MEAN = "mean";
  private static final String ORDER = "order";
  private static final String SCALE = "scale";
  private static final String PALETTE = "palette";

  public ModelCard {
    classNames = List.copyOf(classNames);
  }

  /** As the metadata of a weight file. */
  public Map<String, String> toMetadata() {
    Means mean = preprocessing.mean();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(MODEL, model.toString());
    metadata.put(CLASSES, Json.print(classNames));
    metadata.put(MEAN, Json.print(List.of(mean.blue(), mean.green(), mean.red())));
    metadata.put(ORDER, preprocessing.order().name());
    metadata.put(SCALE, Float.toString(preprocessing.scale()));
    metadata.put(
        PALETTE,
        Json.print(IntStream.range(0, 256).mapToObj(i -> palette.colour(i) & 0xFFFFFF).toList()));
    return metadata;
  }

  /** Whether a weight file says anything of this. */
  public static boolean isIn(Map<String, String> metadata) {
    return metadata.containsKey(MODEL);
  }

  /**
   * Reads what {@link #toMetadata} wrote.
   *
   * @throws FcnException if something is missing, naming it and the file
   */
  public static ModelCard of(Map<String, String> metadata, String file) {
    for (String key : List.of(MODEL, CLASSES, MEAN, ORDER, SCALE, PALETTE)) {
      if (!metadata.containsKey(key)) {
        throw new FcnException(
            "%s does not say its '%s': it was not written by training here; name the model"
                    .formatted(file, key)
                + " (--model fcn8s-vgg16)");
      }
    }
    List<Double> mean = numbers(metadata, MEAN);
    return new ModelCard(
        ModelName.parse(metadata.getOrDefault(MODEL, "")),
        strings(metadata),
        new Preprocessing(
            new Means(mean.get(0), mean.get(1), mean.get(2)),
            ChannelOrder.valueOf(metadata.getOrDefault(ORDER, "")),
            Float.parseFloat(metadata.getOrDefault(SCALE, ""))),
        Palette.of(numbers(metadata, PALETTE).stream().mapToInt(Double::intValue).toArray()));
  }

  private static List<Double> numbers(Map<String, String> metadata, String key) {
    return list(metadata, key).stream().map(value -> ((Number) value).doubleValue()).toList();
  }

  private static List<String> strings(Map<String, String> metadata) {
    return list(metadata, CLASSES).stream().map(Object::toString).toList();
  }

  private static List<?> list(Map<String, String> metadata, String key) {
    if (Json.parse(metadata.getOrDefault(key, "")) instanceof List<?> list) {
      return list;
    }
    throw new FcnException("the weight file's '" + key + "' is not a list");
  }
}
