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
import java.util.function.Function;
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
   * @throws FcnException if something is missing or damaged, naming it and the file
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
    return new ModelCard(
        value(metadata, file, MODEL, ModelName::parse),
        value(metadata, file, CLASSES, ModelCard::strings),
        new Preprocessing(
            value(metadata, file, MEAN, ModelCard::means),
            value(metadata, file, ORDER, ChannelOrder::valueOf),
            value(metadata, file, SCALE, Float::parseFloat)),
        value(metadata, file, PALETTE, ModelCard::palette));
  }

  private static <T> T value(
      Map<String, String> metadata, String file, String key, Function<String, T> reader) {
    String text = metadata.getOrDefault(key, "");
    try {
      return reader.apply(text);
    } catch (FcnException | IllegalArgumentException e) {
      throw new FcnException("%s: its '%s' is damaged: %s".formatted(file, key, e.getMessage()), e);
    }
  }

  private static Means means(String text) {
    List<Number> mean = list(text, Number.class);
    if (mean.size() != 3) {
      throw new FcnException("found %d numbers, expected 3".formatted(mean.size()));
    }
    return new Means(
        mean.get(0).doubleValue(), mean.get(1).doubleValue(), mean.get(2).doubleValue());
  }

  private static Palette palette(String text) {
    return Palette.of(list(text, Number.class).stream().mapToInt(Number::intValue).toArray());
  }

  private static List<String> strings(String text) {
    return list(text, String.class);
  }

  private static <T> List<T> list(String text, Class<T> type) {
    if (Json.parse(text) instanceof List<?> list && list.stream().allMatch(type::isInstance)) {
      return list.stream().<T>map(type::cast).toList();
    }
    throw new FcnException("found %s, expected a list".formatted(text));
  }
}
