package io.fcn4j.testkit;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.ParamHandle;
import io.fcn4j.core.Slot;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arrays of another {@link KernelIo}. */
class ForwardingIo implements KernelIo {
  private final KernelIo io;

  ForwardingIo(KernelIo io) {
    this.io = io;
  }

  @Override
  public INDArray bottom(int i) {
    return io.bottom(i);
  }

  @Override
  public INDArray top(int i) {
    return io.top(i);
  }

  @Override
  public INDArray param(int i) {
    return io.param(i);
  }

  @Override
  public INDArray topDiff(int i) {
    return io.topDiff(i);
  }

  @Override
  public INDArray bottomDiff(int i) {
    return io.bottomDiff(i);
  }

  @Override
  public INDArray paramDiff(int i) {
    return io.paramDiff(i);
  }

  @Override
  public boolean isFirstDiff(int param) {
    return io.isFirstDiff(param);
  }

  @Override
  public boolean wantsBottomDiff(int i) {
    return io.wantsBottomDiff(i);
  }

  @Override
  public boolean wantsParamDiff(int i) {
    return io.wantsParamDiff(i);
  }

  @Override
  public ParamHandle paramHandle(int i) {
    return io.paramHandle(i);
  }

  @Override
  public INDArray slot(Slot slot) {
    return io.slot(slot);
  }

  @Override
  public CounterRandom random() {
    return io.random();
  }

  @Override
  public boolean inPlace() {
    return io.inPlace();
  }
}
