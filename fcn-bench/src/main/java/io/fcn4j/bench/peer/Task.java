package io.fcn4j.bench.peer;

import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;

/**
 * What a peer is opened for.
 *
 * @param net with the inputs {@code data} and {@code label} and the output {@code score}, whose
 *     dropout is left out
 * @param image the shape of the images
 * @param phase TEST for {@link Peer#forward}, TRAIN for {@link Peer#trainStep}
 * @param threads of the library's own pool
 * @param rate the learning rate
 */
public record Task(Net net, Shape image, Phase phase, int threads, double rate) {
  /** As the paper trains. */
  public static final double MOMENTUM = 0.9;

  /** As the paper trains. */
  public static final double DECAY = 5e-4;

  /** The label of pixels that do not count. */
  public static final int IGNORED = 255;

  public Task {
    OmpNumThreads.require(threads);
    net = phase == Phase.TRAIN ? PeerNet.forTraining(net, image) : PeerNet.forInference(net, image);
  }

  /** Frees the weights of the net: for peers that have copied them. */
  void freeWeights() {
    net.params().all().forEach(param -> param.array().close());
  }
}
