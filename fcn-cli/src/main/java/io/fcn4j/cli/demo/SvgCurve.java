package io.fcn4j.cli.demo;

import static io.fcn4j.cli.demo.Html.format;

import io.fcn4j.cli.demo.ReportData.CurvePoint;
import java.util.List;
import java.util.Map;

/**
 * A curve over iterations as inline SVG, coloured by the page's style sheet.
 *
 * @param label what is drawn, for readers who can't see it
 * @param points in the order of their iterations
 * @param top upper end of the vertical axis, which starts at 0
 * @param levels horizontal lines to compare with, by name
 */
record SvgCurve(String label, List<CurvePoint> points, double top, Map<String, Double> levels) {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 280;
  private static final int LEFT = 44;
  private static final int RIGHT = WIDTH - 52;
  private static final int BELOW = HEIGHT - 34;
  private static final int ABOVE = 14;
  private static final int TICKS = 8;

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
            WIDTH, HEIGHT, Html.escape(label)));
    double step = niceStep(top / TICKS);
    for (int i = 0; i * step <= top * 1.0001; i++) {
      svg.append(horizontal("grid", i * step));
      svg.append(text(LEFT - 8, y(i * step) + 4, "end", tick(i * step, step)));
    }
    int stride = (int) Math.max(1, niceStep((double) last() / TICKS));
    for (int iteration = 0; iteration <= last(); iteration += stride) {
      svg.append(text(x(iteration), BELOW + 18, "middle", String.valueOf(iteration)));
    }
    svg.append(text(RIGHT, HEIGHT - 2, "end", "iterations"));
    levels.forEach(
        (name, level) -> {
          svg.append(horizontal("level", level));
          svg.append(text(RIGHT - 4, y(level) - 6, "end", name));
        });
    if (!points.isEmpty()) {
      svg.append(curve());
    }
    return svg.append("</svg>\n").toString();
  }

  /** The least of 1, 2, 5, 10, 20, ... times a power of ten that is not below {@code least}. */
  static double niceStep(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least * 0.9999) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private String curve() {
    StringBuilder path = new StringBuilder();
    for (CurvePoint point : points) {
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(format("%.1f %.1f", x(point.iteration()), y(point.value())));
    }
    CurvePoint end = points.get(points.size() - 1);
    return format("<path class=\"curve\" d=\"%s\"/>\n", path)
        + format(
            "<circle class=\"end\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n",
            x(end.iteration()), y(end.value()))
        + format(
            "<text class=\"value\" x=\"%.1f\" y=\"%.1f\">%.3f</text>\n",
            x(end.iteration()) + 8, y(end.value()) + 4, end.value());
  }

  private String horizontal(String kind, double value) {
    return format(
        "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n",
        kind, LEFT, RIGHT, y(value), y(value));
  }

  private static String text(double x, double y, String anchor, String text) {
    return format(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
        x, y, anchor, Html.escape(text));
  }

  private static String tick(double value, double step) {
    return format("%." + (int) Math.max(0, Math.ceil(-Math.log10(step))) + "f", value);
  }

  private int last() {
    return points.isEmpty() ? 1 : Math.max(1, points.get(points.size() - 1).iteration());
  }

  private double x(int iteration) {
    return LEFT + (RIGHT - LEFT) * (double) iteration / last();
  }

  private double y(double value) {
    return BELOW - (BELOW - ABOVE) * Math.min(1, value / top);
  }
}
