package io.fcn4j.models.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTest {
  private static final List<String> NAMES = List.of("background", "cell", "dead cell");

  private final LabelMap labels = LabelMap.of(3, 1, new byte[] {0, 1, 2});
  private final RgbImage grey = flat(3, 1, 101);

  @Test
  void blendsTheColoursOfAllLabelsButTheBackground() {
    RgbImage half = Overlay.of(grey, labels).render();
    assertThat(half.rgb(0, 0)).isEqualTo(0x656565);
    // (101 + 128) / 2 and (101 + 0) / 2, halves rounded up
    assertThat(half.rgb(1, 0)).isEqualTo(0x733333);
    assertThat(half.rgb(2, 0)).isEqualTo(0x337333);
    assertThat(Overlay.of(grey, labels).opacity(0).render()).isEqualTo(grey);
    assertThat(Overlay.of(grey, labels).opacity(1).render().rgb(1, 0)).isEqualTo(0x800000);
    assertThat(Overlay.of(grey, labels).opacity(1).everyLabel().render().rgb(0, 0)).isZero();
    assertThat(
            Overlay.of(grey, labels).palette(Palette.of(0, 0x0102FF)).opacity(1).render().rgb(1, 0))
        .isEqualTo(0x0102FF);
  }

  @Test
  void drawsALegendOfThePaintedLabelsBeneath() {
    RgbImage image = flat(300, 20, 101);
    byte[] map = new byte[300 * 20];
    Arrays.fill(map, 3000, 6000, (byte) 1);
    LabelMap one = LabelMap.of(300, 20, map);
    RgbImage drawn = Overlay.of(image, one).classNames(NAMES).legend().render();

    assertThat(drawn.width()).isEqualTo(300);
    assertThat(drawn.height()).isEqualTo(20 + 2 * (12 + 8));
    RgbImage plain = Overlay.of(image, one).render();
    assertThat(coloursIn(drawn, 0, 20)).isEqualTo(coloursIn(plain, 0, 20));
    assertThat(coloursIn(drawn, 20, drawn.height()))
        .as("paper, ink and the colour of label 1 only")
        .containsExactlyInAnyOrder(0xFFFFFF, 0x202020, Palette.VOC.colour(1));
    RgbImage otherName = Overlay.of(image, one).classNames(List.of("a", "b")).legend().render();
    assertThat(otherName).isNotEqualTo(drawn);
  }

  @Test
  void listsAllLabelsIfAllArePainted() {
    RgbImage drawn = Overlay.of(grey, labels).classNames(NAMES).everyLabel().legend().render();
    assertThat(coloursIn(drawn, 1, drawn.height())).contains(0x000000, 0x800000, 0x008000);
  }

  @Test
  void widensTinyImagesForTheLongestName() {
    RgbImage drawn = Overlay.of(grey, labels).classNames(NAMES).legend().render();
    // 9 characters of 6, a swatch of 7 and four gaps of 4, twice enlarged
    assertThat(drawn.width()).isEqualTo(2 * (9 * 6 + 7 + 4 * 3));
    assertThat(drawn.height()).isEqualTo(1 + 2 * (2 * 12 + 8));
  }

  @Test
  void namesLabelsBeyondTheClasses() {
    LabelMap ignored = LabelMap.of(3, 1, new byte[] {0, (byte) 255, 0});
    RgbImage unnamed = Overlay.of(grey, ignored).legend().render();
    List<String> names = new java.util.ArrayList<>(java.util.Collections.nCopies(255, ""));
    names.add("label 255");
    assertThat(unnamed).isEqualTo(Overlay.of(grey, ignored).classNames(names).legend().render());
  }

  @Test
  void addsNothingWhereNothingIsPainted() {
    LabelMap background = LabelMap.of(3, 1, new byte[3]);
    assertThat(Overlay.of(grey, background).legend().render()).isEqualTo(grey);
  }

  @Test
  void writesPng(@TempDir Path folder) {
    Overlay overlay = Overlay.of(grey, labels).classNames(NAMES).legend();
    overlay.writePng(folder.resolve("overlay.png"));
    assertThat(Images.read(folder.resolve("overlay.png"))).isEqualTo(overlay.render());
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Overlay.of(grey, LabelMap.of(1, 3, new byte[3])))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "overlay: the label map of 1 x 3 does not fit the RGB image of 3 x 1; expected equal"
                + " sizes");
    assertThatThrownBy(() -> Overlay.of(grey, labels).opacity(1.5f))
        .isInstanceOf(FcnException.class)
        .hasMessage("overlay: opacity 1.5 is not between 0 and 1");
    assertThatThrownBy(() -> Overlay.of(grey, labels).opacity(Float.NaN))
        .isInstanceOf(FcnException.class)
        .hasMessage("overlay: opacity NaN is not between 0 and 1");
  }

  private static RgbImage flat(int width, int height, int level) {
    byte[] samples = new byte[3 * width * height];
    Arrays.fill(samples, (byte) level);
    return RgbImage.of(width, height, samples);
  }

  private static Set<Integer> coloursIn(RgbImage image, int top, int bottom) {
    Set<Integer> colours = new HashSet<>();
    for (int y = top; y < bottom; y++) {
      for (int x = 0; x < image.width(); x++) {
        colours.add(image.rgb(x, y));
      }
    }
    return colours;
  }
}
