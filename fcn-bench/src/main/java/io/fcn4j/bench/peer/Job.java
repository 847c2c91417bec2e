package io.fcn4j.bench.peer;

import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;

/**
 * What a peer is opened for.
 *
 * @param image the shape of the images
 * @param phase TEST for {@link Peer#forward}, TRAIN for {@link Peer#trainStep}
 * @param threads of the library's own pool
 * @param rate the learning rate
 */
public record Job(Shape image, Phase phase, int threads, double rate) {
  /** As the paper trains. */
  public static final double MOMENTUM = 0.9;

  /** As the paper trains. */
  public static final double DECAY = 5e-4;

  /** The label of pixels that do not count. */
  public static final int IGNORED = 255;

  public Job {
    OmpNumThreads.require(threads);
  }
}
