package io.fcn4j.core;

import java.util.List;
import java.util.Optional;

/** The offsets that line one blob up with another, or the reason why there are none. */
final class CropOffsets {
  private CropOffsets() {}

  /** A blob and where it lies. */
  record Place(Blob blob, Position position) {
    private String describe(Blob root) {
      CoordMap map = position.to(root);
      return "\n  %-14s stride %s, cell 0 at row %s, column %s of '%s'"
          .formatted(blob, map.y().scale(), map.y().shift(), map.x().shift(), root);
    }
  }

  static List<Long> of(String node, Place blob, Place reference) {
    Blob root =
        blob.position()
            .commonRoot(reference.position())
            .orElseThrow(() -> noCommonRoot(node, blob, reference));
    Optional<String> refusal = refusal(blob, reference, root);
    if (refusal.isPresent()) {
      throw new GraphException(
          "cropLike '%s': '%s' can't be cropped to '%s': %s%s%s"
              .formatted(
                  node,
                  blob.blob(),
                  reference.blob(),
                  refusal.get(),
                  blob.describe(root),
                  reference.describe(root)));
    }
    return List.of(
        rows(blob, reference, root).numerator(), columns(blob, reference, root).numerator());
  }

  static boolean startsWithin(Place blob, Place reference) {
    return blob.position()
        .commonRoot(reference.position())
        .filter(root -> refusal(blob, reference, root).isEmpty())
        .isPresent();
  }

  private static Optional<String> refusal(Place blob, Place reference, Blob root) {
    try {
      return misfit(blob, reference, root);
    } catch (ArithmeticException e) {
      return Optional.of("they lie too far apart for exact coordinates");
    }
  }

  private static Optional<String> misfit(Place blob, Place reference, Blob root) {
    CoordMap from = blob.position().to(root);
    CoordMap to = reference.position().to(root);
    if (!from.y().scale().equals(to.y().scale()) || !from.x().scale().equals(to.x().scale())) {
      return Optional.of("they differ in stride");
    }
    Fraction rows = rows(blob, reference, root);
    Fraction columns = columns(blob, reference, root);
    String numbers = "the offset would be " + rows + " rows, " + columns + " columns, which is ";
    if (!rows.isInteger() || !columns.isInteger()) {
      return Optional.of(numbers + "not whole; change the upsampling kernel by one (even <-> odd)");
    }
    if (rows.numerator() < 0 || columns.numerator() < 0) {
      return Optional.of(
          "%snegative; crop '%s' to '%s' instead, or pad more"
              .formatted(numbers, reference.blob(), blob.blob()));
    }
    return Optional.empty();
  }

  private static Fraction rows(Place blob, Place reference, Blob root) {
    return blob.position().to(root).y().offsetOf(reference.position().to(root).y());
  }

  private static Fraction columns(Place blob, Place reference, Blob root) {
    return blob.position().to(root).x().offsetOf(reference.position().to(root).x());
  }

  private static GraphException noCommonRoot(String node, Place blob, Place reference) {
    StringBuilder why = new StringBuilder();
    for (Place place : List.of(blob, reference)) {
      place.position().conflicts().values().forEach(text -> why.append("\n  ").append(text));
    }
    return new GraphException(
        "cropLike '%s': '%s' and '%s' come from no common blob with image coordinates%s"
            .formatted(node, blob.blob(), reference.blob(), why));
  }
}
