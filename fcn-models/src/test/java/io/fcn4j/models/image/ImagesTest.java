package io.fcn4j.models.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {
  private static final Path GOLDEN = Path.of("../src-test-data/images");

  private final Path folder;

  ImagesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "progressive.jpg",
        "grey.jpg",
        "cmyk.jpg",
        "ycck.jpg",
        "exif6.jpg",
        "grey16.png",
        "bilevel.png",
        "grey-alpha.png",
        "rgb-alpha.png",
        "palette4.png",
        "palette256-transparent.png"
      })
  void readsTheSamePixelsAsPillow(String file) throws IOException {
    BufferedImage expected =
        ImageIO.read(GOLDEN.resolve(file.replaceFirst("\\.[a-z]+$", ".expected.png")).toFile());
    RgbImage image = Images.read(GOLDEN.resolve(file));
    assertThat(image.width()).isEqualTo(expected.getWidth());
    assertThat(image.height()).isEqualTo(expected.getHeight());
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        assertThat(image.rgb(x, y)).isEqualTo(expected.getRGB(x, y) & 0xFFFFFF);
      }
    }
  }

  @Test
  void writesAndReadsPng() {
    RgbImage image = TestImages.gradient(13, 9);
    Path file = folder.resolve("a.png");
    image.writePng(file);
    assertThat(Images.read(file)).isEqualTo(image);
  }

  @Test
  void keepsGreyLevels() throws IOException {
    Path file = write("grey.png", TestImages.samplesPng(BufferedImage.TYPE_BYTE_GRAY, 16, 9, 256));
    RgbImage image = Images.read(file);
    assertThat(image.rgb(5, 4)).isEqualTo(0x111111);
    assertThat(image.rgb(15, 8)).isEqualTo(0x272727);
  }

  /** Where each corner of an upright 3 x 2 image lies in the stored one: A B C / D E F. */
  @ParameterizedTest
  @CsvSource({
    "1, ABCDEF, 3",
    "2, CBAFED, 3",
    "3, FEDCBA, 3",
    "4, DEFABC, 3",
    "5, ADBECF, 2",
    "6, DAEBFC, 2",
    "7, FCEBDA, 2",
    "8, CFBEAD, 2"
  })
  void turnsUprightByExif(int orientation, String upright, int width) throws IOException {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      byte[] exif = TestImages.exif(order, orientation);
      RgbImage stored = letters("ABCDEF", 3);
      Path png = write("a.png", TestImages.withChunk(TestImages.png(stored), "eXIf", exif));
      assertThat(Images.read(png)).isEqualTo(letters(upright, width));
      // Blocks of 8 x 8 of one grey level survive JPEG's compression unchanged.
      byte[] jpeg = TestImages.jpeg(enlarged(stored));
      Path jpg = write("a.jpg", TestImages.withExif(jpeg, exif));
      assertThat(Images.read(jpg)).isEqualTo(enlarged(letters(upright, width)));
    }
  }

  @Test
  void takesBrokenExifAsUpright() throws IOException {
    RgbImage image = TestImages.gradient(24, 16);
    byte[] jpeg = TestImages.jpeg(image);
    Path plain = write("plain.jpg", jpeg);
    byte[] exif = TestImages.exif(ByteOrder.BIG_ENDIAN, 6);
    byte[] pointsOutside = exif.clone();
    pointsOutside[5] = 1;
    for (byte[] broken :
        new byte[][] {
          new byte[0],
          Arrays.copyOf(exif, 30),
          pointsOutside,
          TestImages.exif(ByteOrder.BIG_ENDIAN, 9)
        }) {
      Path file = write("broken.jpg", TestImages.withExif(jpeg, broken));
      assertThat(Images.read(file)).isEqualTo(Images.read(plain));
    }
  }

  @Test
  void appliesNoColourProfile() throws IOException {
    byte[] jpeg = TestImages.jpeg(TestImages.gradient(24, 16));
    Path plain = write("plain.jpg", jpeg);
    Path linear = write("linear.jpg", TestImages.withProfile(jpeg, ColorSpace.CS_LINEAR_RGB));
    assertThat(Images.read(linear)).isEqualTo(Images.read(plain));
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    byte[][] files = {
      TestImages.png(TestImages.gradient(9, 7)),
      TestImages.withExif(
          TestImages.jpeg(TestImages.gradient(24, 16)), TestImages.jpeg(TestImages.gradient(8, 8))),
      Files.readAllBytes(GOLDEN.resolve("progressive.jpg")),
      Files.readAllBytes(GOLDEN.resolve("palette4.png")),
    };
    for (byte[] file : files) {
      Path cut = write("cut", file);
      assertThat(Images.read(cut).width()).isPositive();
      try (FileChannel channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
        for (int length = file.length - 1; length >= 0; length--) {
          channel.truncate(length);
          assertThatThrownBy(() -> Images.read(cut))
              .as("%d of %d bytes", length, file.length)
              .isInstanceOf(FcnException.class);
        }
      }
    }
  }

  @Test
  void readsWhileItsThreadIsInterrupted() throws IOException {
    Path file = write("a.png", TestImages.png(TestImages.gradient(9, 7)));
    Thread.currentThread().interrupt();
    try {
      assertThat(Images.read(file).width()).isEqualTo(9);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void saysWhereATruncatedFileEnds() throws IOException {
    byte[] png = TestImages.png(TestImages.gradient(9, 7));
    Path cutPng = write("cut.png", Arrays.copyOf(png, 60));
    assertThatThrownBy(() -> Images.read(cutPng))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "image %s: this PNG is damaged or truncated: it ends after 60 bytes, before the IEND"
                + " chunk that closes a PNG. Get the file again from where it came.",
            cutPng);
    byte[] jpeg = TestImages.jpeg(TestImages.gradient(24, 16));
    Path cutJpeg = write("cut.jpg", Arrays.copyOf(jpeg, 650));
    assertThatThrownBy(() -> Images.read(cutJpeg))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "image %s: this JPEG is damaged or truncated: it ends after 650 bytes, before the"
                + " marker that closes a JPEG. Get the file again from where it came.",
            cutJpeg);
  }

  @Test
  void refusesDamagedFiles() throws IOException {
    byte[] png = TestImages.png(TestImages.gradient(9, 7));
    png[60] ^= 1;
    Path flipped = write("flipped.png", png);
    assertThatThrownBy(() -> Images.read(flipped))
        .isInstanceOf(FcnException.class)
        .hasMessageContaining("the checksum of chunk IDAT at byte 33 is wrong");

    byte[] jpeg = TestImages.jpeg(TestImages.gradient(64, 48));
    Path gutted = write("gutted.jpg", TestImages.without(jpeg, jpeg.length - 300, jpeg.length - 2));
    assertThatThrownBy(() -> Images.read(gutted))
        .isInstanceOf(FcnException.class)
        .hasMessageContaining("Corrupt JPEG data: premature end of data segment");
  }

  @Test
  void readsAJpegWithBytesBetweenItsSegments() throws IOException {
    byte[] jpeg = TestImages.jpeg(TestImages.gradient(24, 16));
    byte[] padded = TestImages.withSegment(jpeg, 0xEF, "", new byte[0]);
    assertThat(padded[20] & 0xFF).as("start of the marker").isEqualTo(0xFF);
    padded[20] = 0;
    assertThat(Images.read(write("padded.jpg", padded)))
        .isEqualTo(Images.read(write("plain.jpg", jpeg)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GIF89a...        | looks like a GIF image",
        "BM......         | looks like a BMP image",
        "%PDF-1.7         | looks like a PDF document",
        "PK\u0003\u0004.. | looks like a ZIP archive",
        "<!DOCTYPE html>  | looks like an HTML page",
        "RIFF....WEBP     | looks like a WebP image",
        "....ftypheic     | looks like a HEIC, AVIF or MP4 file",
        "version https://git-lfs.github.com/spec/v1 | looks like a Git LFS pointer; run 'git lfs pull'",
        "Hello            | looks like no image at all: it begins with the bytes 48 65 6C 6C 6F",
      })
  void saysWhatAStrangeFileLooksLike(String content, String expected) throws IOException {
    Path file = write("dog.png", content.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Images.read(file))
        .isInstanceOf(FcnException.class)
        .hasMessage("image %s: expected PNG or JPEG, but it %s", file, expected);
  }

  @Test
  void namesFilesThatCannotBeRead() throws IOException {
    Path missing = folder.resolve("missing.png");
    assertThatThrownBy(() -> Images.read(missing))
        .isInstanceOf(FcnException.class)
        .hasMessage("cannot read image %s: no such file", missing);
    assertThatThrownBy(() -> Images.read(folder))
        .isInstanceOf(FcnException.class)
        .hasMessageStartingWith("cannot read image " + folder + ": ");
    Path empty = write("empty.png", new byte[0]);
    assertThatThrownBy(() -> Images.read(empty))
        .isInstanceOf(FcnException.class)
        .hasMessage("image %s: the file is empty; expected PNG or JPEG", empty);
  }

  /** One pixel per letter. */
  private static RgbImage letters(String letters, int width) {
    byte[] rgb = new byte[3 * letters.length()];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (32 * (letters.charAt(i / 3) - 'A'));
    }
    return RgbImage.of(width, letters.length() / width, rgb);
  }

  private static RgbImage enlarged(RgbImage image) {
    Canvas canvas = new Canvas(8 * image.width(), 8 * image.height());
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        canvas.box(8 * x, 8 * y, 8, 8, image.rgb(x, y));
      }
    }
    return canvas.toImage();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
