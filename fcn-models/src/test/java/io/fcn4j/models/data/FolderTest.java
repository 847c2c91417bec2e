package io.fcn4j.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
  private static final List<String> NAMES = List.of("background", "cell");

  private final Path root;

  FolderTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void takesASplitFromItsOwnFolder() {
    pair("train", "b");
    pair("train", "a");
    pair("val", "c");
    TestFiles.text(root.resolve("train/images/.DS_Store"), "");
    TestFiles.text(root.resolve("train/images/notes.txt"), "");
    Folder folder = Folder.open(root, NAMES);
    assertThat(ids(folder.split("train"))).containsExactly("a", "b");
    assertThat(ids(folder.split("val"))).containsExactly("c");
    assertThat(folder.split("val").classNames()).isEqualTo(NAMES);
  }

  @Test
  void takesASplitFromItsList() {
    pair("", "a");
    pair("", "b");
    pair("", "c");
    TestFiles.text(root.resolve("train.txt"), "c\na\n");
    Folder folder = Folder.open(root, NAMES);
    assertThat(ids(folder.split("train"))).containsExactly("c", "a");
    assertThat(ids(folder.all())).containsExactly("a", "b", "c");
  }

  @Test
  void takesClassNamesFromTheirFile() {
    TestFiles.text(root.resolve("class_names.txt"), "background\nnucleus\n");
    assertThat(Folder.open(root).classNames()).containsExactly("background", "nucleus");
  }

  @Test
  void asksForClassNames() {
    assertThatThrownBy(() -> Folder.open(root))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "data set %s: the classes are unknown. Write %s (one class name a line, in label order)"
                + " or give the names, for example ClassNames.numbered(3).",
            root, root.resolve("class_names.txt"));
  }

  @Test
  void neverTakesTheWholeFolderForASplit() {
    pair("", "a");
    assertThatThrownBy(() -> Folder.open(root, NAMES).split("val"))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "data set %s: there is no split 'val'; expected the folders %s and %s, or a list %s of"
                + " the ids in %s",
            root,
            root.resolve("val/images"),
            root.resolve("val/labels"),
            root.resolve("val.txt"),
            root.resolve("images"));
  }

  @Test
  void refusesImagesWithoutLabelsAndLabelsWithoutImages() {
    pair("train", "a");
    TestFiles.image(root.resolve("train/images/b.png"));
    TestFiles.labels(root.resolve("train/labels/c.png"));
    assertThatThrownBy(() -> Folder.open(root, NAMES).split("train"))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "split 'train' of %s: missing files: 2\n  %s\n  %s.jpg or .png\n"
                + "Every sample needs an image (.jpg, .jpeg or .png) and a label map (.png) of the"
                + " same name.",
            root, root.resolve("train/labels/b.png"), root.resolve("train/images/c"));
  }

  @Test
  void refusesEmptyAndMissingFolders() {
    TestFiles.text(root.resolve("train/images/a.tif"), "");
    TestFiles.text(root.resolve("train/labels/a.tif"), "");
    assertThatThrownBy(() -> Folder.open(root, NAMES).split("train"))
        .isInstanceOf(DatasetException.class)
        .hasMessage("split 'train' of %s: there are no samples in it", root);
    assertThatThrownBy(() -> Folder.open(root, NAMES).all())
        .isInstanceOf(DatasetException.class)
        .hasMessage("data set %s: folder %s is missing", root, root.resolve("images"));
  }

  private void pair(String split, String id) {
    TestFiles.image(root.resolve(split).resolve("images/" + id + ".png"));
    TestFiles.labels(root.resolve(split).resolve("labels/" + id + ".png"), 1);
  }

  private static List<String> ids(FileDataset dataset) {
    return IntStream.range(0, dataset.size()).mapToObj(dataset::id).toList();
  }
}
