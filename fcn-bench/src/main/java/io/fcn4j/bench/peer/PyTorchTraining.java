package io.fcn4j.bench.peer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import io.fcn4j.core.Param;
import java.util.ArrayList;
import java.util.List;

/** Gradients by PyTorch's autograd, steps by its SGD in place. */
final class PyTorchTraining {
  private static final float NO_RESCALE = 1;
  private static final float NO_CLIP = -1;

  private final PyTorchNet net;
  private final double rate;
  private final List<Learned> learned = new ArrayList<>();

  private record Learned(Param param, NDArray tensor, NDArray momentum) {}

  PyTorchTraining(PyTorchNet net, NDManager manager, double rate) {
    this.net = net;
    this.rate = rate;
    net.params()
        .forEach(
            (param, tensor) -> {
              if (param.isLearned()) {
                tensor.setRequiresGradient(true);
                learned.add(new Learned(param, tensor, manager.zeros(tensor.getShape())));
              }
            });
  }

  double step(NDArray image, NDArray labels) {
    double loss;
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector();
        NDArray mean = loss(net.scores(image), labels)) {
      loss = mean.getFloat();
      collector.backward(mean);
    }
    learned.forEach(this::update);
    return loss;
  }

  /** The mean of -log p(label) over the pixels that count. */
  private static NDArray loss(NDArray scores, NDArray labels) {
    NDArray counts = labels.neq(Job.IGNORED).toType(DataType.FLOAT32, false);
    NDArray index = labels.mul(counts).toType(DataType.INT64, false);
    NDArray picked = scores.logSoftmax(1).gather(index, 1);
    scores.close();
    NDArray pixels = PyTorch.scalar(-Math.max(1, counts.sum().getFloat()), labels);
    return picked.mul(counts).sum().div(pixels);
  }

  private void update(Learned one) {
    NDArray tensor = one.tensor();
    try (NDArray gradient = tensor.getGradient()) {
      tensor
          .getNDArrayInternal()
          .sgdUpdate(
              new NDList(tensor, gradient, one.momentum()),
              new NDList(tensor),
              (float) (rate * one.param().mults().lr()),
              (float) (Job.DECAY * one.param().mults().decay()),
              NO_RESCALE,
              NO_CLIP,
              (float) Job.MOMENTUM,
              false);
    }
  }
}
