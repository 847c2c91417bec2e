package io.fcn4j.onednn;

/**
 * Minimal filtering F(2, k) by polynomial interpolation (Toom and Cook; Winograd 1980): two outputs
 * of a filter of k taps with k + 1 products. For a signal d of k + 1 values and a filter g,
 *
 * <pre>y = A ((G g) * (B d))</pre>
 *
 * with products element by element. In two dimensions each matrix is the Kronecker product with
 * itself.
 */
final class ToomCook {
  /** The outputs along one axis. */
  static final int OUTPUTS = 2;

  /** Small, so that rounding errors stay so. The last point is infinity. */
  private static final double[] POINTS = {0, 1, -1, 2, -2, 0.5, -0.5};

  /** The largest filter that there are points for. */
  static final int MAX_TAPS = POINTS.length;

  final int taps;

  /** How many values of the signal, and how many products, two outputs need. */
  final int tile;

  ToomCook(int taps) {
    this.taps = taps;
    this.tile = taps + OUTPUTS - 1;
  }

  /** A, twice: 4 x tile squared. */
  float[] outputs() {
    double[][] a = new double[OUTPUTS][tile];
    for (int i = 0; i < OUTPUTS; i++) {
      for (int j = 0; j < tile - 1; j++) {
        a[i][j] = Math.pow(POINTS[j], i);
      }
    }
    a[OUTPUTS - 1][tile - 1] = 1;
    return twice(a);
  }

  /** G, twice: tile squared x taps squared. */
  float[] filter() {
    double[][] g = new double[tile][taps];
    for (int j = 0; j < tile - 1; j++) {
      double norm = 1;
      for (int k = 0; k < tile - 1; k++) {
        norm *= k == j ? 1 : POINTS[j] - POINTS[k];
      }
      for (int i = 0; i < taps; i++) {
        g[j][i] = Math.pow(POINTS[j], i) / norm;
      }
    }
    g[tile - 1][taps - 1] = 1;
    return twice(g);
  }

  /** B, twice: tile squared x tile squared. */
  float[] signal() {
    double[][] b = new double[tile][tile];
    for (int j = 0; j < tile; j++) {
      // The coefficients of the product of (x - point) over all other points.
      b[j][0] = 1;
      int degree = 0;
      for (int k = 0; k < tile - 1; k++) {
        if (k != j) {
          degree++;
          for (int i = degree; i >= 0; i--) {
            b[j][i] = (i > 0 ? b[j][i - 1] : 0) - POINTS[k] * b[j][i];
          }
        }
      }
    }
    return twice(b);
  }

  private static float[] twice(double[][] matrix) {
    int rows = matrix.length;
    int columns = matrix[0].length;
    float[] product = new float[rows * rows * columns * columns];
    for (int i = 0; i < rows * rows; i++) {
      for (int j = 0; j < columns * columns; j++) {
        product[i * columns * columns + j] =
            (float) (matrix[i / rows][j / columns] * matrix[i % rows][j % columns]);
      }
    }
    return product;
  }
}
