package io.fcn4j.models.image;

import io.fcn4j.core.nd4j.Host;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Turns an image into the blob that a net was trained on: channels in the net's order, then {@code
 * (level - mean) * scale} for levels from 0 to 255 (Caffe's {@code transform_param}).
 */
public record Preprocessing(Means mean, ChannelOrder order, float scale) {
  /** What all nets of the FCN paper take: BGR, the ILSVRC mean, no scaling. */
  public static final Preprocessing VOC = new Preprocessing(Means.VOC_BGR, ChannelOrder.BGR, 1f);

  /**
   * For nets that are trained from scratch: as {@link #VOC}, scaled to a variance near 1, which is
   * what random weights are made for.
   */
  public static final Preprocessing SCRATCH = VOC.scale(1 / 58f);

  public Preprocessing mean(Means mean) {
    return new Preprocessing(mean, order, scale);
  }

  public Preprocessing order(ChannelOrder order) {
    return new Preprocessing(mean, order, scale);
  }

  public Preprocessing scale(float scale) {
    return new Preprocessing(mean, order, scale);
  }

  /** A new blob of 1 x 3 x H x W. */
  public INDArray blob(RgbImage image) {
    byte[] samples = image.samples();
    int pixels = samples.length / 3;
    INDArray blob =
        Nd4j.createUninitialized(
            DataType.FLOAT, new long[] {1, 3, image.height(), image.width()}, 'c');
    float[] channel = new float[pixels];
    double[] means = {mean.red(), mean.green(), mean.blue()};
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < pixels; i++) {
        channel[i] = (float) (((samples[3 * i + c] & 0xFF) - means[c]) * scale);
      }
      int place = order == ChannelOrder.RGB ? c : 2 - c;
      Host.write(channel, pixels, blob, (long) place * pixels);
    }
    return blob;
  }
}
