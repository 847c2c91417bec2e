package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import java.util.Arrays;
import java.util.List;

/**
 * A learned vector for each index: row x of the weight, plus the bias; what an inner product makes
 * of a one-hot vector, without the vector.
 *
 * <p>Shapes: indices of any shape to that shape x numOutput. Parameters: weight inputDim x
 * numOutput; bias numOutput. It has no image coordinates, and no gradient flows to the indices.
 *
 * <p>Caffe type Embed; with bias; for fillers see {@link Weights#DEFAULT}. Indices are truncated to
 * integers. Running throws {@link FcnException} for an index that is no row of the weight (Caffe
 * reads some other memory).
 *
 * @param numOutput length of a vector
 * @param inputDim how many there are
 */
public record Embed(int numOutput, int inputDim, Weights weights)
    implements UnaryLayer, Weighted<Embed> {
  public Embed {
    if (numOutput < 1 || inputDim < 1) {
      throw new FcnException(
          "embed: found %d outputs for %d indices, expected at least 1 of each"
              .formatted(numOutput, inputDim));
    }
  }

  @Override
  public Embed weights(Weights weights) {
    return new Embed(numOutput, inputDim, weights);
  }

  @Override
  public Shape shape(Shape x) {
    long[] dims = Arrays.copyOf(x.dims(), x.rank() + 1);
    dims[x.rank()] = numOutput;
    return Shape.of(dims);
  }

  @Override
  public List<ParamSpec> params(List<Shape> bottoms) {
    return weights.params(table(), numOutput);
  }

  private Shape table() {
    return Shape.of(inputDim, numOutput);
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
    return Capabilities.READS_NOTHING;
  }

  @Override
  public Kernel kernel(KernelContext c) {
    String advice = "Give indices of rows of the weight, or more rows: a larger inputDim.";
    IndexedRows rows = new IndexedRows(c, table(), c.bottom(), advice);
    Kernel lookup =
        Kernel.of(
            io -> rows.pick(io, io.bottom(), io.param(0), io.top()),
            io -> {
              if (io.wantsParamDiff(0)) {
                rows.addUp(io, io.topDiff(), io.paramDiff(0));
              }
            });
    return weights.bias() ? new BiasTerm(lookup, c, c.top().rank() - 1) : lookup;
  }
}
