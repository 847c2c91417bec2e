package io.fcn4j.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of layers and of their parameters, {@code LAYER.INDEX}: parts, patterns, typos. */
public final class Names {
  /** As much of a name is compared, for files with names of megabytes. */
  private static final int COMPARED = 64;

  private Names() {}

  /** The layer in a key {@code LAYER.INDEX}; a name without a dot is a layer's own. */
  public static String layerOf(String key) {
    int dot = key.lastIndexOf('.');
    return dot < 0 ? key : key.substring(0, dot);
  }

  /** Matches whole names: {@code *} is any text, {@code ?} any character. */
  public static Predicate<String> glob(String pattern) {
    String regex = ("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.compile(regex).asMatchPredicate();
  }

  /**
   * Suggestions for a mistyped name: {@code "; nearest: conv1_1, conv1_2"}, or nothing where there
   * is no name at all.
   */
  public static String nearest(String wrong, Collection<String> names) {
    String list =
        names.stream()
            .distinct()
            .map(name -> new Candidate(name, distance(head(wrong), head(name))))
            .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
            .limit(3)
            .map(Candidate::name)
            .collect(Collectors.joining(", "));
    return list.isEmpty() ? "" : "; nearest: " + list;
  }

  /**
   * For a mistyped name among few: {@code "; it has [data, label]; did you mean 'label'?"}; the
   * question only where a name is alike.
   */
  public static String known(String wrong, Collection<String> names) {
    return "; it has "
        + names
        + names.stream()
            .map(name -> new Candidate(name, distance(head(wrong), head(name))))
            .filter(candidate -> 2 * candidate.distance <= candidate.name.length())
            .min(Comparator.comparingInt(Candidate::distance))
            .map(candidate -> "; did you mean '" + candidate.name + "'?")
            .orElse("");
  }

  private record Candidate(String name, int distance) {}

  private static String head(String name) {
    return name.substring(0, Math.min(COMPARED, name.length()));
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
