package io.fcn4j.bench.peer;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A library with a net of its own, opened for a {@link Job}. Results stay where the library puts
 * them until they are asked for, so that none pays for a copy that another does not need.
 */
public interface Peer extends AutoCloseable {
  /** One pass for inference; the job's phase is TEST. */
  void forward(Floats image);

  /** A copy of the scores of the last {@link #forward}. */
  INDArray score();

  /**
   * One step of training; the job's phase is TRAIN. Forward, softmax loss as a mean over the pixels
   * whose label is not 255, the gradients of all learned parameters, SGD with momentum and weight
   * decay.
   *
   * @return the loss before the step
   */
  double trainStep(Floats image, Floats labels);

  @Override
  void close();
}
