package io.fcn4j.models;

import io.fcn4j.core.Engine;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.Palette;
import io.fcn4j.models.image.Preprocessing;
import io.fcn4j.models.image.RgbImage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Segments images of any size, from any number of threads: each takes a session from a pool, or
 * opens one more.
 *
 * <pre>{@code
 * try (Segmenter segmenter = Segmenter.of(net).classes(PascalVoc.CLASSES).open()) {
 *   segmenter.segment(Images.read(file)).overlay(0.5f).legend().writePng(out);
 * }
 * }</pre>
 */
public final class Segmenter implements AutoCloseable {
  private final Net net;
  private final Engine engine;
  private final Preprocessing preprocessing;
  private final List<String> classNames;
  private final Palette palette;
  private final String output;
  private final Tiles tiles;
  private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  Segmenter(
      Net net,
      Engine engine,
      Preprocessing preprocessing,
      List<String> classNames,
      Palette palette,
      String output,
      Tiles tiles) {
    this.net = net;
    this.engine = engine;
    this.preprocessing = preprocessing;
    this.classNames = classNames;
    this.palette = palette;
    this.output = output;
    this.tiles = tiles;
  }

  /** A segmenter for a net with one image input; see {@link SegmenterBuilder}. */
  public static SegmenterBuilder of(Net net) {
    return new SegmenterBuilder(net);
  }

  /** The class of every pixel of an image. */
  public Segmentation segment(RgbImage image) {
    INDArray data = preprocessing.blob(image);
    try {
      LabelMap labels = tiles.join(image.width(), image.height(), tile -> labels(tile, data));
      return new Segmentation(image, labels, classNames, palette);
    } finally {
      data.close();
    }
  }

  private LabelMap labels(Tiles.Tile tile, INDArray data) {
    INDArray part = tile.of(data);
    try {
      return labels(part);
    } finally {
      if (part != data) {
        part.close();
      }
    }
  }

  private LabelMap labels(INDArray data) {
    if (closed) {
      throw new FcnException("this segmenter is closed");
    }
    Session session = idle.pollFirst();
    if (session == null) {
      session = engine.open(net, Phase.TEST);
    }
    try {
      INDArray scores = session.forward(Map.of(input(), data)).views().get(output);
      if (scores == null) {
        throw new FcnException(
            "the net has no output '" + output + "' that an image alone reaches");
      }
      return LabelScores.argMax(scores);
    } finally {
      giveBack(session);
    }
  }

  private void giveBack(Session session) {
    idle.addFirst(session);
    if (closed) {
      close();
    }
  }

  private String input() {
    return net.graph().inputs().get(0).name();
  }

  /** Closes the idle sessions; one that is at work closes when it is done. */
  @Override
  public void close() {
    closed = true;
    Session session = idle.pollFirst();
    while (session != null) {
      session.close();
      session = idle.pollFirst();
    }
  }
}
