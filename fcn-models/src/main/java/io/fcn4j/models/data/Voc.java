package io.fcn4j.models.data;

import io.fcn4j.core.io.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A data set in the layout of PASCAL VOC:
 *
 * <pre>
 * ROOT/JPEGImages/ID.jpg                    or .jpeg, .png; the folder may be called images
 * ROOT/SegmentationClass/ID.png             label maps: palette or grey PNG
 * ROOT/ImageSets/Segmentation/SPLIT.txt     one ID a line
 * ROOT/class_names.txt                      optional: one class name a line, in label order
 * </pre>
 */
public record Voc(Path root, List<String> classNames) {
  private static final String LAYOUT =
      "expected the layout of PASCAL VOC: JPEGImages (or images), SegmentationClass and"
          + " ImageSets/Segmentation";

  public Voc {
    classNames = List.copyOf(classNames);
  }

  /** With the names of {@code class_names.txt}, or of PASCAL VOC's classes without that file. */
  public static Voc open(Path root) {
    return open(root, ClassNames.in(root).orElse(PascalVoc.CLASSES));
  }

  /**
   * With given class names.
   *
   * @throws DatasetException if one of the three folders is missing
   */
  public static Voc open(Path root, List<String> classNames) {
    Voc voc = new Voc(root, classNames);
    for (Path folder : List.of(voc.images(), voc.labels(), voc.lists())) {
      if (!Files.isDirectory(folder)) {
        throw new DatasetException(
            "data set " + root + ": folder " + folder + " is missing; " + LAYOUT);
      }
    }
    return voc;
  }

  /**
   * The samples of a split, such as "train" or "val", in the order of its list.
   *
   * @throws DatasetException if the list is missing or empty, or files of it are missing
   */
  public FileDataset split(String name) {
    Path list = lists().resolve(name + ".txt");
    if (!Files.exists(list)) {
      throw new DatasetException(
          "data set "
              + root
              + ": there is no split '"
              + name
              + "' ("
              + list
              + "); there are: "
              + splits());
    }
    FilePairs pairs = new FilePairs("split '" + name + "' of " + root, images(), labels());
    return FileDataset.of(pairs.listed(TextLines.read(list)), classNames);
  }

  private String splits() {
    try (Stream<Path> files = Files.list(lists())) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.endsWith(".txt"))
          .map(file -> file.substring(0, file.length() - ".txt".length()))
          .sorted()
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      throw new FileException("cannot list folder", lists(), e);
    }
  }

  private Path images() {
    Path plain = root.resolve("images");
    return Files.isDirectory(plain) ? plain : root.resolve("JPEGImages");
  }

  private Path labels() {
    return root.resolve("SegmentationClass");
  }

  private Path lists() {
    return root.resolve("ImageSets").resolve("Segmentation");
  }
}
