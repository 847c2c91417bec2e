package io.fcn4j.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCheckTest {
  private static final List<String> NAMES = List.of("background", "cell", "debris");

  private final Path root;

  DatasetCheckTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void countsThePixelsOfEachClass() {
    sample("a", 1, 1, 255);
    sample("b", 1);
    DatasetCheck check = DatasetCheck.of(Folder.open(root, NAMES).all());
    assertThat(check.pixels()).containsExactly(20L, 3L, 0L);
    assertThat(check.ignored()).isEqualTo(1);
  }

  @Test
  void refusesDataOfOneClass() {
    sample("a", 255, 255);
    sample("b");
    assertThatThrownBy(() -> DatasetCheck.of(Folder.open(root, NAMES).all()))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "data set of 2 samples: all 22 labelled pixels are class 0 (background), and 2 pixels"
                + " carry the ignore label 255; expected at least two classes to tell apart. In"
                + " masks of 0 and 255, renumber 255 to 1.");
  }

  @Test
  void refusesDataWithoutLabels() {
    sample("a", 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255);
    assertThatThrownBy(() -> DatasetCheck.of(Folder.open(root, NAMES).all()))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "data set of 1 samples: no pixel belongs to a class, and 12 pixels carry the ignore"
                + " label 255; expected at least two classes to tell apart. In masks of 0 and 255,"
                + " renumber 255 to 1.");
  }

  @Test
  void listsTheFirstSamplesThatCannotBeUsed() {
    sample("good", 1);
    for (String id : List.of("a", "b", "c", "d", "e")) {
      sample(id, 9);
    }
    TestFiles.text(root.resolve("images/f.png"), "GIF89a");
    TestFiles.labels(root.resolve("labels/f.png"), 1);
    assertThatThrownBy(() -> DatasetCheck.of(Folder.open(root, NAMES).all()))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith("6 of 7 samples cannot be used\n  sample 'a' (image ")
        .hasMessageContaining(": the label map holds label 9 (pixels: 1); expected 0 to 2")
        .hasMessageContaining("\n  sample 'e'")
        .hasMessageEndingWith("\n  and 1 more");
  }

  @Test
  void findsUnreadableImages() {
    sample("a", 1);
    TestFiles.text(root.resolve("images/a.png"), "GIF89a");
    assertThatThrownBy(() -> DatasetCheck.of(Folder.open(root, NAMES).all()))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "1 of 1 samples cannot be used\n"
                + "  image %s: expected PNG or JPEG, but it looks like a GIF image",
            root.resolve("images/a.png"));
  }

  private void sample(String id, int... last) {
    TestFiles.image(root.resolve("images/" + id + ".png"));
    TestFiles.labels(root.resolve("labels/" + id + ".png"), last);
  }
}
