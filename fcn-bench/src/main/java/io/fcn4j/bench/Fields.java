package io.fcn4j.bench;

import io.fcn4j.core.FcnException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of an object in JSON, which must be there and of the type that is asked for. */
record Fields(Map<?, ?> fields) {
  static Fields of(@Nullable Object json) {
    return new Fields(as("an object", json, Map.class));
  }

  Fields object(String name) {
    return of(fields.get(name));
  }

  String text(String name) {
    return as(name, fields.get(name), String.class);
  }

  double number(String name) {
    return as(name, fields.get(name), Number.class).doubleValue();
  }

  /** Lists in a list as one: JMH has a list for each fork. */
  List<?> flat(String name) {
    return items(name, fields.get(name)).stream()
        .<Object>flatMap(inner -> items(name, inner).stream())
        .toList();
  }

  static List<?> items(String what, @Nullable Object value) {
    return as(what, value, List.class);
  }

  static <T> T as(String what, @Nullable Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw new FcnException(
          "%s: found %s, expected a %s; is this the JSON of JMH (-rf json)?"
              .formatted(what, value, type.getSimpleName()));
    }
    return type.cast(value);
  }
}
