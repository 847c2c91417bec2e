package io.fcn4j.core;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The parameters of one kernel. */
public interface KernelParams {
  /** The parameter at a place in {@link Layer#params}. */
  INDArray param(int i);

  /** For kernels that keep a parameter's values in another form. */
  ParamHandle paramHandle(int i);
}
