package io.fcn4j.models.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RgbImageTest {
  @Test
  void isImmutable() {
    byte[] samples = {1, 2, 3, 4, 5, (byte) 250};
    RgbImage image = RgbImage.of(2, 1, samples);
    samples[0] = 9;
    image.toBytes()[5] = 9;
    image.toBufferedImage().setRGB(0, 0, 0);
    assertThat(image.rgb(0, 0)).isEqualTo(0x010203);
    assertThat(image.rgb(1, 0)).isEqualTo(0x0405FA);
  }

  @Test
  void becomesABufferedImage() {
    RgbImage image = TestImages.gradient(5, 3);
    assertThat(image.toBufferedImage().getRGB(4, 2)).isEqualTo(0xFF000000 | image.rgb(4, 2));
  }

  @Test
  void tellsEqualSamplesOfOtherSizesApart() {
    RgbImage image = RgbImage.of(2, 1, new byte[6]);
    assertThat(image)
        .isEqualTo(RgbImage.of(2, 1, new byte[6]))
        .hasSameHashCodeAs(RgbImage.of(2, 1, new byte[6]))
        .isNotEqualTo(RgbImage.of(1, 2, new byte[6]))
        .isNotEqualTo(RgbImage.of(2, 1, new byte[] {0, 0, 0, 0, 0, 1}));
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThatThrownBy(() -> RgbImage.of(2, 2, new byte[11]))
        .isInstanceOf(FcnException.class)
        .hasMessage("an RGB image of 2 x 2 cannot be made of 11 bytes");
    assertThatThrownBy(() -> RgbImage.of(0, 2, new byte[0]))
        .isInstanceOf(FcnException.class)
        .hasMessage("an RGB image of 0 x 2 cannot be made of 0 bytes");
    assertThatThrownBy(() -> RgbImage.of(2, 1, new byte[6]).rgb(0, 1))
        .isInstanceOf(FcnException.class)
        .hasMessage("pixel (0, 1) lies outside of RGB image of 2 x 1");
  }

  @Test
  void leavesNothingBehindWhereItCannotWrite(@TempDir Path folder) throws IOException {
    RgbImage image = TestImages.gradient(5, 3);
    Path taken = folder.resolve("a.png");
    Files.createDirectories(taken.resolve("inside"));
    assertThatThrownBy(() -> image.writePng(taken))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "cannot write %s: it exists and is not a regular file; choose another path", taken);
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(taken));
  }
}
