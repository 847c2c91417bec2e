package io.fcn4j.core;

import io.fcn4j.core.LoadReport.Outcome;
import io.fcn4j.core.LoadReport.Row;
import io.fcn4j.core.io.WeightSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares parameters with what a source holds for them, without reading any values. */
final class LoadComparison {
  /** All that old Caffe files have. */
  private static final int LEGACY_RANK = 4;

  private final Params params;
  private final WeightSource source;

  private LoadComparison(Params params, WeightSource source) {
    this.params = params;
    this.source = source;
  }

  static LoadReport of(Params params, WeightSource source) {
    return new LoadComparison(params, source).report();
  }

  private LoadReport report() {
    List<Row> rows = new ArrayList<>();
    for (Param param : params.all()) {
      rows.add(row(param, params.keyIn(source, param)));
    }
    Set<String> known = params.keysOfLayers();
    source
        .shapes()
        .forEach(
            (key, shape) -> {
              if (!known.contains(key)) {
                rows.add(new Row(key, Outcome.UNUSED, "-", shape.toString(), countNote(key)));
              }
            });
    return new LoadReport(source.describe(), rows);
  }

  private Row row(Param param, Optional<String> at) {
    String key = param.key();
    String needed = param.shape().toString();
    if (at.isEmpty()) {
      return new Row(key, Outcome.MISSING, needed, "-", countNote(key));
    }
    Shape found = source.shape(at.get());
    Outcome outcome = outcome(param.shape(), found);
    if (!at.get().equals(key)) {
      // A layer that shares the parameter may see it in a shape of its own.
      boolean fits = found.count() == param.shape().count();
      return new Row(
          key, fits ? Outcome.MATCHED : Outcome.MISMATCHED, needed, found + " in " + at.get(), "");
    }
    String note = outcome == Outcome.RESHAPED ? "same count, as in fc->conv" : "";
    return new Row(key, outcome, needed, found.toString(), note);
  }

  /** Says so if a layer is on both sides, but with more parameters on one of them. */
  private String countNote(String key) {
    String layer = Names.layerOf(key);
    long needed = count(layer, params.keysOfLayers());
    long found = count(layer, source.shapes().keySet());
    return needed == 0 || found == 0 || needed == found
        ? ""
        : "parameters of '%s': %d in the net, %d in the source".formatted(layer, needed, found);
  }

  private static long count(String layer, Collection<String> keys) {
    return keys.stream().filter(key -> Names.layerOf(key).equals(layer)).count();
  }

  private static Outcome outcome(Shape needed, Shape found) {
    if (found.equals(needed) || isLegacy(found, needed)) {
      return Outcome.MATCHED;
    }
    return sameInAnotherShape(needed, found) ? Outcome.RESHAPED : Outcome.MISMATCHED;
  }

  /** Caffe's rule for old files: four axes, those that the shape lacks being ones in front. */
  private static boolean isLegacy(Shape found, Shape shape) {
    if (found.rank() != LEGACY_RANK || shape.rank() > LEGACY_RANK) {
      return false;
    }
    for (int axis = 1; axis <= LEGACY_RANK; axis++) {
      if (found.dim(-axis) != (axis <= shape.rank() ? shape.dim(-axis) : 1)) {
        return false;
      }
    }
    return true;
  }

  /** As many values for each output; Caffe's old files have O x K as 1 x 1 x O x K. */
  private static boolean sameInAnotherShape(Shape one, Shape other) {
    return one.count() == other.count()
        && (first(one, 0) == first(other, 0)
            || first(one, leadingOnes(one)) == first(other, leadingOnes(other)));
  }

  private static long first(Shape shape, int axis) {
    return axis < shape.rank() ? shape.dim(axis) : 1;
  }

  private static int leadingOnes(Shape shape) {
    int axis = 0;
    while (axis < shape.rank() && shape.dim(axis) == 1) {
      axis++;
    }
    return axis;
  }
}
