package io.fcn4j.models.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of the FCN paper (section 5). With {@code n[i][j]} the pixels of class i predicted as
 * j, {@code t[i]} the pixels of class i and {@code p[i]} those predicted as i:
 *
 * <ul>
 *   <li>pixel accuracy: {@code sum n[i][i] / sum t[i]}
 *   <li>mean accuracy: mean of {@code n[i][i] / t[i]} over the classes that occur
 *   <li>IU of a class: {@code n[i][i] / (t[i] + p[i] - n[i][i])}, NaN for a class that neither
 *       occurs nor is predicted, 0 for one that is only predicted
 *   <li>mean IU: mean over the classes whose IU is a number
 *   <li>frequency weighted IU: {@code sum t[i] * IU[i] / sum t[i]} over the classes that occur
 * </ul>
 *
 * A mean over nothing is NaN.
 *
 * @param perClassIu by class, NaN where a class is absent
 * @param confusion one row per true class
 */
public record Metrics(
    double pixelAccuracy,
    double meanAccuracy,
    double meanIu,
    double frequencyWeightedIu,
    List<Double> perClassIu,
    List<List<Long>> confusion) {

  public Metrics {
    perClassIu = List.copyOf(perClassIu);
    confusion = List.copyOf(confusion);
  }

  public static Metrics of(ConfusionMatrix matrix) {
    double correct = 0;
    double total = 0;
    double weightedIu = 0;
    List<Double> accuracies = new ArrayList<>();
    List<Double> ius = new ArrayList<>();
    for (int i = 0; i < matrix.classes(); i++) {
      long hits = matrix.count(i, i);
      long occurring = 0;
      long predicted = 0;
      for (int j = 0; j < matrix.classes(); j++) {
        occurring += matrix.count(i, j);
        predicted += matrix.count(j, i);
      }
      double iu = (double) hits / (occurring + predicted - hits);
      ius.add(iu);
      accuracies.add((double) hits / occurring);
      correct += hits;
      total += occurring;
      weightedIu += occurring == 0 ? 0 : occurring * iu;
    }
    return new Metrics(
        correct / total,
        meanOfNumbers(accuracies),
        meanOfNumbers(ius),
        weightedIu / total,
        ius,
        matrix.rows());
  }

  private static double meanOfNumbers(List<Double> values) {
    return values.stream()
        .mapToDouble(Double::doubleValue)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  /** All values by name, ready to be written as JSON: null in place of NaN, which JSON lacks. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("pixelAccuracy", numberOrNull(pixelAccuracy));
    map.put("meanAccuracy", numberOrNull(meanAccuracy));
    map.put("meanIu", numberOrNull(meanIu));
    map.put("frequencyWeightedIu", numberOrNull(frequencyWeightedIu));
    List<@Nullable Double> ius = new ArrayList<>();
    for (double iu : perClassIu) {
      ius.add(numberOrNull(iu));
    }
    map.put("perClassIu", Collections.unmodifiableList(ius));
    map.put("confusion", confusion);
    return Collections.unmodifiableMap(map);
  }

  private static @Nullable Double numberOrNull(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
