package io.fcn4j.layers;

import static java.util.stream.Collectors.joining;

import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Bottoms that should have one shape and do not: a table of them, and how to make them equal. */
final class BottomsDifferException extends ShapeException {
  private static final long serialVersionUID = 1L;
  private static final int NONE = -1;
  private static final int ROWS = 2;

  /** The axis that may differ. */
  private final int free;

  private BottomsDifferException(List<Shape> bottoms, int free) {
    super(
        text(
            IntStream.range(0, bottoms.size()).mapToObj(i -> "bottom " + i).toList(),
            bottoms,
            free));
    this.free = free;
  }

  static void requireEqual(List<Shape> bottoms) {
    requireEqualBut(NONE, bottoms);
  }

  /** Throws unless the shapes are equal on all axes but one. */
  static void requireEqualBut(int free, List<Shape> bottoms) {
    for (Shape bottom : bottoms) {
      if (!remark(bottoms.get(0), bottom, free).isEmpty()) {
        throw new BottomsDifferException(bottoms, free);
      }
    }
  }

  @Override
  public String describe(List<String> names, List<Shape> bottoms) {
    return text(names, bottoms, free);
  }

  private static String text(List<String> names, List<Shape> bottoms, int free) {
    int nameWidth = names.stream().mapToInt(String::length).max().orElse(0) + 2;
    int shapeWidth = bottoms.stream().mapToInt(x -> x.toString().length()).max().orElse(0) + 4;
    String row = "\n  %-" + nameWidth + "s %-" + shapeWidth + "s %s";
    StringBuilder text = new StringBuilder("bottoms differ in shape");
    for (int i = 0; i < bottoms.size(); i++) {
      String remark = remark(bottoms.get(0), bottoms.get(i), free);
      String mark = remark.isEmpty() ? "" : "<- " + remark;
      text.append(row.formatted(names.get(i), bottoms.get(i), mark).stripTrailing());
    }
    int culprit =
        IntStream.range(0, bottoms.size())
            .filter(i -> !remark(bottoms.get(0), bottoms.get(i), free).isEmpty())
            .findFirst()
            .orElse(0);
    return text.append('\n').append(advice(names, bottoms, culprit, free)).toString();
  }

  /** How a shape differs from the first; empty if it does not. */
  private static String remark(Shape first, Shape other, int free) {
    if (other.rank() != first.rank()) {
      return "%d axes instead of %d".formatted(other.rank(), first.rank());
    }
    int[] axes = differing(first, other, free);
    if (Arrays.equals(axes, new int[] {2, 3}) && other.h() - first.h() == other.w() - first.w()) {
      return amount(other.h() - first.h());
    }
    return Arrays.stream(axes)
        .mapToObj(i -> amount(other.dim(i) - first.dim(i)) + " on axis " + i)
        .collect(joining(", "));
  }

  private static int[] differing(Shape first, Shape other, int free) {
    return IntStream.range(0, first.rank())
        .filter(i -> i != free && other.dim(i) != first.dim(i))
        .toArray();
  }

  private static String amount(long difference) {
    return (difference > 0 ? "larger by " : "smaller by ") + Math.abs(difference);
  }

  private static String advice(List<String> names, List<Shape> bottoms, int other, int free) {
    if (isCroppedTo(bottoms.get(other), bottoms.get(0), free)) {
      return "Crop it first: " + cropLike(names.get(other), names.get(0));
    }
    if (isCroppedTo(bottoms.get(0), bottoms.get(other), free)) {
      return "Crop %s first: %s".formatted(names.get(0), cropLike(names.get(0), names.get(other)));
    }
    return free == NONE
        ? "Make them equal on all axes."
        : "Make them equal on all axes but axis " + free + ".";
  }

  /** Whether cutting rows and columns off makes the shape fit. */
  private static boolean isCroppedTo(Shape larger, Shape smaller, int free) {
    return larger.rank() == smaller.rank()
        && Arrays.stream(differing(larger, smaller, free))
            .allMatch(i -> i >= ROWS && larger.dim(i) > smaller.dim(i));
  }

  private static String cropLike(String blob, String reference) {
    return "builder.cropLike(\"%sc\", %s, %s)".formatted(blob, blob, reference);
  }
}
