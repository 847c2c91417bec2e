package io.fcn4j.cli.demo;

/**
 * One cell: where it lies, its outline, and how it took up the stains.
 *
 * @param cos cosine of the angle of the long axis
 * @param sin its sine
 * @param phase an angle that turns what is not symmetric about the cell
 * @param uptake how much of each stain the cell took up, around 1
 */
record Cell(
    CellKind kind,
    float x,
    float y,
    float cos,
    float sin,
    Form form,
    float phase,
    Stains uptake,
    Texture texture) {

  private static final float UPTAKE_SIGMA = 0.45f;

  /**
   * An outline: an ellipse, tapered, bent and wavy.
   *
   * @param length half the long axis in pixels
   * @param width half the short axis in pixels
   * @param taper how much the width shrinks towards the tips, from 0 (an ellipse) to 1 (pointed)
   * @param bend sideways shift of the tips, in units of the width
   * @param waves amplitude of the outline's waves, relative to the radius
   */
  record Form(float length, float width, float taper, float bend, float waves) {
    static Form round(float radius, float roundness, float waves) {
      return new Form(radius, radius * roundness, 0, 0, waves);
    }
  }

  /** A point in the cell's own frame; {@code radius} is 1 on the membrane. */
  record Point(float along, float across, float radius) {
    boolean inside() {
      return radius < 1;
    }
  }

  /** A cell of a kind at a place, all else drawn. */
  static Cell drawn(CellKind kind, float x, float y, Dice dice, Texture texture) {
    double angle = dice.between(0, (float) Math.PI);
    float cos = (float) Math.cos(angle);
    float sin = (float) Math.sin(angle);
    Form form = kind.form(dice);
    float phase = dice.between(0, (float) (2 * Math.PI));
    Stains uptake =
        new Stains(dice.factor(UPTAKE_SIGMA), dice.factor(UPTAKE_SIGMA), dice.factor(UPTAKE_SIGMA));
    return new Cell(kind, x, y, cos, sin, form, phase, uptake, texture);
  }

  /** No pixel farther away than this, along either axis, is inside. */
  int reach() {
    float side = form.width * (1 + Math.abs(form.bend));
    return (int) Math.ceil(Math.max(form.length, side) * (1 + 2 * form.waves));
  }

  Point locate(int pixelX, int pixelY) {
    float dx = pixelX - x;
    float dy = pixelY - y;
    float along = (dx * cos + dy * sin) / form.length;
    float across = (dy * cos - dx * sin) / form.width - form.bend * along * along;
    float tapered = across / Math.max(0.1f, 1 - form.taper * along * along);
    double radius = Math.sqrt(along * along + tapered * tapered);
    if (radius < 1 + 3 * form.waves) {
      double theta = Math.atan2(tapered, along);
      radius /= 1 + form.waves * (Math.cos(3 * theta + phase) + Math.cos(5 * theta - 2 * phase));
    }
    return new Point(along, across, (float) radius);
  }

  /** What the cell holds of each stain at one of its points. */
  Stains stains(Point point) {
    return kind.stains(this, point).times(uptake);
  }
}
