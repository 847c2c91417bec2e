package io.fcn4j.core;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a forward pass made: valid until the next forward pass of its session. */
public interface Outputs {
  /**
   * A copy, owned by the caller, of an output or of a blob that {@link SessionOptions#keep} names.
   *
   * @throws FcnException for any other blob, whose memory is reused, and after the next forward
   */
  INDArray get(String blob);

  /** The outputs without copying; their memory is overwritten by the next forward pass. */
  Map<String, INDArray> views();

  /** The weighted sum of all losses; 0 for a net without one. */
  double loss();
}
