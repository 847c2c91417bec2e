package io.fcn4j.caffe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Changes files a little, as wrong hands and bad disks do. */
final class Mutator {
  private static final Pattern TOKEN = Pattern.compile("\"[^\"\\n]*\"|[-+\\w.]+|[{}:\\[\\]<>,;]");
  private static final Pattern NUMBER = Pattern.compile("-?[\\d.]+(e-?\\d+)?");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "3",
          "255",
          "65536",
          "2147483647",
          "2147483648",
          "4294967295",
          "-2147483648",
          "9223372036854775807",
          "-9223372036854775808",
          "4611686018427387904",
          "1e38",
          "nan",
          "inf",
          "-inf",
          "0.0001",
          "true",
          "3037000500");

  /** Varints: 0, -1, 2^31 - 1, 2^32 - 1, 2^33, 2^63 - 1, one that never ends. */
  private static final byte[][] VARINTS = {
    {0},
    {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
    {-1, -1, -1, -1, 7},
    {-1, -1, -1, -1, 15},
    {-128, -128, -128, -128, 32},
    {-1, -1, -1, -1, -1, -1, -1, -1, 127},
    {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}
  };

  private final Random random;

  Mutator(long seed) {
    random = new Random(seed);
  }

  byte[] text(List<byte[]> seeds) {
    List<String> tokens = tokens(pick(seeds));
    List<String> others = tokens(pick(seeds));
    for (int i = times(); i > 0 && !tokens.isEmpty(); i--) {
      change(tokens, others);
    }
    byte[] mutated = String.join(" ", tokens).getBytes(StandardCharsets.UTF_8);
    return random.nextInt(8) == 0 ? bytes(mutated, mutated) : mutated;
  }

  private static List<String> tokens(byte[] text) {
    return new ArrayList<>(
        TOKEN
            .matcher(new String(text, StandardCharsets.UTF_8))
            .results()
            .map(MatchResult::group)
            .toList());
  }

  private void change(List<String> tokens, List<String> others) {
    int at = random.nextInt(tokens.size());
    int end = Math.min(tokens.size(), at + 1 + random.nextInt(12));
    switch (random.nextInt(8)) {
      case 0 -> tokens.subList(at, end).clear();
      case 1 -> tokens.addAll(random.nextInt(tokens.size()), List.copyOf(tokens.subList(at, end)));
      case 2 -> {
        int from = random.nextInt(others.size());
        int to = Math.min(others.size(), from + 1 + random.nextInt(40));
        tokens.addAll(at, others.subList(from, to));
      }
      case 3, 4 -> tokens.set(at, like(tokens.get(at), tokens));
      default -> {
        List<Integer> numbers =
            Stream.iterate(0, i -> i < tokens.size(), i -> i + 1)
                .filter(i -> NUMBER.matcher(tokens.get(i)).matches())
                .toList();
        if (!numbers.isEmpty()) {
          tokens.set(pick(numbers), pick(NUMBERS));
        }
      }
    }
  }

  /** Another token of the same kind, so that most files stay readable. */
  private String like(String token, List<String> tokens) {
    char kind = token.charAt(0);
    List<String> same =
        tokens.stream()
            .filter(t -> Character.isLetter(kind) == Character.isLetter(t.charAt(0)))
            .filter(t -> (kind == '"') == (t.charAt(0) == '"'))
            .toList();
    return pick(same);
  }

  byte[] binary(List<byte[]> seeds) {
    byte[] mutated = pick(seeds);
    for (int i = times(); i > 0; i--) {
      mutated = bytes(mutated, pick(seeds));
    }
    return mutated;
  }

  private byte[] bytes(byte[] of, byte[] other) {
    if (of.length == 0) {
      return other;
    }
    int at = random.nextInt(of.length);
    int end = Math.min(of.length, at + 1 + random.nextInt(8));
    byte[] copy = of.clone();
    switch (random.nextInt(7)) {
      case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[at] = (byte) random.nextInt(256);
      case 2 -> copy = Arrays.copyOf(of, at);
      case 3 -> copy = splice(of, at, new byte[0], end);
      case 4 -> copy = splice(of, at, Arrays.copyOfRange(of, at, end), at);
      case 5 -> copy = splice(of, at, VARINTS[random.nextInt(VARINTS.length)], end);
      default -> copy = splice(of, at, other, at);
    }
    return copy;
  }

  private static byte[] splice(byte[] of, int at, byte[] middle, int end) {
    byte[] spliced = new byte[at + middle.length + of.length - end];
    System.arraycopy(of, 0, spliced, 0, at);
    System.arraycopy(middle, 0, spliced, at, middle.length);
    System.arraycopy(of, end, spliced, at + middle.length, of.length - end);
    return spliced;
  }

  private int times() {
    return 1 + random.nextInt(5);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
