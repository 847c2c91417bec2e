package io.fcn4j.models;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Graph;
import io.fcn4j.core.nd4j.Views;
import io.fcn4j.models.image.LabelMap;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Cuts an image into tiles that overlap by the receptive field of the scores and start at multiples
 * of the coarsest stride, so that a pixel's scores are those of the whole image.
 */
final class Tiles {
  private final int size;
  private final int margin;

  /**
   * Part of an image: {@code x, y, width, height} with its surroundings, of which a core is kept.
   */
  record Tile(int x, int y, int width, int height, int coreX, int coreY, int coreW, int coreH) {
    INDArray of(INDArray image) {
      long rows = image.size(2);
      long columns = image.size(3);
      if (width == columns && height == rows) {
        return image;
      }
      long[] shape = {1, image.size(1), height, width};
      return Views.strided(image, y * columns + x, shape, image.stride()).dup('c');
    }
  }

  private Tiles(int size, int margin) {
    this.size = size;
    this.margin = margin;
  }

  /** One tile, whatever the size. */
  static Tiles none() {
    return new Tiles(Integer.MAX_VALUE, 0);
  }

  static Tiles of(Graph graph, Blob score, int size) {
    int stride = coarsestStride(graph);
    Blob input = graph.input(graph.inputs().get(0));
    CoordMap map =
        graph
            .coordMap(score, input)
            .orElseThrow(
                () -> new FcnException("tiles: '" + score + "' has no place in the image"));
    long field = Math.max(ceil(map.y()), ceil(map.x()));
    int margin = (int) ((field / 2 + 2L * stride - 1) / stride * stride);
    return new Tiles(Math.max(stride, size / stride * stride), margin);
  }

  private static long ceil(CoordMap.Axis axis) {
    return -Math.floorDiv(-axis.extent().numerator(), axis.extent().denominator());
  }

  private static int coarsestStride(Graph graph) {
    Blob input = graph.input(graph.inputs().get(0));
    return graph.blobs().stream()
        .flatMap(blob -> graph.coordMap(blob, input).stream())
        .mapToInt(map -> (int) map.y().scale().numerator())
        .max()
        .orElse(1);
  }

  /** Labels every tile and puts the kept parts together. */
  LabelMap join(int width, int height, Function<Tile, LabelMap> label) {
    byte[] joined = new byte[width * height];
    for (int y = 0; y < height; y += Math.min(size, height)) {
      for (int x = 0; x < width; x += Math.min(size, width)) {
        Tile tile = tile(x, y, width, height);
        copy(checked(label.apply(tile), tile), tile, joined, width);
      }
    }
    return LabelMap.of(width, height, joined);
  }

  private Tile tile(int x, int y, int width, int height) {
    int left = Math.max(0, x - margin);
    int top = Math.max(0, y - margin);
    int coreW = Math.min(size, width - x);
    int coreH = Math.min(size, height - y);
    int right = Math.min(width, x + coreW + margin);
    int bottom = Math.min(height, y + coreH + margin);
    return new Tile(left, top, right - left, bottom - top, x, y, coreW, coreH);
  }

  private static LabelMap checked(LabelMap labels, Tile tile) {
    if (labels.width() != tile.width || labels.height() != tile.height) {
      throw new FcnException(
          ("scores: found %d rows, %d columns, expected the image's %d rows, %d columns;"
                  + " crop them to it (NetBuilder.cropLike)")
              .formatted(labels.height(), labels.width(), tile.height, tile.width));
    }
    return labels;
  }

  private static void copy(LabelMap labels, Tile tile, byte[] joined, int width) {
    byte[] part = labels.toBytes();
    for (int row = 0; row < tile.coreH; row++) {
      int from = (tile.coreY - tile.y + row) * tile.width + tile.coreX - tile.x;
      System.arraycopy(part, from, joined, (tile.coreY + row) * width + tile.coreX, tile.coreW);
    }
  }
}
