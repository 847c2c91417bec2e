package io.fcn4j.models.data;

import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.solver.Sample;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A rigid move of all pixels of a sample, the same for image and labels: left and right swapped or
 * not, then shifted. Sizes stay; what comes in from outside is padding, by blob.
 */
record Move(boolean mirrored, int right, int down) {
  Sample apply(Sample sample, ToDoubleFunction<String> padding) {
    Map<String, INDArray> moved = new LinkedHashMap<>();
    sample
        .arrays()
        .forEach((blob, array) -> moved.put(blob, move(array, blob, padding.applyAsDouble(blob))));
    return new Sample(sample.id(), moved);
  }

  private INDArray move(INDArray array, String blob, double padding) {
    if (array.rank() != 4) {
      throw new ShapeException(
          "blob '"
              + blob
              + "' is "
              + Shape.of(array.shape())
              + "; only N x C x H x W can be moved");
    }
    int height = (int) array.size(2);
    int width = (int) array.size(3);
    float[] source = Host.read(array);
    float[] target = new float[source.length];
    Arrays.fill(target, (float) padding);
    for (int row = 0; row < source.length / width; row++) {
      int y = row % height - down;
      if (y >= 0 && y < height) {
        moveRow(source, (row - down) * width, target, row * width, width);
      }
    }
    INDArray result = Nd4j.createUninitialized(DataType.FLOAT, array.shape(), 'c');
    Host.write(target, result);
    return result;
  }

  private void moveRow(float[] source, int from, float[] target, int to, int width) {
    for (int x = Math.max(0, right); x < Math.min(width, width + right); x++) {
      int column = x - right;
      target[to + x] = source[from + (mirrored ? width - 1 - column : column)];
    }
  }
}
