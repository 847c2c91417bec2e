package io.fcn4j.caffe;

import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.caffe.CaffeNet;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whole nets of Caffe's own examples, forward and backward. */
class NetsAgainstCaffeTest {
  private static Path example(String file) {
    return SharedData.path("caffe-prototxt/1.0/examples/" + file);
  }

  @Test
  void lenet() {
    BesideCaffe files =
        BesideCaffe.of(example("mnist/lenet_train_test.prototxt"), Phase.TRAIN)
            .input("data", Shape.of(4, 1, 28, 28))
            .input("label", Shape.of(4));
    try (CaffeNet caffe = files.caffe()) {
      new NetComparison(files.ours().build(1), caffe)
          .sameParams()
          .random("data", Shape.of(4, 1, 28, 28), 0, 1)
          .labels("label", Shape.of(4), 10)
          .forwardAndBackward();
    }
  }

  @Test
  void lenetInTest() {
    BesideCaffe files =
        BesideCaffe.of(example("mnist/lenet_train_test.prototxt"), Phase.TEST)
            .input("data", Shape.of(4, 1, 28, 28))
            .input("label", Shape.of(4));
    try (CaffeNet caffe = files.caffe()) {
      new NetComparison(files.ours().build(1), caffe)
          .sameParams()
          .random("data", Shape.of(4, 1, 28, 28), 0, 1)
          .labels("label", Shape.of(4), 10)
          .forward(Phase.TEST);
    }
  }

  @Test
  void cifar10Quick() {
    cifar10("cifar10/cifar10_quick_train_test.prototxt");
  }

  @Test
  void cifar10Full() {
    cifar10("cifar10/cifar10_full_train_test.prototxt");
  }

  @Test
  void cifar10FullWithSigmoids() {
    cifar10("cifar10/cifar10_full_sigmoid_train_test.prototxt");
  }

  @Test
  void cifar10FullWithBatchNorm() {
    cifar10("cifar10/cifar10_full_sigmoid_train_test_bn.prototxt");
  }

  private static void cifar10(String file) {
    Shape images = Shape.of(4, 3, 32, 32);
    BesideCaffe files =
        BesideCaffe.of(example(file), Phase.TRAIN)
            .input("data", images)
            .input("label", Shape.of(4));
    try (CaffeNet caffe = files.caffe()) {
      // Caffe's fillers leave scores so small that their gradients drown in rounding.
      Net net = files.ours().build(1);
      net.params().all().stream()
          .filter(param -> param.shape().rank() > 1)
          .forEach(param -> param.array().muli(20));
      new NetComparison(net, caffe)
          .sameParams()
          .random("data", images, -1, 1)
          .labels("label", Shape.of(4), 10)
          .forwardAndBackward();
    }
  }

  @Test
  void autoencoder() {
    Shape images = Shape.of(4, 1, 28, 28);
    BesideCaffe files =
        BesideCaffe.of(example("mnist/mnist_autoencoder.prototxt"), Phase.TRAIN)
            .input("data", images);
    try (CaffeNet caffe = files.caffe()) {
      new NetComparison(files.ours().build(1), caffe)
          .sameParams()
          .random("data", images, 0, 1)
          .forwardAndBackward();
    }
  }

  @Test
  void siamese() {
    Shape pairs = Shape.of(6, 2, 28, 28);
    BesideCaffe files =
        BesideCaffe.of(example("siamese/mnist_siamese_train_test.prototxt"), Phase.TRAIN)
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
        BesideCaffe.of(example("hdf5_classification/nonlinear_train_val.prototxt"), Phase.TRAIN)
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
