package io.fcn4j.core.solver;

import io.fcn4j.core.FcnException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One training or test example: a name for messages and the arrays that are fed to a net, by blob
 * name. Every array is float32, dense, in c order, with a leading axis of 1 (images 1 x C x H x W,
 * labels 1 x 1 x H x W).
 */
public record Sample(String id, Map<String, INDArray> arrays) {
  public Sample {
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
  }

  /** The array of a blob; throws if the sample lacks it. */
  public INDArray array(String blob) {
    INDArray array = arrays.get(blob);
    if (array == null) {
      throw new FcnException(
          "sample '" + id + "' has no blob '" + blob + "'; it has " + arrays.keySet());
    }
    return array;
  }
}
