package io.fcn4j.testkit;

import io.fcn4j.core.nd4j.Host;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a user of the contract may choose.
 *
 * @param tolerance of gradients
 * @param given values of bottoms that are not uniform in [min, max)
 * @param ignored tops that no gradient flows back from
 */
record Settings(
    long seed,
    double tolerance,
    float min,
    float max,
    Map<Integer, Host.FloatByIndex> given,
    Set<Integer> ignored) {
  static final Settings DEFAULT = new Settings(1, 1e-3, -1, 1, Map.of(), Set.of());

  Settings seed(long other) {
    return new Settings(other, tolerance, min, max, given, ignored);
  }

  Settings tolerance(double other) {
    return new Settings(seed, other, min, max, given, ignored);
  }

  Settings range(float from, float to) {
    return new Settings(seed, tolerance, from, to, given, ignored);
  }

  Settings given(int bottom, Host.FloatByIndex values) {
    Map<Integer, Host.FloatByIndex> more = new HashMap<>(given);
    more.put(bottom, values);
    return new Settings(seed, tolerance, min, max, Map.copyOf(more), ignored);
  }

  Settings ignoring(int top) {
    Set<Integer> more = new HashSet<>(ignored);
    more.add(top);
    return new Settings(seed, tolerance, min, max, given, Set.copyOf(more));
  }
}
