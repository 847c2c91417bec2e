package io.fcn4j.layers;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;

/** A function of one variable as ND4J ops. */
interface Pointwise {
  /** Makes {@code y} from {@code x}; only the first op reads x, as y may lie in its memory. */
  List<Op> ops(INDArray x, INDArray y);
}
