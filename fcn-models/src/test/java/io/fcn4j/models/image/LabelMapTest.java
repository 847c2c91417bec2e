package io.fcn4j.models.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.nd4j.Host;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class LabelMapTest {
  private final Path folder;

  LabelMapTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void writesOneIndexPerPixelAndReadsThemBack() throws IOException {
    byte[] labels = new byte[32 * 10];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) i;
    }
    LabelMap map = LabelMap.of(32, 10, labels);
    Path file = folder.resolve("labels.png");
    map.writePng(file);

    assertThat(LabelMap.read(file)).isEqualTo(map);
    byte[] header = Files.readAllBytes(file);
    assertThat(header[24]).as("bits per sample").isEqualTo((byte) 8);
    assertThat(header[25]).as("colour type: palette").isEqualTo((byte) 3);
    assertThat(ImageIO.read(file.toFile()).getRGB(15, 0)).isEqualTo(0xFFC08080);
    assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void writesWithAnotherPalette() throws IOException {
    Path file = folder.resolve("labels.png");
    LabelMap.of(2, 1, new byte[] {0, 1}).writePng(file, Palette.of(0x112233, 0xFF8800));
    assertThat(ImageIO.read(file.toFile()).getRGB(1, 0)).isEqualTo(0xFFFF8800);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void readsPalettesOfAnyDepth(int bits) throws IOException {
    int levels = 1 << bits;
    // All entries have one colour, so that only the indices can tell them apart.
    byte[] colours = new byte[levels];
    Arrays.fill(colours, (byte) 77);
    IndexColorModel palette = new IndexColorModel(bits, levels, colours, colours, colours);
    int type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
    BufferedImage image = new BufferedImage(19, 5, type, palette);
    assertReads(image, levels);
  }

  @Test
  void readsGreyLevelsAsLabels() throws IOException {
    assertReads(new BufferedImage(19, 5, BufferedImage.TYPE_BYTE_GRAY), 256);
    assertReads(new BufferedImage(19, 5, BufferedImage.TYPE_BYTE_BINARY), 2);
    assertReads(new BufferedImage(19, 5, BufferedImage.TYPE_USHORT_GRAY), 256);
  }

  private void assertReads(BufferedImage image, int levels) throws IOException {
    byte[] expected = new byte[image.getWidth() * image.getHeight()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) (i * 7 % levels);
      image.getRaster().setSample(i % 19, i / 19, 0, i * 7 % levels);
    }
    Path file = write("labels.png", TestImages.encode(image, "png"));
    assertThat(LabelMap.read(file)).isEqualTo(LabelMap.of(19, 5, expected));
  }

  @Test
  void refusesNumbersAbove255() throws IOException {
    BufferedImage image = new BufferedImage(4, 2, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(3, 1, 0, 300);
    Path file = write("deep.png", TestImages.encode(image, "png"));
    assertThatThrownBy(() -> LabelMap.read(file))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "label map %s: the value 300 at (3, 1) is above 255; expected class numbers from 0 to"
                + " 255",
            file);
  }

  @Test
  void refusesColoursAndSaysHowToTranslateThem() throws IOException {
    LabelMap map = LabelMap.of(3, 1, new byte[] {0, 15, (byte) 255});
    RgbImage coloured = Overlay.of(RgbImage.of(3, 1, new byte[9]), map).opacity(1).render();
    Path voc = folder.resolve("voc.png");
    coloured.writePng(voc);
    assertThatThrownBy(() -> LabelMap.read(voc))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "label map %s: this PNG stores RGB colours; expected one label per pixel (a palette or"
                + " grey PNG). Its colours are those of PASCAL VOC, so"
                + " Palette.VOC.labels(Images.read(file)) translates it; write the result with"
                + " writePng.",
            voc);
    assertThat(Palette.VOC.labels(Images.read(voc))).isEqualTo(map);

    Path other = folder.resolve("other.png");
    TestImages.gradient(3, 2).writePng(other);
    assertThatThrownBy(() -> LabelMap.read(other))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "label map %s: this PNG stores RGB colours; expected one label per pixel (a palette or"
                + " grey PNG). Translate it with Palette.of(colours).labels(Images.read(file)) and"
                + " write the result with writePng.",
            other);
  }

  @Test
  void refusesJpeg() throws IOException {
    Path file = write("labels.png", TestImages.jpeg(TestImages.gradient(8, 8)));
    assertThatThrownBy(() -> LabelMap.read(file))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "label map %s: this is a JPEG, whose lossy compression changes labels. Make the map"
                + " again as a palette PNG.",
            file);
  }

  @Test
  void refusesMapsThatAreToBeTurned() throws IOException {
    byte[] png = TestImages.samplesPng(BufferedImage.TYPE_BYTE_GRAY, 4, 4, 2);
    byte[] exif = TestImages.exif(ByteOrder.BIG_ENDIAN, 6);
    Path file = write("turned.png", TestImages.withChunk(png, "eXIf", exif));
    assertThatThrownBy(() -> LabelMap.read(file))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "label map %s: its EXIF block asks to turn it; expected it upright. Save it without"
                + " EXIF.",
            file);
  }

  @Test
  void refusesTruncatedAndMissingFiles() throws IOException {
    Path file = folder.resolve("labels.png");
    LabelMap.of(2, 2, new byte[4]).writePng(file);
    byte[] bytes = Files.readAllBytes(file);
    Path cut = write("cut.png", Arrays.copyOf(bytes, bytes.length - 5));
    assertThatThrownBy(() -> LabelMap.read(cut))
        .isInstanceOf(FcnException.class)
        .hasMessageStartingWith("label map " + cut + ": this PNG is damaged or truncated: it ends");
    Path missing = folder.resolve("missing.png");
    assertThatThrownBy(() -> LabelMap.read(missing))
        .isInstanceOf(FcnException.class)
        .hasMessage("cannot read label map %s: no such file", missing);
  }

  @Test
  void becomesABlob() {
    INDArray blob = LabelMap.of(3, 2, new byte[] {0, 1, 2, 3, (byte) 200, (byte) 255}).blob();
    assertThat(blob.shape()).containsExactly(1, 1, 2, 3);
    assertThat(Host.read(blob)).containsExactly(0, 1, 2, 3, 200, 255);
  }

  @Test
  void countsLabels() {
    long[] counts = LabelMap.of(2, 2, new byte[] {7, 7, (byte) 255, 0}).counts();
    assertThat(counts).hasSize(256);
    assertThat(new long[] {counts[0], counts[7], counts[255]}).containsExactly(1, 2, 1);
    assertThat(Arrays.stream(counts).sum()).isEqualTo(4);
  }

  @Test
  void isImmutable() {
    byte[] labels = {1, 2};
    LabelMap map = LabelMap.of(2, 1, labels);
    labels[0] = 9;
    map.toBytes()[1] = 9;
    assertThat(map.at(0, 0)).isEqualTo(1);
    assertThat(map.at(1, 0)).isEqualTo(2);
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThatThrownBy(() -> LabelMap.of(2, 2, new byte[3]))
        .isInstanceOf(FcnException.class)
        .hasMessage("a label map of 2 x 2 cannot be made of 3 bytes");
    assertThatThrownBy(() -> LabelMap.of(2, 1, new byte[2]).at(2, 0))
        .isInstanceOf(FcnException.class)
        .hasMessage("pixel (2, 0) lies outside of label map of 2 x 1");
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
