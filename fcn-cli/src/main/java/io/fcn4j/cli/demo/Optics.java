package io.fcn4j.cli.demo;

/**
 * From stain densities to the picture a camera takes of them: the focus blur of the lens, a haze of
 * light from outside the focal plane, uneven illumination, shot noise of the photons and read noise
 * of the chip; then the three grey exposures are merged to colour.
 */
final class Optics {
  /** Colours of the merged picture: granules red, actin green, DNA blue. */
  private static final float[][] RGB_OF_STAIN = {
    {0.12f, 0.85f, 0.10f}, {0.95f, 0.20f, 0.15f}, {0.20f, 0.32f, 0.95f}
  };

  private static final float READ_NOISE = 0.012f;
  private static final GaussianBlur HAZE = new GaussianBlur(7);

  private final int width;
  private final int height;
  private final Dice dice;
  private final GaussianBlur focus;
  private final float haze;
  private final float photons;
  private final float[] light;

  /** One setting of the microscope, drawn: every image is taken with another. */
  Optics(int width, int height, Dice dice) {
    this.width = width;
    this.height = height;
    this.dice = dice;
    this.focus = new GaussianBlur(dice.between(0.8f, 1.3f));
    this.haze = dice.between(0.25f, 0.45f);
    this.photons = dice.between(60, 140);
    this.light = light();
  }

  /** An RGB picture of three planes of stain density. */
  byte[] expose(float[][] stains) {
    byte[] rgb = new byte[3 * width * height];
    float[][] exposures = new float[3][];
    for (int s = 0; s < 3; s++) {
      exposures[s] = exposure(stains[s]);
    }
    for (int i = 0; i < width * height; i++) {
      for (int c = 0; c < 3; c++) {
        float sum = 0;
        for (int s = 0; s < 3; s++) {
          sum += RGB_OF_STAIN[s][c] * exposures[s][i];
        }
        rgb[3 * i + c] = (byte) Math.round(255 * Math.min(1, Math.max(0, sum)));
      }
    }
    return rgb;
  }

  private float[] exposure(float[] stain) {
    float[] sharp = focus.of(stain, width);
    float[] wide = HAZE.of(stain, width);
    float exposure = 0.7f * dice.factor(0.15f);
    float autofluorescence = dice.between(0.08f, 0.2f);
    float[] out = new float[stain.length];
    for (int i = 0; i < out.length; i++) {
      float signal = (1 - haze) * sharp[i] + haze * wide[i] + autofluorescence;
      float expected = exposure * light[i] * signal;
      double noise = Math.sqrt(expected / photons + READ_NOISE * READ_NOISE);
      out[i] = expected + (float) noise * dice.gaussian();
    }
    return out;
  }

  /** Brightest around a point off the centre, and darker to the corners. */
  private float[] light() {
    float centreX = width * dice.between(0.2f, 0.8f);
    float centreY = height * dice.between(0.2f, 0.8f);
    float falloff = dice.between(0.25f, 0.6f);
    float[] out = new float[width * height];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        float x = (column - centreX) / width;
        float y = (row - centreY) / height;
        out[row * width + column] = 1.15f - falloff * Math.min(1.2f, 1.6f * (x * x + y * y));
      }
    }
    return out;
  }
}
