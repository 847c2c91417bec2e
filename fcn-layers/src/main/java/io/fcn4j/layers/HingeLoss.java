package io.fcn4j.layers;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import java.util.List;

/**
 * The one-versus-all hinge loss of a support vector machine: Caffe's HingeLoss.
 *
 * <pre>{@code
 * m[c] = max(0, 1 - s x[c]),  s = 1 for the label's class, else -1
 * L1: loss = sum of m[c] / N,    gradient of x[c] = -s / N where m[c] > 0, else 0
 * L2: loss = sum of m[c]^2 / N,  gradient of x[c] = -2 s m[c] / N
 * }</pre>
 *
 * <p>Bottoms: scores, N x C (every element of an image is a class, whatever the axes); labels, N
 * elements, truncated to integers; no gradient flows to them. Top: the loss, a scalar.
 *
 * <p>Running throws {@link FcnException} for a label that is no class (Caffe reads some other
 * memory).
 *
 * @param norm default L1
 */
public record HingeLoss(Norm norm) implements Loss {
  static final HingeLoss DEFAULT = new HingeLoss(Norm.L1);

  /** Caffe's norm. */
  public enum Norm {
    L1,
    L2
  }

  /** With the squares of the margins. */
  public HingeLoss squared() {
    return new HingeLoss(Norm.L2);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    Labels.requireFit(Labels.perImage(bottoms.get(0)), 1, bottoms.get(1));
    return List.of(Shape.of());
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new Margins(context);
  }

  private final class Margins extends LabelLoss {
    Margins(KernelContext context) {
      super(context);
    }

    /** Turns scores into margins. */
    @Override
    double loss(int cell, int length) {
      double total = 0;
      for (int c = 0; c < blocks.classes(); c++) {
        float[] row = blocks.row(c);
        for (int i = 0; i < length; i++) {
          row[i] = Math.max(0, 1 - sign(c, cell + i) * row[i]);
          total += norm == Norm.L1 ? row[i] : (double) row[i] * row[i];
        }
      }
      return total;
    }

    @Override
    void gradient(int cell, int length, double normaliser) {
      for (int c = 0; c < blocks.classes(); c++) {
        float[] row = blocks.row(c);
        for (int i = 0; i < length; i++) {
          float slope = norm == Norm.L1 ? Math.signum(row[i]) : 2 * row[i];
          row[i] = (float) (-sign(c, cell + i) * slope / normaliser);
        }
      }
    }

    private int sign(int c, int cell) {
      return labels.at(cell) == c ? 1 : -1;
    }
  }
}
