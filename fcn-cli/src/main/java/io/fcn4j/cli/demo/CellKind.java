package io.fcn4j.cli.demo;

import io.fcn4j.cli.demo.Cell.Form;
import io.fcn4j.cli.demo.Cell.Point;

/**
 * The kinds of cell. All take up the same three stains in overlapping amounts; they differ in size
 * and outline, and in how the stains are laid out inside.
 */
enum CellKind {
  /** Broad and roundish. */
  EPITHELIAL(1, "epithelial", 0.38f),
  /** Long, pointed and bent. */
  SPINDLE(2, "spindle", 0.34f),
  /** Small and rounded up to divide. */
  MITOTIC(3, "mitotic", 0.28f);

  private final byte label;
  private final String title;
  private final float share;

  CellKind(int label, String title, float share) {
    this.label = (byte) label;
    this.title = title;
    this.share = share;
  }

  /** A random kind, the frequent ones more often. */
  static CellKind drawn(Dice dice) {
    float left = dice.between(0, 1);
    for (CellKind kind : values()) {
      left -= kind.share;
      if (left < 0) {
        return kind;
      }
    }
    return MITOTIC;
  }

  byte label() {
    return label;
  }

  String title() {
    return title;
  }

  /** The outline of one cell of this kind. */
  Form form(Dice dice) {
    return switch (this) {
      case EPITHELIAL -> Form.round(dice.between(16, 22), dice.between(0.75f, 1), 0.04f);
      case SPINDLE ->
          new Form(
              dice.between(27, 38), dice.between(11, 14), 0.6f, dice.between(-0.7f, 0.7f), 0.03f);
      case MITOTIC -> Form.round(dice.between(13, 16.5f), dice.between(0.88f, 1), 0.015f);
    };
  }

  /** Stain densities at a point of a cell of this kind, for an uptake of 1. */
  Stains stains(Cell cell, Point point) {
    return switch (this) {
      case EPITHELIAL -> StainPatterns.epithelial(cell, point);
      case SPINDLE -> StainPatterns.spindle(cell, point);
      case MITOTIC -> StainPatterns.mitotic(cell, point);
    };
  }
}
