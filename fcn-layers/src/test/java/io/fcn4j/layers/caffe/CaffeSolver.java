package io.fcn4j.layers.caffe;

import io.fcn4j.core.nd4j.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.caffe.FloatBlob;
import org.bytedeco.caffe.FloatSGDSolver;
import org.bytedeco.caffe.FloatSolver;
import org.bytedeco.caffe.FloatSolverRegistry;
import org.bytedeco.caffe.SolverParameter;
import org.bytedeco.caffe.global.caffe;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Caffe's own solver, in this process, of a solver file whose net reads from Input layers. It must
 * say {@code solver_mode: CPU}. What Caffe refuses ends the JVM.
 */
public final class CaffeSolver implements AutoCloseable {
  private final FloatSolver solver;
  private final CaffeNet net;

  private CaffeSolver(FloatSolver solver) {
    this.solver = solver;
    this.net = new CaffeNet(solver.net());
  }

  public static CaffeSolver of(Path file) {
    try (SolverParameter parameter = read(file)) {
      return new CaffeSolver(FloatSolverRegistry.CreateSolver(parameter));
    }
  }

  /** A solver file as Caffe understands it. */
  public static SolverParameter read(Path file) {
    CaffeNet.assumeAvailable();
    SolverParameter parameter = new SolverParameter();
    caffe.ReadSolverParamsFromTextFileOrDie(file.toString(), parameter);
    return parameter;
  }

  /** The net that is trained: its inputs stay as they are set; it is closed with this. */
  public CaffeNet net() {
    return net;
  }

  public CaffeSolver step(int iterations) {
    solver.Step(iterations);
    return this;
  }

  public int iteration() {
    return solver.iter();
  }

  /** Writes PREFIX_iter_N.caffemodel and PREFIX_iter_N.solverstate, or both with .h5. */
  public CaffeSolver snapshot() {
    solver.Snapshot();
    return this;
  }

  /** Goes on from a state; a name that ends with .h5 is one of HDF5. */
  public CaffeSolver restore(Path state) {
    solver.Restore(state.toString());
    return this;
  }

  public List<INDArray> history() {
    List<INDArray> arrays = new ArrayList<>();
    // All of Caffe's solvers are SGDSolvers.
    FloatSGDSolver sgd = new FloatSGDSolver(solver);
    for (long i = 0; i < sgd.history().size(); i++) {
      arrays.add(read(sgd.history().get(i)));
    }
    return arrays;
  }

  private static INDArray read(FloatBlob blob) {
    float[] values = new float[blob.count()];
    blob.cpu_data().get(values);
    long[] shape = new long[blob.num_axes()];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = blob.shape(axis);
    }
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape);
    Host.write(values, array);
    return array;
  }

  @Override
  public void close() {
    net.close();
    solver.close();
  }
}
