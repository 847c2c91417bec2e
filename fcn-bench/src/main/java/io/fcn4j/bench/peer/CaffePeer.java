package io.fcn4j.bench.peer;

import io.fcn4j.core.Phase;
import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.nd4j.Host;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.bytedeco.caffe.FloatBlob;
import org.bytedeco.caffe.FloatNet;
import org.bytedeco.caffe.FloatSolver;
import org.bytedeco.caffe.FloatSolverRegistry;
import org.bytedeco.caffe.SolverParameter;
import org.bytedeco.caffe.global.caffe;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Caffe itself, in this process, from its own files. */
final class CaffePeer implements Peer {
  private final FloatNet net;
  private final @Nullable FloatSolver solver;

  CaffePeer(NetFiles files, Job job) {
    if (job.phase() == Phase.TRAIN) {
      solver = solver(files, job.rate());
      net = solver.net();
    } else {
      solver = null;
      net = new FloatNet(files.prototxt().toString(), caffe.TEST);
    }
    net.CopyTrainedLayersFrom(files.caffemodel().toString());
  }

  private static FloatSolver solver(NetFiles files, double rate) {
    Path file = files.folder().resolve("solver.prototxt");
    AtomicFile.write(
        file,
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
            .formatted(files.prototxt(), rate, Job.MOMENTUM, Job.DECAY));
    try (SolverParameter parameter = new SolverParameter()) {
      caffe.ReadSolverParamsFromTextFileOrDie(file.toString(), parameter);
      return FloatSolverRegistry.CreateSolver(parameter);
    }
  }

  @Override
  public void forward(Floats image) {
    set("data", image);
    net.Forward();
  }

  private void set(String blob, Floats floats) {
    FloatBuffer values = floats.values();
    FloatPointer memory = net.blob_by_name(blob).mutable_cpu_data();
    memory.capacity(values.capacity()).asBuffer().put(values);
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
  public double trainStep(Floats image, Floats labels) {
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
