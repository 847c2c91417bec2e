package io.fcn4j.cli.demo;

import io.fcn4j.core.CounterRandom;

/**
 * Smooth noise over the plane in [0, 1] with mean 1/2: a random value at each integer point, and a
 * smooth blend of the four neighbours between them.
 */
record Texture(CounterRandom random) {
  float at(float x, float y) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    float right = blend(x - column);
    float down = blend(y - row);
    float above = lerp(node(column, row), node(column + 1, row), right);
    float below = lerp(node(column, row + 1), node(column + 1, row + 1), right);
    return lerp(above, below, down);
  }

  /** Separate bright grains about {@code size} wide, of mean near 1/2 and zero between them. */
  float grains(float x, float y, float size) {
    return Math.max(0, at(x / size, y / size) - 0.5f) * 6;
  }

  /** 0 below {@code from}, 1 above {@code to}, smooth between; falls if {@code to < from}. */
  static float step(float from, float to, float x) {
    return blend(Math.min(1, Math.max(0, (x - from) / (to - from))));
  }

  private float node(int column, int row) {
    return random.uniform(((long) row << 32) ^ (column & 0xFFFFFFFFL));
  }

  private static float blend(float t) {
    return t * t * (3 - 2 * t);
  }

  private static float lerp(float a, float b, float t) {
    return a + (b - a) * t;
  }
}
