package io.fcn4j.core.nd4j;

import io.fcn4j.core.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was made for the input shapes of late; the least recently used goes first. */
final class RecentPlans<T> {
  private static final int CAPACITY = 16;

  private final Map<Map<String, Shape>, T> plans =
      new LinkedHashMap<>(CAPACITY, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, Shape>, T> eldest) {
          return size() > CAPACITY;
        }
      };

  @Nullable T get(Map<String, Shape> inputs) {
    return plans.get(inputs);
  }

  void put(Map<String, Shape> inputs, T plan) {
    plans.put(Map.copyOf(inputs), plan);
  }

  void clear() {
    plans.clear();
  }
}
