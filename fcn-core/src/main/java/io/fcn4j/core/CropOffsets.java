package io.fcn4j.core;

import java.util.List;

/** The offsets that line one blob up with another, or the reason why there are none. */
final class CropOffsets {
  private CropOffsets() {}

  static List<Long> of(
      String node, Blob blob, Position position, Blob reference, Position referencePosition) {
    Blob root =
        position
            .commonRoot(referencePosition)
            .orElseThrow(() -> noCommonRoot(node, blob, position, reference, referencePosition));
    CoordMap map = position.to(root);
    CoordMap target = referencePosition.to(root);
    Fraction rows = map.y().offsetOf(target.y());
    Fraction columns = map.x().offsetOf(target.x());
    if (!map.y().scale().equals(target.y().scale())
        || !map.x().scale().equals(target.x().scale())) {
      throw refused(node, blob, map, reference, target, "they differ in stride", root);
    }
    if (!rows.isInteger() || !columns.isInteger()) {
      throw refused(
          node,
          blob,
          map,
          reference,
          target,
          "the offset would be "
              + rows
              + " rows, "
              + columns
              + " columns, which is not whole;"
              + " change the upsampling kernel by one (even <-> odd)",
          root);
    }
    if (rows.numerator() < 0 || columns.numerator() < 0) {
      throw refused(
          node,
          blob,
          map,
          reference,
          target,
          "the offset would be "
              + rows
              + " rows, "
              + columns
              + " columns, which is negative;"
              + " crop '"
              + reference
              + "' to '"
              + blob
              + "' instead, or pad more",
          root);
    }
    return List.of(rows.numerator(), columns.numerator());
  }

  private static GraphException noCommonRoot(
      String node, Blob blob, Position position, Blob reference, Position referencePosition) {
    StringBuilder why = new StringBuilder();
    position.conflicts().values().forEach(conflict -> why.append("\n  ").append(conflict));
    referencePosition.conflicts().values().forEach(conflict -> why.append("\n  ").append(conflict));
    return new GraphException(
        "cropLike '%s': '%s' and '%s' come from no common blob with image coordinates%s"
            .formatted(node, blob, reference, why));
  }

  private static GraphException refused(
      String node,
      Blob blob,
      CoordMap map,
      Blob reference,
      CoordMap target,
      String reason,
      Blob root) {
    return new GraphException(
        "cropLike '%s': '%s' can't be cropped to '%s': %s%s%s"
            .formatted(
                node,
                blob,
                reference,
                reason,
                line(blob, map, root),
                line(reference, target, root)));
  }

  private static String line(Blob blob, CoordMap map, Blob root) {
    return "\n  %-14s stride %s, cell 0 at row %s, column %s of '%s'"
        .formatted(blob, map.y().scale(), map.y().shift(), map.x().shift(), root);
  }
}
