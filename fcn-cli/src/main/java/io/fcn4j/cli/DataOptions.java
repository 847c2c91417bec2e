package io.fcn4j.cli;

import io.fcn4j.models.data.FileDataset;
import io.fcn4j.models.data.Folder;
import io.fcn4j.models.data.Voc;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a data set is, and how it is laid out. */
final class DataOptions {
  @Option(names = "--data", paramLabel = "DIR", required = true, description = "The data set.")
  private Path root;

  @Option(
      names = "--format",
      paramLabel = "voc|folder",
      defaultValue = "voc",
      description =
          "voc: JPEGImages or images, SegmentationClass, ImageSets/Segmentation/SPLIT.txt;"
              + " folder: SPLIT/images and SPLIT/labels, or images, labels and SPLIT.txt"
              + " (default: ${DEFAULT-VALUE}).")
  private Format format;

  enum Format {
    VOC,
    FOLDER
  }

  Path root() {
    return root;
  }

  Format format() {
    return format;
  }

  FileDataset split(String name, List<String> classNames) {
    return switch (format) {
      case VOC -> Voc.open(root, classNames).split(name);
      case FOLDER -> Folder.open(root, classNames).split(name);
    };
  }
}
