package io.fcn4j.models.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A data set of plain folders, in one of two layouts:
 *
 * <pre>
 * ROOT/SPLIT/images/ID.png      ROOT/images/ID.png      or .jpg, .jpeg
 * ROOT/SPLIT/labels/ID.png      ROOT/labels/ID.png      palette or grey PNG
 *                               ROOT/SPLIT.txt          one ID a line
 * ROOT/class_names.txt          ROOT/class_names.txt    one class name a line, in label order
 * </pre>
 *
 * On the left a split is all of its folder; on the right it is what its list names. The names may
 * be given to {@link #open(Path, List)} instead of the file.
 */
public record Folder(Path root, List<String> classNames) {
  private static final String IMAGES = "images";
  private static final String LABELS = "labels";

  public Folder {
    classNames = List.copyOf(classNames);
  }

  /**
   * With the names of {@code class_names.txt}.
   *
   * @throws DatasetException if there is no such file
   */
  public static Folder open(Path root) {
    return new Folder(
        root,
        ClassNames.in(root)
            .orElseThrow(
                () ->
                    new DatasetException(
                        "data set "
                            + root
                            + ": the classes are unknown. Write "
                            + root.resolve(ClassNames.FILE)
                            + " (one class name a line, in label order) or give the names, for"
                            + " example ClassNames.numbered(3).")));
  }

  /** With given class names. */
  public static Folder open(Path root, List<String> classNames) {
    return new Folder(root, classNames);
  }

  /**
   * The samples of a split, such as "train" or "val": in alphabetical order, or in that of its
   * list.
   *
   * @throws DatasetException if there is no such split, it is empty, or an image lacks its label
   *     map or the reverse
   */
  public FileDataset split(String name) {
    Path own = root.resolve(name);
    String what = "split '" + name + "' of " + root;
    if (Files.isDirectory(own)) {
      return FileDataset.of(pairs(what, own).all(), classNames);
    }
    Path list = root.resolve(name + ".txt");
    if (!Files.exists(list)) {
      throw new DatasetException(
          String.format(
              "data set %s: there is no split '%s'; expected the folders %s and %s, or a list %s of"
                  + " the ids in %s",
              root, name, own.resolve(IMAGES), own.resolve(LABELS), list, root.resolve(IMAGES)));
    }
    return FileDataset.of(pairs(what, root).listed(TextLines.read(list)), classNames);
  }

  /** All of {@code ROOT/images} and {@code ROOT/labels}, without splits, in alphabetical order. */
  public FileDataset all() {
    return FileDataset.of(pairs("data set " + root, root).all(), classNames);
  }

  private static FilePairs pairs(String what, Path folder) {
    return new FilePairs(what, folder.resolve(IMAGES), folder.resolve(LABELS));
  }
}
