package io.fcn4j.core.solver;

import io.fcn4j.core.Param;
import io.fcn4j.core.Params;
import io.fcn4j.core.nd4j.Host;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Says where the first value that is not finite is, if there is one. */
final class FiniteCheck {
  private static final int CHUNK = 1 << 16;

  private FiniteCheck() {}

  static Optional<String> find(Params params) {
    for (Param param : params.all()) {
      long index = firstIndex(param.array());
      if (index >= 0) {
        return Optional.of(
            "parameter '%s' is %s at index %d"
                .formatted(param.key(), param.array().getFloat(index), index));
      }
    }
    return Optional.empty();
  }

  static Optional<String> find(Batch batch) {
    for (Map.Entry<String, INDArray> entry : batch.arrays().entrySet()) {
      INDArray array = entry.getValue();
      long index = firstIndex(array);
      if (index >= 0) {
        int sample = (int) (index / (array.length() / array.size(0)));
        return Optional.of(
            "blob '%s' of sample '%s' is %s"
                .formatted(entry.getKey(), batch.ids().get(sample), array.getFloat(index)));
      }
    }
    return Optional.empty();
  }

  /** The flat index, or -1 if all values of a dense array are finite. */
  private static long firstIndex(INDArray array) {
    float[] chunk = new float[(int) Math.min(CHUNK, array.length())];
    for (long from = 0; from < array.length(); from += chunk.length) {
      int length = (int) Math.min(chunk.length, array.length() - from);
      Host.read(array, from, chunk, length);
      for (int i = 0; i < length; i++) {
        if (!Float.isFinite(chunk[i])) {
          return from + i;
        }
      }
    }
    return -1;
  }
}
