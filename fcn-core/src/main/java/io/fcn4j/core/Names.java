package io.fcn4j.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Suggestions for a mistyped name, for messages. */
public final class Names {
  private Names() {}

  /** {@code "; nearest: conv1_1, conv1_2"}, or nothing where there is no name at all. */
  public static String nearest(String wrong, Collection<String> names) {
    String list =
        names.stream()
            .distinct()
            .sorted(
                Comparator.comparingInt((String name) -> distance(wrong, name))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(3)
            .collect(Collectors.joining(", "));
    return list.isEmpty() ? "" : "; nearest: " + list;
  }

  /** The edit distance (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(swap, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
