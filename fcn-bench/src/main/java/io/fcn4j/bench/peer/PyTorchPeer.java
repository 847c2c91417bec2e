package io.fcn4j.bench.peer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.nd4j.Host;
import java.lang.ref.Reference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** PyTorch, op by op as from Python. */
final class PyTorchPeer implements Peer {
  private final NDManager manager;
  private final PyTorchNet net;
  private final @Nullable PyTorchTraining training;
  private @Nullable NDArray score;

  PyTorchPeer(Net whole, Job job) {
    JniUtils.setNumThreads(job.threads());
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    net = new PyTorchNet(PeerNet.forInference(whole, job.image()), job.image(), manager);
    training = job.phase() == Phase.TRAIN ? new PyTorchTraining(net, manager, job.rate()) : null;
  }

  @Override
  public void forward(Floats image) {
    if (score != null) {
      score.close();
    }
    try (NDManager pass = manager.newSubManager()) {
      score = net.scores(PyTorch.over(image, pass));
      score.attach(manager);
    } finally {
      // The tensor over its memory doesn't keep it.
      Reference.reachabilityFence(image);
    }
  }

  @Override
  public INDArray score() {
    NDArray tensor = Objects.requireNonNull(score, "no forward yet");
    INDArray copy = Nd4j.createUninitialized(DataType.FLOAT, tensor.getShape().getShape());
    Host.write(tensor.toFloatArray(), copy);
    return copy;
  }

  @Override
  public double trainStep(Floats image, Floats labels) {
    try (NDManager pass = manager.newSubManager()) {
      return Objects.requireNonNull(training, "opened for inference")
          .step(PyTorch.over(image, pass), PyTorch.over(labels, pass));
    } finally {
      Reference.reachabilityFence(image);
      Reference.reachabilityFence(labels);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
