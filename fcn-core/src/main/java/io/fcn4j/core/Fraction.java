package io.fcn4j.core;

/** An exact rational number in lowest terms; prints {@code 12.5} or {@code 1/3}. */
public record Fraction(long numerator, long denominator) implements Comparable<Fraction> {
  public static final Fraction ZERO = of(0);
  public static final Fraction ONE = of(1);

  public Fraction {
    if (denominator == 0) {
      throw new ArithmeticException("a fraction with denominator 0");
    }
    long divisor = gcd(Math.abs(numerator), Math.abs(denominator)) * Long.signum(denominator);
    numerator /= divisor;
    denominator /= divisor;
  }

  public static Fraction of(long value) {
    return new Fraction(value, 1);
  }

  public static Fraction of(long numerator, long denominator) {
    return new Fraction(numerator, denominator);
  }

  public Fraction plus(Fraction other) {
    return of(
        Math.addExact(
            Math.multiplyExact(numerator, other.denominator),
            Math.multiplyExact(other.numerator, denominator)),
        Math.multiplyExact(denominator, other.denominator));
  }

  public Fraction minus(Fraction other) {
    return plus(of(-other.numerator, other.denominator));
  }

  public Fraction times(Fraction other) {
    return of(
        Math.multiplyExact(numerator, other.numerator),
        Math.multiplyExact(denominator, other.denominator));
  }

  public Fraction over(Fraction other) {
    return of(
        Math.multiplyExact(numerator, other.denominator),
        Math.multiplyExact(denominator, other.numerator));
  }

  public boolean isInteger() {
    return denominator == 1;
  }

  @Override
  public int compareTo(Fraction other) {
    return Long.signum(minus(other).numerator);
  }

  @Override
  public String toString() {
    if (isInteger()) {
      return Long.toString(numerator);
    }
    // Powers of two end as decimals, which read better.
    return Long.bitCount(denominator) == 1
        ? Double.toString((double) numerator / denominator)
        : numerator + "/" + denominator;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? Math.max(a, 1) : gcd(b, a % b);
  }
}
