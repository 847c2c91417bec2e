package io.fcn4j.models;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.models.image.Means;
import io.fcn4j.models.image.Palette;
import io.fcn4j.models.image.Preprocessing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link Segmenter}. By default: the preprocessing of the published nets, the VOC
 * palette, the net's first output, the best engine, and whole images.
 */
public final class SegmenterBuilder {
  private final Net net;
  private Preprocessing preprocessing = Preprocessing.VOC;
  private List<String> classNames = List.of();
  private Palette palette = Palette.VOC;
  private @Nullable String output;
  private @Nullable Engine engine;
  private int tileSize;

  SegmenterBuilder(Net net) {
    this.net = net;
  }

  public SegmenterBuilder mean(Means mean) {
    return preprocessing(preprocessing.mean(mean));
  }

  public SegmenterBuilder preprocessing(Preprocessing value) {
    preprocessing = value;
    return this;
  }

  public SegmenterBuilder classes(List<String> names) {
    classNames = List.copyOf(names);
    return this;
  }

  public SegmenterBuilder palette(Palette value) {
    palette = value;
    return this;
  }

  /** The score blob to use, for nets with several. */
  public SegmenterBuilder output(String blob) {
    output = blob;
    return this;
  }

  public SegmenterBuilder engine(Engine value) {
    engine = value;
    return this;
  }

  /**
   * Cuts images larger than this into tiles, with so much of their surroundings that every pixel
   * keeps all that it sees of the image: less memory for more time, and the same labels.
   */
  public SegmenterBuilder tiles(int size) {
    tileSize = size;
    return this;
  }

  public Segmenter open() {
    Blob score = output == null ? net.graph().outputs().get(0) : net.graph().blob(output);
    return new Segmenter(
        net,
        engine == null ? Engines.best() : engine,
        preprocessing,
        classNames,
        palette,
        score.name(),
        tileSize == 0 ? Tiles.none() : Tiles.of(net.graph(), score, tileSize));
  }
}
