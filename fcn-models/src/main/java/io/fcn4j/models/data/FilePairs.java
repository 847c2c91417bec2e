package io.fcn4j.models.data;

import io.fcn4j.core.io.FileException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds images and label maps that belong together: files of the same name but for the extension,
 * in two folders.
 */
final class FilePairs {
  private static final Set<String> IMAGE = Set.of("jpg", "jpeg", "png");
  private static final Set<String> LABELS = Set.of("png");
  private static final int SHOWN = 5;

  private final String what;
  private final Path imageFolder;
  private final Path labelFolder;
  private final SortedMap<String, Path> images;
  private final SortedMap<String, Path> labels;

  /**
   * @param what the split and data set, for messages
   */
  FilePairs(String what, Path imageFolder, Path labelFolder) {
    this.what = what;
    this.imageFolder = imageFolder;
    this.labelFolder = labelFolder;
    this.images = byId(imageFolder, IMAGE);
    this.labels = byId(labelFolder, LABELS);
  }

  /** Every image with its label map; neither may be without the other. */
  List<FileDataset.Item> all() {
    TreeSet<String> ids = new TreeSet<>(images.keySet());
    ids.addAll(labels.keySet());
    return listed(ids);
  }

  /** The pairs of given ids, in their order. */
  List<FileDataset.Item> listed(Collection<String> ids) {
    List<FileDataset.Item> items = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String id : ids) {
      Path image = images.get(id);
      Path map = labels.get(id);
      if (image == null) {
        missing.add(imageFolder.resolve(id) + ".jpg or .png");
      }
      if (map == null) {
        missing.add(labelFolder.resolve(id) + ".png");
      }
      if (image != null && map != null) {
        items.add(new FileDataset.Item(id, image, map));
      }
    }
    if (!missing.isEmpty()) {
      throw new DatasetException(lacking(missing));
    }
    if (items.isEmpty()) {
      throw new DatasetException(what + ": there are no samples in it");
    }
    return items;
  }

  private String lacking(List<String> missing) {
    int more = missing.size() - SHOWN;
    return what
        + ": missing files: "
        + missing.size()
        + "\n  "
        + String.join("\n  ", missing.subList(0, Math.min(SHOWN, missing.size())))
        + (more > 0 ? "\n  and " + more + " more" : "")
        + "\nEvery sample needs an image (.jpg, .jpeg or .png) and a label map (.png) of the same"
        + " name.";
  }

  private SortedMap<String, Path> byId(Path folder, Set<String> extensions) {
    SortedMap<String, Path> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      throw new DatasetException(what + ": folder " + folder + " is missing");
    }
    try (DirectoryStream<Path> listing = Files.newDirectoryStream(folder)) {
      for (Path file : listing) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        // Dot files are the droppings of file managers, such as "._a.png" of macOS.
        if (dot > 0
            && !name.startsWith(".")
            && extensions.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))) {
          Path other = files.put(name.substring(0, dot), file);
          if (other != null) {
            throw new DatasetException(
                what + ": " + file + " and " + other + " have the same name; keep one of them");
          }
        }
      }
    } catch (IOException e) {
      throw new FileException("cannot list folder", folder, e);
    }
    return files;
  }
}
