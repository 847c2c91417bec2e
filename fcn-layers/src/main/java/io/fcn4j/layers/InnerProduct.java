package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.core.nd4j.Gemm;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A fully connected layer, y = W x + b, of all axes from {@code axis} on as one vector.
 *
 * <p>Shapes: D0 x ... x Daxis x ... to D0 x ... x numOutput (the axes before {@code axis} are
 * kept). Parameters: weight numOutput x K, or K x numOutput if transposed, where K is the length of
 * the vector; bias numOutput. It has no image coordinates.
 *
 * <p>Caffe type InnerProduct; axis 1, with bias, not transposed; for fillers see {@link
 * Weights#DEFAULT}. Throws {@link io.fcn4j.core.ShapeException} if the axis does not exist.
 *
 * @param numOutput length of the result
 * @param axis negative axes count from the end
 * @param transpose how the weight is stored
 */
public record InnerProduct(int numOutput, int axis, boolean transpose, Weights weights)
    implements UnaryLayer, Weighted<InnerProduct> {

  @Override
  public InnerProduct weights(Weights weights) {
    return new InnerProduct(numOutput, axis, transpose, weights);
  }

  public InnerProduct axis(int axis) {
    return new InnerProduct(numOutput, axis, transpose, weights);
  }

  /** With the weight stored as K x numOutput. */
  public InnerProduct transposed() {
    return new InnerProduct(numOutput, axis, true, weights);
  }

  @Override
  public Shape shape(Shape x) {
    long[] dims = Arrays.copyOf(x.dims(), x.axis(axis) + 1);
    dims[dims.length - 1] = numOutput;
    return Shape.of(dims);
  }

  @Override
  public List<ParamSpec> params(List<Shape> bottoms) {
    long k = length(bottoms.get(0));
    return weights.params(transpose ? Shape.of(k, numOutput) : Shape.of(numOutput, k), numOutput);
  }

  private long length(Shape x) {
    return x.count(x.axis(axis));
  }

  @Override
  public CoordMap coordMap() {
    return CoordMap.UNDEFINED;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_BOTTOMS;
  }

  @Override
  public long macs(List<Shape> bottoms) {
    return bottoms.get(0).count() * numOutput;
  }

  @Override
  public Kernel kernel(KernelContext c) {
    Kernel product = new Product(length(c.bottom()));
    return weights.bias() ? new BiasTerm(product, c, c.top().rank() - 1) : product;
  }

  private final class Product implements Kernel {
    private final NdOp forward = Gemm.of(false, !transpose, 0);
    private final NdOp toBottomDiff = Gemm.of(false, transpose, 0);
    private final NdOp toWeightDiff = Gemm.of(true, false, 1);
    private final Views.Of<INDArray> bottoms;
    private final Views.Of<INDArray> tops = rowsOf(numOutput);

    Product(long length) {
      bottoms = rowsOf(length);
    }

    private static Views.Of<INDArray> rowsOf(long length) {
      return new Views.Of<>(array -> Views.reshape(array, array.length() / length, length));
    }

    @Override
    public void forward(KernelIo io) {
      forward.run(tops.of(io.top()), bottoms.of(io.bottom()), io.param(0));
    }

    @Override
    public void backward(KernelIo io) {
      INDArray dy = tops.of(io.topDiff());
      if (io.wantsParamDiff(0)) {
        INDArray x = bottoms.of(io.bottom());
        toWeightDiff.run(io.paramDiff(0), transpose ? x : dy, transpose ? dy : x);
      }
      if (io.wantsBottomDiff(0)) {
        toBottomDiff.run(bottoms.of(io.bottomDiff()), dy, io.param(0));
      }
    }
  }
}
