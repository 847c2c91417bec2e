package io.fcn4j.caffe;

import io.fcn4j.core.nd4j.Host;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A photograph as ILSVRC nets take it: scaled to 256 x 256, centre crop, BGR, less the mean. */
final class Photo {
  private static final int WHOLE = 256;

  private Photo() {}

  static INDArray blob(Path file, Path meanImage, int size) throws IOException {
    BufferedImage scaled = new BufferedImage(WHOLE, WHOLE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(ImageIO.read(file.toFile()), 0, 0, WHOLE, WHOLE, null);
    graphics.dispose();
    float[] mean = Host.read(MeanImage.read(meanImage));
    float[] blob = new float[3 * size * size];
    int start = (WHOLE - size) / 2;
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          int at = (start + y) * WHOLE + start + x;
          int level = scaled.getRGB(start + x, start + y) >> (8 * channel) & 0xff;
          blob[(channel * size + y) * size + x] = level - mean[channel * WHOLE * WHOLE + at];
        }
      }
    }
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, new long[] {1, 3, size, size}, 'c');
    Host.write(blob, array);
    return array;
  }
}
