package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.caffe.DataLayer.Top;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What any bytes at all are fed to: they are read, or they are refused with an {@link
 * FcnException}. Anything else that is thrown is a defect.
 */
final class FuzzTargets {
  private final Path folder;

  FuzzTargets(Path folder) {
    this.folder = folder;
  }

  private interface Reading {
    void of(Path file);
  }

  /** A new file each time: file systems wait for the disk when an old one is overwritten. */
  private void read(byte[] input, Reading... readings) throws IOException {
    Path file = Files.createTempFile(folder, "input", "");
    Files.write(file, input);
    for (Reading reading : readings) {
      orRefused(() -> reading.of(file));
    }
    Files.delete(file);
  }

  /** A net in the text format, in both phases, up to the shapes of its graph. */
  void text(byte[] input) throws IOException {
    read(
        input,
        file -> withInputs(Prototxt.read(file, Phase.TRAIN)).graph(),
        file -> withInputs(Prototxt.read(file, Phase.TEST)).graph());
  }

  /** What is in a database has some shape. */
  static Prototxt withInputs(Prototxt net) {
    Prototxt shaped = net;
    for (DataLayer layer : net.dataLayers()) {
      for (Top top : layer.tops()) {
        if (top.shape().isEmpty() && top.channels().isEmpty()) {
          shaped = shaped.input(top.name(), Shape.of(1, 3, 32, 32));
        }
      }
    }
    return shaped;
  }

  /** Weights, a solver state and a mean image, with all of their values. */
  void binary(byte[] input) throws IOException {
    read(
        input,
        file -> {
          try (CaffeModel model = CaffeModel.open(file)) {
            model.shapes().keySet().forEach(name -> model.read(name).close());
          }
        },
        file -> CaffeState.read(file).history().forEach(INDArray::close),
        file -> MeanImage.read(file).close());
  }

  private static void orRefused(Runnable reading) {
    try {
      reading.run();
    } catch (FcnException e) {
      assertThat(e).message().isNotBlank().doesNotEndWith("null");
    }
  }
}
