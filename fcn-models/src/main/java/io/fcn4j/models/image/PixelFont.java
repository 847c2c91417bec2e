package io.fcn4j.models.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A fixed-width font for ASCII of 5 x 9 pixels per character. Java's own text drawing fails where
 * no fonts are installed (many containers), and differs from machine to machine.
 */
final class PixelFont {
  static final int WIDTH = 5;
  static final int HEIGHT = 9;

  /** From the left edge of a character to that of the next. */
  static final int ADVANCE = WIDTH + 1;

  private static final String BLANK = ".".repeat(WIDTH * HEIGHT);
  private static final Map<Character, String> GLYPHS = load();

  private PixelFont() {}

  /** What can be drawn of a text: accents are left off, other foreign characters become '?'. */
  static String drawable(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .replaceAll("[^\\x20-\\x7E]", "?");
  }

  /** Whether a drawable character covers a pixel of its cell. */
  static boolean covers(char character, int x, int y) {
    return GLYPHS.getOrDefault(character, BLANK).charAt(y * WIDTH + x) == '#';
  }

  private static Map<Character, String> load() {
    Map<Character, String> glyphs = new HashMap<>();
    try (var in = Objects.requireNonNull(PixelFont.class.getResourceAsStream("font5x9.txt"));
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        glyphs.put(line.charAt(0), line.substring(2).replace(" ", ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("font5x9.txt is missing from the jar of fcn-models", e);
    }
    return glyphs;
  }
}
