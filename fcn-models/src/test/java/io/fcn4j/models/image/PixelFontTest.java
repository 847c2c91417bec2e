package io.fcn4j.models.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PixelFontTest {
  @Test
  void hasAGlyphOfItsOwnForEveryAsciiCharacter() {
    Map<String, Character> characters = new HashMap<>();
    for (char c = ' '; c <= '~'; c++) {
      assertThat(characters.put(glyph(c), c)).as("same as '%s'", c).isNull();
    }
  }

  @Test
  void drawsOtherCharactersAsNearAsItCan() {
    assertThat(PixelFont.drawable("Zellkörper é")).isEqualTo("Zellkorper e");
    assertThat(PixelFont.drawable("漢字\t")).isEqualTo("???");
  }

  private static String glyph(char character) {
    StringBuilder glyph = new StringBuilder();
    for (int y = 0; y < PixelFont.HEIGHT; y++) {
      for (int x = 0; x < PixelFont.WIDTH; x++) {
        glyph.append(PixelFont.covers(character, x, y) ? '#' : '.');
      }
    }
    return glyph.toString();
  }
}
