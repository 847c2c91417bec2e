package io.fcn4j.caffe;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.fcn4j.caffe.blob.BlobFile;
import io.fcn4j.caffe.blob.BlobOutput;
import io.fcn4j.caffe.proto.SolverState;
import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.io.Elements;
import io.fcn4j.core.io.WeightFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@code .solverstate}: where training was stopped.
 *
 * @param iteration how many are done
 * @param learnedNet the weight file that belongs to it, as Caffe wrote it: relative to the folder
 *     that Caffe ran in
 * @param currentStep how many steps of a {@code multistep} policy are done
 * @param history the solver's arrays, one for each parameter of the net in its order; of AdaDelta
 *     and Adam, then a second one for each
 */
public record CaffeState(
    long iteration, String learnedNet, int currentStep, List<INDArray> history) {
  private static final BlobFile.Nest STATE =
      new BlobFile.Nest(Set.of(SolverState.HISTORY_FIELD_NUMBER), Map.of());

  public CaffeState {
    history = List.copyOf(history);
  }

  /**
   * Reads a file.
   *
   * @throws WeightFileException if the file is missing, truncated, damaged (with the byte) or of
   *     another format
   */
  public static CaffeState read(Path path) {
    try (BlobFile file = BlobFile.open(path, "a binary solver state", STATE)) {
      SolverState state = SolverState.parseFrom(file.structure());
      if (!state.hasIter()) {
        throw new WeightFileException(
            path, new IOException("not a solver state: it says no iteration"));
      }
      if (state.getIter() < 0) {
        throw new WeightFileException(
            path, new IOException("found iteration " + state.getIter() + ", expected 0 or more"));
      }
      List<INDArray> history = new ArrayList<>();
      for (BlobFile.Found blob : file.blobs()) {
        INDArray array = Elements.create(blob.place().shape());
        file.read(blob.place(), array);
        history.add(array);
      }
      return new CaffeState(
          state.getIter(), state.getLearnedNet(), state.getCurrentStep(), history);
    } catch (InvalidProtocolBufferException e) {
      throw new WeightFileException(
          path, new IOException("not a solver state, or damaged: " + e.getMessage(), e));
    }
  }

  /** Writes a file; an old one stays intact until the new one is complete. */
  public void write(Path path) {
    SolverState state =
        SolverState.newBuilder()
            .setIter(Math.toIntExact(iteration))
            .setLearnedNet(learnedNet)
            .setCurrentStep(currentStep)
            .build();
    AtomicFile.write(
        path,
        bytes -> {
          CodedOutputStream out = CodedOutputStream.newInstance(bytes);
          state.writeTo(out);
          for (INDArray array : history) {
            BlobOutput.write(out, bytes, SolverState.HISTORY_FIELD_NUMBER, array);
          }
          out.flush();
        });
  }
}
