package io.fcn4j.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.solver.Sample;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.Means;
import io.fcn4j.models.image.Palette;
import io.fcn4j.models.image.Preprocessing;
import io.fcn4j.models.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocTest {
  private final Path root;

  VocTest(@TempDir Path root) {
    this.root = root;
    TestFiles.image(root.resolve("JPEGImages/b.png"));
    TestFiles.image(root.resolve("JPEGImages/a.JPG"));
    TestFiles.labels(root.resolve("SegmentationClass/a.png"), 1, 20);
    TestFiles.labels(root.resolve("SegmentationClass/b.png"), 2, 255);
    TestFiles.text(root.resolve("ImageSets/Segmentation/train.txt"), "b\r\n\r\n a \r\n");
    TestFiles.text(root.resolve("ImageSets/Segmentation/val.txt"), "a\n");
  }

  @Test
  void readsSplitsInTheOrderOfTheirLists() {
    FileDataset train = Voc.open(root).split("train");
    assertThat(train.size()).isEqualTo(2);
    assertThat(List.of(train.id(0), train.id(1))).containsExactly("b", "a");
    assertThat(train.classNames()).isEqualTo(PascalVoc.CLASSES);
    assertThat(train.labels(1).at(3, 2)).isEqualTo(20);
    assertThat(train.image(0)).isEqualTo(RgbImage.of(4, 3, new byte[36]));
    assertThat(Voc.open(root).split("val").size()).isEqualTo(1);
  }

  @Test
  void givesSamplesOfDataAndLabel() {
    FileDataset train =
        Voc.open(root).split("train").preprocessing(Preprocessing.VOC.mean(new Means(3, 2, 1)));
    Sample sample = train.get(0);
    assertThat(sample.id()).isEqualTo("b");
    assertThat(sample.arrays()).containsOnlyKeys("data", "label");
    assertThat(sample.array("data").shape()).containsExactly(1, 3, 3, 4);
    assertThat(Host.read(sample.array("data"))).startsWith(-3, -3).endsWith(-1, -1);
    assertThat(sample.array("label").shape()).containsExactly(1, 1, 3, 4);
    assertThat(Host.read(sample.array("label"))).startsWith(0, 0).endsWith(2, 255);
    assertThatThrownBy(() -> sample.array("depth"))
        .isInstanceOf(FcnException.class)
        .hasMessageStartingWith("sample 'b' has no blob 'depth'; it has [");
    assertThat(train.padding("data")).isZero();
    assertThat(train.padding("label")).isEqualTo(255);
  }

  @Test
  void takesImagesFromAFolderOfThatName() {
    TestFiles.image(root.resolve("images/a.png"));
    assertThat(Voc.open(root).split("val").items().get(0).image())
        .isEqualTo(root.resolve("images/a.png"));
  }

  @Test
  void takesClassNamesFromTheirFileOrTheCaller() {
    TestFiles.text(root.resolve("class_names.txt"), "background\ncell wall\n\n");
    assertThat(Voc.open(root).split("val").classNames()).containsExactly("background", "cell wall");
    assertThat(Voc.open(root, ClassNames.numbered(2)).split("val").classNames())
        .containsExactly("class 0", "class 1");
  }

  @Test
  void canBeGivenAnotherPaletteAndIgnoreLabel() {
    Palette palette = Palette.of(1, 2, 3);
    FileDataset val = Voc.open(root).split("val").palette(palette).ignoreLabel(100);
    assertThat(val.palette()).isEqualTo(palette);
    assertThat(val.padding("label")).isEqualTo(100);
    assertThatThrownBy(() -> val.ignoreLabel(20))
        .isInstanceOf(DatasetException.class)
        .hasMessage("ignore label 20: expected 21 to 255, beyond the labels of the 21 classes");
  }

  @Test
  void refusesFoldersOfAnotherLayout() {
    Path jpegs = root.resolve("JPEGImages");
    assertThatThrownBy(() -> Voc.open(jpegs))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "data set %s: folder %s is missing; expected the layout of PASCAL VOC: JPEGImages (or"
                + " images), SegmentationClass and ImageSets/Segmentation",
            jpegs, jpegs.resolve("JPEGImages"));
  }

  @Test
  void namesTheSplitsThereAre() {
    assertThatThrownBy(() -> Voc.open(root).split("test"))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "data set %s: there is no split 'test' (%s); there are: train, val",
            root, root.resolve("ImageSets/Segmentation/test.txt"));
  }

  @Test
  void refusesAnEmptySplit() {
    TestFiles.text(root.resolve("ImageSets/Segmentation/val.txt"), "\n \n");
    assertThatThrownBy(() -> Voc.open(root).split("val"))
        .isInstanceOf(DatasetException.class)
        .hasMessage("split 'val' of %s: there are no samples in it", root);
  }

  @Test
  void listsTheFirstMissingFiles() throws IOException {
    Files.delete(root.resolve("SegmentationClass/a.png"));
    TestFiles.text(root.resolve("ImageSets/Segmentation/val.txt"), "a\nb\nc\nd\ne\n");
    assertThatThrownBy(() -> Voc.open(root).split("val"))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "split 'val' of %s: missing files: 7\n  %s\n  %s.jpg or .png\n  %s\n"
                + "  %s.jpg or .png\n  %s\n  and 2 more\n"
                + "Every sample needs an image (.jpg, .jpeg or .png) and a label map (.png) of the"
                + " same name.",
            root,
            root.resolve("SegmentationClass/a.png"),
            root.resolve("JPEGImages/c"),
            root.resolve("SegmentationClass/c.png"),
            root.resolve("JPEGImages/d"),
            root.resolve("SegmentationClass/d.png"));
  }

  @Test
  void refusesListsThatAreNoText() throws IOException {
    Path list = root.resolve("ImageSets/Segmentation/val.txt");
    Files.write(list, new byte[] {'a', (byte) 0xE4});
    assertThatThrownBy(() -> Voc.open(root).split("val"))
        .isInstanceOf(DatasetException.class)
        .hasMessage("list %s is not text in UTF-8; save it as such", list);
  }

  @Test
  void refusesTwoImagesOfOneName() {
    TestFiles.image(root.resolve("JPEGImages/a.png"));
    assertThatThrownBy(() -> Voc.open(root).split("val"))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith("split 'val' of " + root + ": ")
        .hasMessageContaining(root.resolve("JPEGImages/a.png").toString())
        .hasMessageContaining(root.resolve("JPEGImages/a.JPG").toString())
        .hasMessageEndingWith(" have the same name; keep one of them");
  }

  @Test
  void refusesLabelMapsOfAnotherSize() {
    Path labels = root.resolve("SegmentationClass/a.png");
    LabelMap.of(3, 4, new byte[12]).writePng(labels);
    FileDataset val = Voc.open(root).split("val");
    assertThatThrownBy(() -> val.get(0))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "sample 'a' (image %s, label map %s): the label map is 3 x 4, but the image 4 x 3 (its"
                + " EXIF orientation applied); expected equal sizes. Was one of them resized or"
                + " turned?",
            root.resolve("JPEGImages/a.JPG"), labels);
  }

  @Test
  void refusesLabelsThatAreNoClasses() {
    Path labels = root.resolve("SegmentationClass/a.png");
    TestFiles.labels(labels, 21, 22, 22, 38, 75, 113, 255);
    FileDataset val = Voc.open(root).split("val");
    assertThatThrownBy(() -> val.labels(0))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "sample 'a' (image %s, label map %s): the label map holds label 21 (pixels: 1), label"
                + " 22 (pixels: 2), label 38 (pixels: 1), and 2 other such labels; expected 0 to 20"
                + " (21 classes) or 255 (ignored). Labels are class numbers: a mask of 0 and 255"
                + " must be renumbered to 0 and 1; an RGB-coloured mask turned to grey has lost its"
                + " labels.",
            root.resolve("JPEGImages/a.JPG"), labels);
    assertThatThrownBy(() -> val.get(0)).isInstanceOf(DatasetException.class);
  }

  @Test
  void refusesWrongNumbersOfClasses() {
    assertThatThrownBy(() -> Voc.open(root, List.of()).split("val"))
        .isInstanceOf(DatasetException.class)
        .hasMessage("a data set has 1 to 255 classes, but there are 0 class names");
    assertThatThrownBy(() -> Voc.open(root, ClassNames.numbered(256)).split("val"))
        .isInstanceOf(DatasetException.class)
        .hasMessage("a data set has 1 to 255 classes, but there are 256 class names");
  }
}
