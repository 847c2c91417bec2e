package io.fcn4j.caffe.hdf5;

import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.CaffeNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.caffe.FloatBlob;
import org.bytedeco.caffe.FloatSGDSolver;
import org.bytedeco.caffe.SolverParameter;
import org.bytedeco.caffe.global.caffe;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Caffe's own solver, with momentum and snapshots as HDF5, of a net that learns from constants. */
final class CaffeSolver implements AutoCloseable {
  private static final String TEXT =
      """
      snapshot_prefix: "%s"
      snapshot_format: HDF5
      solver_mode: CPU
      base_lr: 0.1 momentum: 0.9 lr_policy: "step" gamma: 0.5 stepsize: 2 max_iter: 100
      net_param {
        layer { name: "x" type: "DummyData" top: "x" top: "y"
          dummy_data_param { shape { dim: 2 dim: 3 } shape { dim: 2 dim: 2 }
            data_filler { value: 0.5 } data_filler { value: 2 } } }
        layer { name: "fc" type: "InnerProduct" bottom: "x" top: "fc"
          inner_product_param { num_output: 2 } }
        layer { name: "loss" type: "EuclideanLoss" bottom: "fc" bottom: "y" top: "loss" }
      }
      """;

  private final FloatSGDSolver solver;

  CaffeSolver(Path prefix) throws IOException {
    CaffeNet.assumeAvailable();
    Path file = Files.writeString(Path.of(prefix + ".prototxt"), TEXT.formatted(prefix));
    try (SolverParameter parameter = new SolverParameter()) {
      caffe.ReadSolverParamsFromTextFileOrDie(file.toString(), parameter);
      solver = new FloatSGDSolver(parameter);
    }
  }

  CaffeSolver step(int iterations) {
    solver.Step(iterations);
    return this;
  }

  /** Writes PREFIX_iter_N.caffemodel.h5 and PREFIX_iter_N.solverstate.h5. */
  CaffeSolver snapshot() {
    solver.Snapshot();
    return this;
  }

  CaffeSolver restore(Path state) {
    solver.Restore(state.toString());
    return this;
  }

  int iter() {
    return solver.iter();
  }

  List<INDArray> history() {
    List<INDArray> history = new ArrayList<>();
    for (long i = 0; i < solver.history().size(); i++) {
      history.add(read(solver.history().get(i)));
    }
    return history;
  }

  INDArray weights() {
    return read(solver.net().layer_by_name("fc").blobs().get(0));
  }

  private static INDArray read(FloatBlob blob) {
    float[] values = new float[blob.count()];
    blob.cpu_data().get(values);
    INDArray array =
        Nd4j.zeros(
            blob.num_axes() == 1
                ? new int[] {blob.shape(0)}
                : new int[] {blob.shape(0), blob.shape(1)});
    Host.write(values, array);
    return array;
  }

  @Override
  public void close() {
    solver.close();
  }
}
