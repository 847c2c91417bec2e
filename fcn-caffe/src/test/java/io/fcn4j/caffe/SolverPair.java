package io.fcn4j.caffe;

import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.core.Param;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.nd4j.Views;
import io.fcn4j.core.solver.Dataset;
import io.fcn4j.core.solver.Sample;
import io.fcn4j.core.solver.SampleOrder;
import io.fcn4j.core.solver.SnapshotStore;
import io.fcn4j.core.solver.SolverBuilder;
import io.fcn4j.layers.caffe.Agreement;
import io.fcn4j.layers.caffe.CaffeNet;
import io.fcn4j.layers.caffe.CaffeSolver;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One solver file run by Caffe and by us, from the same weights and over the same batches. */
final class SolverPair implements AutoCloseable {
  final SolverFile file;
  final CaffeSolver caffe;
  private final Net ours;
  private final List<Map<String, INDArray>> batches;
  private final int iterSize;

  /**
   * @param batches of the iterations, which begin again when they are used up
   * @param settings besides those of paths and the mode
   */
  SolverPair(Path folder, String net, List<Map<String, INDArray>> batches, String settings) {
    CaffeNet.assumeAvailable();
    Path netFile = folder.resolve("net.prototxt");
    Path solverFile = folder.resolve("solver.prototxt");
    AtomicFile.write(netFile, net);
    AtomicFile.write(solverFile, "net: \"%s\" solver_mode: CPU %s".formatted(netFile, settings));
    this.batches = batches;
    file = SolverFile.read(solverFile);
    iterSize = CaffeSolver.read(solverFile).iter_size();
    ours = file.trainNet().build(5);
    caffe = newCaffe();
  }

  /** Another solver of Caffe's, with our weights. */
  CaffeSolver newCaffe() {
    CaffeSolver solver = CaffeSolver.of(file.path());
    for (Param param : ours.params().all()) {
      solver.net().param(param.layer(), index(param), param.array());
    }
    return solver;
  }

  private static int index(Param param) {
    return Integer.parseInt(param.key().substring(param.layer().length() + 1));
  }

  /** A net like ours with the weights that both began with. */
  Net newOurs() {
    return file.trainNet().build(5);
  }

  /** Lets a solver of Caffe's run until so many iterations are done. */
  void runCaffe(CaffeSolver solver, int end) {
    for (int i = solver.iteration(); i < end; i++) {
      batch(i).forEach(solver.net()::set);
      solver.step(1);
    }
  }

  private Map<String, INDArray> batch(long iteration) {
    return batches.get((int) (iteration % batches.size()));
  }

  /** Lets us run until so many iterations are done. */
  void runOurs(Net net, int end, SnapshotStore store) {
    builder(net).snapshots(store).build().run(new Data(end), end);
  }

  void runBoth(int end) {
    builder(ours).build().run(new Data(end), end);
    runCaffe(caffe, end);
  }

  private SolverBuilder builder(Net net) {
    long images = batch(0).values().iterator().next().size(0);
    return file.solver(net)
        .engine(Engines.nd4j())
        .order(SampleOrder.SEQUENTIAL)
        .batch((int) images);
  }

  void requireAgreement(double tolerance) {
    requireAgreement(ours, caffe, tolerance);
  }

  static void requireAgreement(Net net, CaffeSolver solver, double tolerance) {
    for (Param param : net.params().all()) {
      INDArray expected = solver.net().param(param.layer(), index(param));
      Agreement.require(param.key(), param.array(), expected, tolerance);
    }
  }

  @Override
  public void close() {
    caffe.close();
  }

  /** The images of the batches one after the other, each batch once for every pass. */
  private final class Data implements Dataset {
    private final int iterations;

    Data(int iterations) {
      this.iterations = iterations;
    }

    private int images() {
      return (int) batch(0).values().iterator().next().size(0);
    }

    @Override
    public int size() {
      return iterations * iterSize * images();
    }

    @Override
    public Sample get(int index) {
      Map<String, INDArray> arrays = new LinkedHashMap<>();
      batch(index / (iterSize * images()))
          .forEach((blob, array) -> arrays.put(blob, image(array, index % images())));
      return new Sample("image " + index, arrays);
    }

    private INDArray image(INDArray batch, int i) {
      long[] shape = Shape.of(batch.shape()).with(0, 1).dims();
      long[] strides = Views.cOrder(batch.shape());
      return Views.strided(batch, i * strides[0], shape, strides).dup('c');
    }
  }
}
