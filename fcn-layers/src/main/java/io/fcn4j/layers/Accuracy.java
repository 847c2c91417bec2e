package io.fcn4j.layers;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The share of cells whose label is among the {@code topK} highest scores: Caffe's Accuracy. A
 * label counts as found if fewer than {@code topK} other classes score as high or higher, so a tie
 * at the first place is a miss (in Caffe since 1.0, which let the higher class index win).
 *
 * <p>Bottoms: scores, N x C x H x W with the classes on {@code axis}; labels as of {@link
 * SoftmaxLoss}. Tops: the accuracy, a scalar; if asked for, the accuracy of each class, C. Both are
 * 0 where nothing counts. No gradient flows. Running throws {@link FcnException} for a label that
 * is neither a class nor to be ignored. A score that is not a number counts as higher than any.
 *
 * @param topK default 1
 * @param axis the axis of the classes; default 1
 * @param ignoreLabel the label of cells that do not count; default none
 * @param perClass whether there is a second top
 */
public record Accuracy(int topK, int axis, OptionalInt ignoreLabel, boolean perClass)
    implements Layer {
  static final Accuracy DEFAULT = new Accuracy(1, 1, OptionalInt.empty(), false);

  public Accuracy {
    if (topK < 1) {
      throw new FcnException("top_k: found " + topK + ", expected at least 1");
    }
  }

  /** How many of the highest scores may hold the label. */
  public Accuracy top(int k) {
    return new Accuracy(k, axis, ignoreLabel, perClass);
  }

  /** The axis of the classes; negative values count from the end. */
  public Accuracy axis(int axis) {
    return new Accuracy(topK, axis, ignoreLabel, perClass);
  }

  /** The label of cells that do not count. */
  public Accuracy ignore(int label) {
    return new Accuracy(topK, axis, OptionalInt.of(label), perClass);
  }

  /** Adds the accuracy of each class as a second top. */
  public Accuracy withClasses() {
    return new Accuracy(topK, axis, ignoreLabel, true);
  }

  @Override
  public Arity arity() {
    return Arity.of(2, perClass ? 2 : 1);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    Shape scores = bottoms.get(0);
    Labels.requireFit(scores, axis, bottoms.get(1));
    long classes = scores.dim(axis);
    if (topK > classes) {
      throw new ShapeException(
          "top_k: found %d, expected at most the %d classes of the scores (%s)"
              .formatted(topK, classes, scores));
    }
    return perClass ? List.of(Shape.of(), Shape.of(classes)) : List.of(Shape.of());
  }

  @Override
  public CoordMap coordMap() {
    return CoordMap.UNDEFINED;
  }

  @Override
  public boolean propagatesTo(int bottom) {
    return false;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING.andMixesBatch();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    AccuracyKernel kernel = new AccuracyKernel(this, context);
    return Kernel.forwardOnly(kernel::forward);
  }

  private static final class AccuracyKernel {
    private final int topK;
    private final ClassBlocks blocks;
    private final Labels labels;
    private final long[] cells;
    private final long[] found;
    private final float[] accuracy = new float[1];
    private final float[] classAccuracy;
    private final boolean perClass;

    AccuracyKernel(Accuracy layer, KernelContext context) {
      topK = layer.topK;
      perClass = layer.perClass;
      blocks = new ClassBlocks(context.bottom(), layer.axis);
      labels = new Labels(blocks.cells(), blocks.classes(), layer.ignoreLabel);
      cells = new long[blocks.classes()];
      found = new long[blocks.classes()];
      classAccuracy = new float[blocks.classes()];
    }

    void forward(KernelIo io) {
      labels.read(io.bottom(1));
      Arrays.fill(cells, 0);
      Arrays.fill(found, 0);
      for (int cell = 0; cell < blocks.cells(); cell += blocks.length(cell)) {
        blocks.read(io.bottom(), cell);
        for (int i = 0; i < blocks.length(cell); i++) {
          int label = labels.at(cell + i);
          if (label != Labels.IGNORED) {
            cells[label]++;
            found[label] += isFound(label, i) ? 1 : 0;
          }
        }
      }
      accuracy[0] = share(Arrays.stream(found).sum(), labels.valid());
      Host.write(accuracy, io.top());
      if (perClass) {
        for (int c = 0; c < classAccuracy.length; c++) {
          classAccuracy[c] = share(found[c], cells[c]);
        }
        Host.write(classAccuracy, io.top(1));
      }
    }

    private boolean isFound(int label, int i) {
      float own = blocks.row(label)[i];
      // The label's own score makes the first of "as high or higher".
      int rank = 0;
      for (int c = 0; c < blocks.classes() && rank <= topK; c++) {
        rank += blocks.row(c)[i] < own ? 0 : 1;
      }
      return rank <= topK;
    }

    private static float share(long part, long whole) {
      return whole == 0 ? 0 : (float) ((double) part / whole);
    }
  }
}
