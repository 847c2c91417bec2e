package io.fcn4j.core.program;

import io.fcn4j.core.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was bound for the input shapes of late; the least recently used goes first. */
final class RecentPlans {
  private static final int CAPACITY = 16;

  private final Map<Map<String, Shape>, Bindings> plans =
      new LinkedHashMap<>(CAPACITY, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, Shape>, Bindings> eldest) {
          boolean full = size() > CAPACITY;
          if (full) {
            eldest.getValue().close();
          }
          return full;
        }
      };

  @Nullable Bindings get(Map<String, Shape> inputs) {
    return plans.get(inputs);
  }

  void put(Map<String, Shape> inputs, Bindings plan) {
    Bindings replaced = plans.put(Map.copyOf(inputs), plan);
    if (replaced != null) {
      replaced.close();
    }
  }

  void clear() {
    plans.values().forEach(Bindings::close);
    plans.clear();
  }
}
