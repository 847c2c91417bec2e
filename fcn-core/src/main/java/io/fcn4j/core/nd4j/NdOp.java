package io.fcn4j.core.nd4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One ND4J custom op with its arguments, made once and run many times through one native context.
 * Running it with the arrays of the run before costs about a microsecond and creates nothing.
 */
public final class NdOp {
  private final CustomOp op;
  private final OpContext context;
  private INDArray @Nullable [] bound;

  private NdOp(String name) {
    op = DynamicCustomOp.builder(name).build();
    context = Nd4j.getExecutioner().buildContext();
    // Outputs are always given, and with them the shape: this is what allows Caffe's ceil rule.
    context.shapeFunctionOverride(true);
  }

  /** An op by libnd4j's name. */
  public static NdOp named(String name) {
    return new NdOp(name);
  }

  /** The op's integer arguments. */
  public NdOp ints(long... arguments) {
    context.setIArguments(arguments);
    return this;
  }

  /** The op's floating-point arguments. */
  public NdOp floats(double... arguments) {
    context.setTArguments(arguments);
    return this;
  }

  public NdOp bools(boolean... arguments) {
    context.setBArguments(arguments);
    return this;
  }

  /** Without oneDNN or cuDNN: for ops that they run slower or wrongly. */
  public NdOp withoutHelpers() {
    context.allowHelpers(false);
    return this;
  }

  /** Runs an op of one output. */
  public void run(INDArray output, INDArray... inputs) {
    run(new INDArray[] {output}, inputs);
  }

  /** Runs the op; outputs are overwritten. */
  public void run(INDArray[] outputs, INDArray... inputs) {
    if (!isBoundTo(outputs, inputs)) {
      bind(outputs, inputs);
    }
    Nd4j.exec(op, context);
  }

  private boolean isBoundTo(INDArray[] outputs, INDArray[] inputs) {
    if (bound == null || bound.length != outputs.length + inputs.length) {
      return false;
    }
    for (int i = 0; i < bound.length; i++) {
      if (bound[i] != (i < outputs.length ? outputs[i] : inputs[i - outputs.length])) {
        return false;
      }
    }
    return true;
  }

  private void bind(INDArray[] outputs, INDArray[] inputs) {
    context.purge();
    INDArray[] all = new INDArray[outputs.length + inputs.length];
    for (int i = 0; i < outputs.length; i++) {
      context.setOutputArray(i, outputs[i]);
      all[i] = outputs[i];
    }
    for (int i = 0; i < inputs.length; i++) {
      context.setInputArray(i, inputs[i]);
      all[outputs.length + i] = inputs[i];
    }
    bound = all;
  }
}
