package io.fcn4j.cli.demo;

import static io.fcn4j.cli.demo.Texture.step;

import io.fcn4j.cli.demo.Cell.Point;

/** How each kind of cell lays out its stains; all amounts lie in the same range on average. */
final class StainPatterns {
  private StainPatterns() {}

  /**
   * A large nucleus with nucleoli, smooth granules around it, a thin actin line at the membrane.
   */
  static Stains epithelial(Cell cell, Point p) {
    double x = p.along() - 0.15 * Math.cos(cell.phase());
    double y = p.across() - 0.15 * Math.sin(cell.phase());
    float nucleus = step(0.56f, 0.48f, length(x, y));
    float nucleoli = step(0.72f, 0.85f, cell.texture().at(p.along() * 6, p.across() * 6));
    float membrane = step(0.75f, 0.9f, p.radius());
    return new Stains(
        0.55f + 0.5f * membrane - 0.3f * nucleus * (1 - membrane),
        (0.75f - 0.5f * p.radius() * p.radius()) * (1 - 0.5f * nucleus),
        nucleus * (0.85f - 0.45f * nucleoli));
  }

  /** An oval nucleus of grainy chromatin, actin fibres along the cell, granules in grains. */
  static Stains spindle(Cell cell, Point p) {
    float x = p.along() * cell.form().length();
    float y = p.across() * cell.form().width();
    float nucleus = step(1.15f, 0.95f, length(p.along() / 0.33, p.across() / 0.6));
    return new Stains(
        0.25f + 0.8f * cell.texture().at(p.along() * 4, p.across() * 5),
        (0.2f + 0.75f * cell.texture().grains(x, y, 3)) * (1 - 0.7f * nucleus),
        nucleus * (0.4f + 0.7f * cell.texture().grains(y, x, 2.5f)));
  }

  /** A thick ring of actin; chromosomes in one plate (metaphase) or two that part (anaphase). */
  static Stains mitotic(Cell cell, Point p) {
    float offset = cell.phase() < 4 ? 0 : 0.33f;
    float ragged = 0.16f * (cell.texture().at(p.across() * 7, p.along() * 7) - 0.5f);
    double along = (Math.abs(p.along() + ragged) - offset) / 0.19;
    float plates = step(1.2f, 0.8f, length(along, p.across() / 0.62));
    return new Stains(
        0.4f + 0.7f * step(0.55f, 0.75f, p.radius()),
        0.6f * (1 - plates),
        plates * (0.9f + 0.4f * cell.texture().at(p.along() * 5, p.across() * 5)));
  }

  private static float length(double x, double y) {
    return (float) Math.sqrt(x * x + y * y);
  }
}
