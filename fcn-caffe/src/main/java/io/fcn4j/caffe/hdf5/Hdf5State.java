package io.fcn4j.caffe.hdf5;

import io.fcn4j.core.io.Elements;
import io.fcn4j.core.io.FileException;
import io.fcn4j.core.io.WeightFileException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The state of a solver of Caffe as HDF5, files named {@code .solverstate.h5}.
 *
 * @param iter how many iterations were run
 * @param learnedNet the path of the weights that belong to it; empty if there is none
 * @param currentStep how often the rate was lowered
 * @param history the solver's memory: an array for each learned parameter, in the order of the net;
 *     some solvers keep two of each
 */
public record Hdf5State(int iter, String learnedNet, int currentStep, List<INDArray> history) {
  private static final String ITER = "iter";
  private static final String LEARNED_NET = "learned_net";
  private static final String CURRENT_STEP = "current_step";
  private static final String HISTORY = "history";

  public Hdf5State {
    history = List.copyOf(history);
  }

  /**
   * Reads a state into new arrays; float64 becomes float32.
   *
   * @throws WeightFileException if the file is missing, truncated, damaged or of another kind
   */
  public static Hdf5State read(Path path) {
    // Not a channel: those close when their thread is interrupted.
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      return Hdf5Tree.read(path, Entries::of).read(file);
    } catch (IOException e) {
      throw new WeightFileException(path, e);
    }
  }

  /**
   * Writes the state as Caffe reads it; an old file stays intact until the new one is complete.
   *
   * @throws FileException if the file cannot be written
   */
  public void write(Path path) {
    Hdf5Writer writer = new Hdf5Writer();
    writer.add(ITER, Hdf5Leaf.number(iter));
    writer.add(CURRENT_STEP, Hdf5Leaf.number(currentStep));
    if (!learnedNet.isEmpty()) {
      writer.add(LEARNED_NET, Hdf5Leaf.text(learnedNet));
    }
    writer.group(HISTORY);
    for (int i = 0; i < history.size(); i++) {
      writer.add(HISTORY + "/" + i, Hdf5Leaf.floats(history.get(i)));
    }
    writer.write(path);
  }

  /** Where a file has everything. */
  private record Entries(
      Hdf5Dataset iter,
      List<Hdf5Dataset> learnedNet,
      Hdf5Dataset currentStep,
      List<Hdf5Dataset> history) {
    static Entries of(Hdf5Tree tree) throws IOException {
      if (!tree.hasDataset(ITER) || !tree.hasDataset(CURRENT_STEP) || !tree.hasGroup(HISTORY)) {
        throw new IOException(
            "found "
                + tree.contents()
                + ", expected data sets 'iter' and 'current_step' and a group 'history'; it is HDF5,"
                + " but not a solver state of Caffe: choose a .solverstate.h5");
      }
      return new Entries(
          tree.dataset(ITER).require(Hdf5Type.Kind.INTEGER),
          tree.hasDataset(LEARNED_NET)
              ? List.of(tree.dataset(LEARNED_NET).require(Hdf5Type.Kind.TEXT))
              : List.of(),
          tree.dataset(CURRENT_STEP).require(Hdf5Type.Kind.INTEGER),
          history(tree.below(HISTORY)));
    }

    private static List<Hdf5Dataset> history(Map<String, Hdf5Dataset> found) throws IOException {
      List<Hdf5Dataset> history = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        Hdf5Dataset array = found.get(Integer.toString(i));
        if (array == null) {
          throw new IOException(
              "group 'history' holds "
                  + found.size()
                  + " arrays, but none is named "
                  + i
                  + "; the file is damaged");
        }
        history.add(array.require(Hdf5Type.Kind.FLOAT));
      }
      return history;
    }

    Hdf5State read(RandomAccessFile file) throws IOException {
      List<INDArray> arrays = new ArrayList<>();
      for (Hdf5Dataset array : history) {
        INDArray target = Elements.create(array.shape());
        array.read(file, target);
        arrays.add(target);
      }
      String net = learnedNet.isEmpty() ? "" : learnedNet.get(0).text(file);
      return new Hdf5State(iter.number(file), net, currentStep.number(file), arrays);
    }
  }
}
