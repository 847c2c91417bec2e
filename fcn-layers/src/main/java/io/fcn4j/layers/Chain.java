package io.fcn4j.layers;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.scalar.Pow;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Reciprocal;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.api.ops.impl.transforms.strict.ATanh;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;

/**
 * Ops that make {@code y} from {@code x} one after the other, the first from {@code x}, each other
 * from the result of the one before. What would change nothing is left out, as in Caffe.
 */
final class Chain {
  private final List<Op> ops = new ArrayList<>();
  private final INDArray y;
  private INDArray last;

  Chain(INDArray x, INDArray y) {
    this.y = y;
    last = x;
  }

  Chain times(double factor) {
    return factor == 1 ? this : then(new ScalarMultiplication(last, null, y, factor));
  }

  Chain plus(double addend) {
    return addend == 0 ? this : then(new ScalarAdd(last, null, y, addend));
  }

  Chain power(double exponent) {
    if (exponent == 1) {
      return this;
    }
    // Pow takes the long way for every exponent.
    if (exponent == 2) {
      return then(new Square(last, y));
    }
    return then(exponent == -1 ? new Reciprocal(last, y) : new Pow(last, y, exponent));
  }

  Chain abs() {
    return then(new Abs(last, y));
  }

  Chain sign() {
    return then(new Sign(last, y));
  }

  Chain exp() {
    return then(new Exp(last, y));
  }

  Chain log() {
    return then(new Log(last, y));
  }

  Chain atanh() {
    return then(new ATanh(last, y));
  }

  private Chain then(Op op) {
    ops.add(op);
    last = y;
    return this;
  }

  /** What has been called for, or a copy if that is nothing. */
  List<Op> ops() {
    if (ops.isEmpty()) {
      ops.add(new ScalarMultiplication(last, null, y, 1));
    }
    return ops;
  }
}
