package io.fcn4j.caffe;

import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.caffe.CaffeNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole nets of Caffe's own examples, forward and backward. */
class NetsAgainstCaffeTest {
  private static final Shape DIGITS = Shape.of(4, 1, 28, 28);
  private static final Shape LABELS = Shape.of(4);

  private static BesideCaffe example(String file, Phase phase) {
    return BesideCaffe.of(SharedData.path("caffe-prototxt/1.0/examples/" + file), phase);
  }

  private static void lenet(Phase phase) {
    BesideCaffe files =
        example("mnist/lenet_train_test.prototxt", phase)
            .input("data", DIGITS)
            .input("label", LABELS);
    try (CaffeNet caffe = files.caffe()) {
      NetComparison comparison =
          new NetComparison(files.ours().build(1), caffe)
              .sameParams()
              .random("data", DIGITS, 0, 1)
              .labels("label", LABELS, 10);
      if (phase == Phase.TRAIN) {
        comparison.forwardAndBackward();
      } else {
        comparison.forward(phase);
      }
    }
  }

  @Test
  void lenetInTraining() {
    lenet(Phase.TRAIN);
  }

  @Test
  void lenetInTest() {
    lenet(Phase.TEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"quick", "full", "full_sigmoid", "full_sigmoid_bn"})
  void cifar10(String variant) {
    Shape images = Shape.of(4, 3, 32, 32);
    String name =
        variant.replace("_bn", "") + "_train_test" + (variant.endsWith("_bn") ? "_bn" : "");
    BesideCaffe files =
        example("cifar10/cifar10_" + name + ".prototxt", Phase.TRAIN)
            .input("data", images)
            .input("label", LABELS);
    try (CaffeNet caffe = files.caffe()) {
      // Caffe's fillers leave scores so small that their gradients drown in rounding.
      Net net = files.ours().build(1);
      net.params().all().stream()
          .filter(param -> param.shape().rank() > 1)
          .forEach(param -> param.array().muli(20));
      new NetComparison(net, caffe)
          .sameParams()
          .random("data", images, -1, 1)
          .labels("label", LABELS, 10)
          .forwardAndBackward();
    }
  }

  @Test
  void autoencoder() {
    BesideCaffe files =
        example("mnist/mnist_autoencoder.prototxt", Phase.TRAIN).input("data", DIGITS);
    try (CaffeNet caffe = files.caffe()) {
      new NetComparison(files.ours().build(1), caffe)
          .sameParams()
          .random("data", DIGITS, 0, 1)
          .forwardAndBackward();
    }
  }

  @Test
  void siamese() {
    Shape pairs = Shape.of(6, 2, 28, 28);
    BesideCaffe files =
        example("siamese/mnist_siamese_train_test.prototxt", Phase.TRAIN)
            .input("pair_data", pairs)
            .input("sim", Shape.of(6));
    try (CaffeNet caffe = files.caffe()) {
      new NetComparison(files.ours().build(1), caffe)
          .sameParams()
          .random("pair_data", pairs, 0, 1)
          .labels("sim", Shape.of(6), 2)
          .forwardAndBackward();
    }
  }

  @Test
  void multilayerPerceptronOnHdf5() {
    BesideCaffe files =
        example("hdf5_classification/nonlinear_train_val.prototxt", Phase.TRAIN)
            .input("data", Shape.of(10, 4))
            .input("label", Shape.of(10));
    try (CaffeNet caffe = files.caffe()) {
      new NetComparison(files.ours().build(1), caffe)
          .sameParams()
          .random("data", Shape.of(10, 4), -1, 1)
          .labels("label", Shape.of(10), 2)
          .forwardAndBackward();
    }
  }
}
