package io.fcn4j.core.solver;

import io.fcn4j.core.Param;
import io.fcn4j.core.Params;
import io.fcn4j.core.nd4j.Host;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Says where the first value that is not finite is, if there is one. */
final class FiniteCheck {
  private FiniteCheck() {}

  static Optional<String> find(Params params) {
    for (Param param : params.all()) {
      long index = Host.firstNonFinite(param.array());
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
      long index = Host.firstNonFinite(array);
      if (index >= 0) {
        int sample = (int) (index / (array.length() / array.size(0)));
        return Optional.of(
            "blob '%s' of sample '%s' is %s"
                .formatted(entry.getKey(), batch.ids().get(sample), array.getFloat(index)));
      }
    }
    return Optional.empty();
  }
}
