package io.fcn4j.bench.peer;

import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.nd4j.Host;
import java.nio.file.Path;
import org.bytedeco.caffe.FloatBlob;
import org.bytedeco.caffe.FloatNet;
import org.bytedeco.caffe.FloatSolver;
import org.bytedeco.caffe.FloatSolverRegistry;
import org.bytedeco.caffe.SolverParameter;
import org.bytedeco.caffe.global.caffe;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Caffe itself, in this process, from the files that we write for it. */
final class CaffePeer implements Peer {
  private final FloatNet net;
  private final @Nullable FloatSolver solver;

  CaffePeer(Task task) {
    try (TemporaryFolder folder = new TemporaryFolder()) {
      Path prototxt = folder.file("net.prototxt");
      Path weights = folder.file("net.caffemodel");
      write(task.net(), prototxt, weights);
      if (task.phase() == Phase.TRAIN) {
        solver = solver(folder, prototxt, task.rate());
        net = solver.net();
      } else {
        solver = null;
        net = new FloatNet(prototxt.toString(), caffe.TEST);
      }
      net.CopyTrainedLayersFrom(weights.toString());
    }
    task.freeWeights();
  }

  private static void write(Net net, Path prototxt, Path weights) {
    io.fcn4j.caffe.Caffe.write(net, prototxt, weights);
  }

  private static FloatSolver solver(TemporaryFolder folder, Path prototxt, double rate) {
    Path file =
        folder.write(
            "solver.prototxt",
            """
            net: "%s"
            type: "SGD"
            base_lr: %s
            lr_policy: "fixed"
            momentum: %s
            weight_decay: %s
            snapshot_after_train: false
            solver_mode: CPU
            """
                .formatted(prototxt, rate, Task.MOMENTUM, Task.DECAY));
    try (SolverParameter parameter = new SolverParameter()) {
      caffe.ReadSolverParamsFromTextFileOrDie(file.toString(), parameter);
      return FloatSolverRegistry.CreateSolver(parameter);
    }
  }

  @Override
  public void forward(INDArray image) {
    set("data", image);
    net.Forward();
  }

  private void set(String blob, INDArray values) {
    net.blob_by_name(blob).mutable_cpu_data().put(Host.read(values));
  }

  @Override
  public INDArray score() {
    FloatBlob blob = net.blob_by_name("score");
    float[] values = new float[blob.count()];
    blob.cpu_data().get(values);
    INDArray copy =
        Nd4j.createUninitialized(
            DataType.FLOAT, blob.shape(0), blob.shape(1), blob.shape(2), blob.shape(3));
    Host.write(values, copy);
    return copy;
  }

  @Override
  public double trainStep(INDArray image, INDArray labels) {
    if (solver == null) {
      throw new IllegalStateException("opened for inference, found a step of training");
    }
    set("data", image);
    set("label", labels);
    solver.Step(1);
    return net.blob_by_name("loss").cpu_data().get();
  }

  @Override
  public void close() {
    net.close();
    if (solver != null) {
      solver.close();
    }
  }
}
