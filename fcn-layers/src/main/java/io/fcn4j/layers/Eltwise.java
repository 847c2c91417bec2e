package io.fcn4j.layers;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Locality;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Joins two or more bottoms element by element: Caffe's Eltwise.
 *
 * <p>Shapes: all bottoms and the top equal. Throws {@link io.fcn4j.core.ShapeException} with a
 * table of them otherwise.
 */
public record Eltwise(Op op) implements Layer {
  /** How elements are joined. */
  public sealed interface Op {
    /** Caffe's name, for messages. */
    String caffeName();

    Arity arity();

    Capabilities capabilities();

    Kernel kernel(KernelContext context);
  }

  @Override
  public String type() {
    return "Eltwise " + op.caffeName();
  }

  @Override
  public Arity arity() {
    return op.arity();
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    BottomsDifferException.requireEqual(bottoms);
    return List.of(bottoms.get(0));
  }

  @Override
  public boolean alignsWith(int bottom) {
    return true;
  }

  @Override
  public Locality locality(Phase phase) {
    return Locality.CELL;
  }

  @Override
  public Capabilities capabilities() {
    return op.capabilities();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return op.kernel(context);
  }

  /**
   * {@code y = sum of coeffs[i] * x[i]}.
   *
   * @param coeffs one for each bottom; none for 1
   */
  public record Sum(List<Float> coeffs) implements Op {
    public Sum {
      coeffs = List.copyOf(coeffs);
      if (coeffs.size() == 1) {
        throw new FcnException(
            "coefficients: found %s, expected one for each of two or more bottoms, or none"
                .formatted(coeffs));
      }
    }

    @Override
    public String caffeName() {
      return "SUM";
    }

    @Override
    public Arity arity() {
      return coeffs.isEmpty() ? Arity.atLeast(2, 1) : Arity.of(coeffs.size(), 1);
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_NOTHING.andInPlace();
    }

    private float coeff(int i) {
      return coeffs.isEmpty() ? 1 : coeffs.get(i);
    }

    @Override
    public Kernel kernel(KernelContext context) {
      List<NdOp> addScaled =
          IntStream.range(0, context.bottoms().size())
              .mapToObj(i -> NdOp.named("axpy").floats(coeff(i)))
              .toList();
      return Kernel.of(io -> forward(io, addScaled), io -> backward(io, addScaled.size()));
    }

    private void forward(KernelIo io, List<NdOp> addScaled) {
      INDArray sum = io.bottom();
      if (coeff(0) != 1) {
        sum = io.bottom().muli(coeff(0), io.top());
      }
      for (int i = 1; i < addScaled.size(); i++) {
        addScaled.get(i).run(io.top(), sum, io.bottom(i));
        sum = io.top();
      }
    }

    private void backward(KernelIo io, int bottoms) {
      // Bottom 0 last: its diff may lie in the memory of the top's.
      for (int i = bottoms - 1; i >= 0; i--) {
        if (io.wantsBottomDiff(i)) {
          io.topDiff().muli(coeff(i), io.bottomDiff(i));
        }
      }
    }
  }

  /**
   * {@code y = product of x[i]}.
   *
   * @param stableGradient Caffe's {@code stable_prod_grad}, default true: the gradient multiplies
   *     the other bottoms; else it divides the top, which is faster for many bottoms but not
   *     defined at 0
   */
  public record Prod(boolean stableGradient) implements Op {
    @Override
    public String caffeName() {
      return "PROD";
    }

    @Override
    public Arity arity() {
      return Arity.atLeast(2, 1);
    }

    @Override
    public Capabilities capabilities() {
      return stableGradient ? Capabilities.READS_BOTTOMS : Capabilities.SAFE;
    }

    @Override
    public Kernel kernel(KernelContext context) {
      int bottoms = context.bottoms().size();
      return Kernel.of(io -> forward(io, bottoms), io -> backward(io, bottoms));
    }

    private static void forward(KernelIo io, int bottoms) {
      io.bottom(0).muli(io.bottom(1), io.top());
      for (int i = 2; i < bottoms; i++) {
        io.top().muli(io.bottom(i));
      }
    }

    private void backward(KernelIo io, int bottoms) {
      for (int i = 0; i < bottoms; i++) {
        if (!io.wantsBottomDiff(i)) {
          continue;
        }
        INDArray diff = io.bottomDiff(i);
        if (stableGradient) {
          diff.assign(io.topDiff());
          for (int j = 0; j < bottoms; j++) {
            if (j != i) {
              diff.muli(io.bottom(j));
            }
          }
        } else {
          io.top().divi(io.bottom(i), diff).muli(io.topDiff());
        }
      }
    }
  }

  /**
   * {@code y = max of x[i]}. The gradient flows to the winner alone: of equal values, to bottom 1
   * before bottom 0 before the others in their order, as in Caffe.
   */
  public record Max() implements Op {
    @Override
    public String caffeName() {
      return "MAX";
    }

    @Override
    public Arity arity() {
      return Arity.atLeast(2, 1);
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.SAFE;
    }

    @Override
    public Kernel kernel(KernelContext context) {
      List<NdOp> maxima = context.bottoms().stream().map(x -> NdOp.named("maximum")).toList();
      Winners winners = new Winners(context);
      return Kernel.of(io -> forward(io, maxima), winners::backward);
    }

    private static void forward(KernelIo io, List<NdOp> maxima) {
      INDArray max = io.bottom(0);
      for (int i = 1; i < maxima.size(); i++) {
        maxima.get(i).run(io.top(), max, io.bottom(i));
        max = io.top();
      }
    }
  }

  /** Finds for every element the bottom that its maximum came from. */
  private static final class Winners {
    private final int bottoms;
    private final Slot open;
    private final Slot beaten;
    private final Views.Of<Step> isPositive = new Views.Of<>(x -> new Step(x, x, 0.0));

    Winners(KernelContext context) {
      bottoms = context.bottoms().size();
      open = context.backwardScratch(context.top());
      beaten = context.backwardScratch(context.top());
    }

    void backward(KernelIo io) {
      INDArray stillOpen = io.slot(open).assign(1f);
      INDArray mask = io.slot(beaten);
      for (int place = 0; place < bottoms; place++) {
        int i = place < 2 ? 1 - place : place;
        io.top().subi(io.bottom(i), mask);
        Nd4j.exec(isPositive.of(mask));
        mask.muli(stillOpen);
        if (io.wantsBottomDiff(i)) {
          stillOpen.subi(mask, io.bottomDiff(i)).muli(io.topDiff());
        }
        stillOpen.assign(mask);
      }
    }
  }
}
