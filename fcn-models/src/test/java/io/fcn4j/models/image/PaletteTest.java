package io.fcn4j.models.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaletteTest {
  @Test
  void hasTheColoursOfPascalVoc() {
    assertThat(IntStream.of(0, 1, 2, 3, 4, 8, 15, 20, 255).map(Palette.VOC::colour))
        .containsExactly(
            0x000000, 0x800000, 0x008000, 0x808000, 0x000080, 0x400000, 0xC08080, 0x004080,
            0xE0E0C0);
  }

  @Test
  void givesEveryLabelItsOwnColour() {
    assertThat(IntStream.range(0, 256).map(Palette.VOC::colour).distinct().count()).isEqualTo(256);
  }

  @Test
  void keepsVocColoursBeyondTheGivenOnes() {
    Palette palette = Palette.of(0x102030, 0x405060);
    assertThat(palette.colour(1)).isEqualTo(0x405060);
    assertThat(palette.colour(2)).isEqualTo(Palette.VOC.colour(2));
    assertThat(palette).isEqualTo(Palette.of(0x102030, 0x405060)).isNotEqualTo(Palette.VOC);
  }

  @Test
  void refusesTooManyColours() {
    assertThatThrownBy(() -> Palette.of(new int[257]))
        .isInstanceOf(FcnException.class)
        .hasMessage("a palette has at most 256 colours, not 257");
  }

  @Test
  void refusesColoursItLacks() {
    RgbImage image = RgbImage.of(2, 1, new byte[] {0, 0, 0, 1, 2, 3});
    assertThatThrownBy(() -> Palette.VOC.labels(image))
        .isInstanceOf(FcnException.class)
        .hasMessage("RGB image of 2 x 1: colour #010203 at (1, 0) is not in the palette");
  }
}
