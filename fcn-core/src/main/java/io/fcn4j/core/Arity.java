package io.fcn4j.core;

/** How many bottoms and tops a layer has; {@code maxBottoms} may be {@link Integer#MAX_VALUE}. */
public record Arity(int minBottoms, int maxBottoms, int tops) {
  public static final Arity UNARY = of(1, 1);

  public static Arity of(int bottoms, int tops) {
    return new Arity(bottoms, bottoms, tops);
  }

  /** Any number of bottoms from {@code bottoms} on. */
  public static Arity atLeast(int bottoms, int tops) {
    return new Arity(bottoms, Integer.MAX_VALUE, tops);
  }

  public boolean takes(int bottoms) {
    return bottoms >= minBottoms && bottoms <= maxBottoms;
  }

  /** "1 bottom", "2 or more bottoms", "1 to 2 bottoms". */
  public String describeBottoms() {
    if (maxBottoms == minBottoms) {
      return minBottoms + (minBottoms == 1 ? " bottom" : " bottoms");
    }
    return minBottoms
        + (maxBottoms == Integer.MAX_VALUE ? " or more" : " to " + maxBottoms)
        + " bottoms";
  }
}
