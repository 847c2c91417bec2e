package io.fcn4j.cli.demo;

/** Convolution of a plane with a Gaussian, along rows and then columns; edges repeat. */
final class GaussianBlur {
  private final float[] kernel;

  GaussianBlur(float sigma) {
    int radius = (int) Math.ceil(2 * sigma);
    kernel = new float[2 * radius + 1];
    float sum = 0;
    for (int k = 0; k < kernel.length; k++) {
      float z = (k - radius) / sigma;
      kernel[k] = (float) Math.exp(-z * z / 2);
      sum += kernel[k];
    }
    for (int k = 0; k < kernel.length; k++) {
      kernel[k] /= sum;
    }
  }

  float[] of(float[] plane, int width) {
    return rowsBlurredAndTransposed(rowsBlurredAndTransposed(plane, width), plane.length / width);
  }

  private float[] rowsBlurredAndTransposed(float[] plane, int width) {
    int height = plane.length / width;
    int radius = kernel.length / 2;
    float[] row = new float[width + 2 * radius];
    float[] out = new float[plane.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < row.length; x++) {
        row[x] = plane[y * width + Math.min(width - 1, Math.max(0, x - radius))];
      }
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int k = 0; k < kernel.length; k++) {
          sum += kernel[k] * row[x + k];
        }
        out[x * height + y] = sum;
      }
    }
    return out;
  }
}
