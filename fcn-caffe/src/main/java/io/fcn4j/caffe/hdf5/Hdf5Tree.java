package io.fcn4j.caffe.hdf5;

import io.fcn4j.core.io.FileKind;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The groups and data sets of an HDF5 file while it is being opened, as jHDF finds them. */
final class Hdf5Tree {
  /** As many names of a file of another kind are told. */
  private static final int TOLD = 8;

  private final HdfFile root;
  private final long fileEnd;

  private Hdf5Tree(HdfFile root, long fileEnd) {
    this.root = root;
    this.fileEnd = fileEnd;
  }

  /** Takes from the tree what is needed. */
  interface Reader<T> {
    T read(Hdf5Tree tree) throws IOException;
  }

  /**
   * Opens a file for a reader.
   *
   * @throws IOException if the file is not HDF5, truncated or damaged: jHDF has an unchecked
   *     exception for some damage, and runs out of stack or bounds at other
   */
  static <T> T read(Path path, Reader<T> reader) throws IOException {
    FileKind kind = FileKind.of(path);
    if (kind != FileKind.HDF5) {
      throw new IOException("not an HDF5 file; it looks like " + kind.description());
    }
    long fileEnd = Files.size(path);
    try (HdfFile file = open(path, fileEnd)) {
      requireWhole(file, fileEnd);
      return reader.read(new Hdf5Tree(file, fileEnd));
    } catch (RuntimeException | VirtualMachineError e) {
      throw new IOException(
          "it is damaged, or written as neither Caffe nor h5py does ("
              + innermost(e)
              + "); copy or download it again, or rewrite it with h5repack OLD NEW",
          e);
    }
  }

  /**
   * Through a map of the file, in which jHDF takes memory for no size that it reads before it is
   * checked. A file too large for one map has room for every size that jHDF can ask for.
   */
  private static HdfFile open(Path path, long fileEnd) throws IOException {
    if (fileEnd > Integer.MAX_VALUE) {
      return new HdfFile(path);
    }
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, fileEnd);
      return HdfFile.fromByteBuffer(bytes);
    }
  }

  private static void requireWhole(HdfFile file, long fileEnd) throws EOFException {
    long announced = file.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
    if (announced > fileEnd) {
      throw new EOFException(
          "it says that it ends at byte "
              + announced
              + ", but the file ends at byte "
              + fileEnd
              + "; it is truncated or damaged: copy or download it again");
    }
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** What is at the root, in words. */
  String contents() {
    List<String> names = new ArrayList<>();
    root.getChildren()
        .forEach(
            (name, node) -> names.add((node.isGroup() ? "group '" : "data set '") + name + "'"));
    if (names.size() > TOLD) {
      String more = names.size() - TOLD + " more";
      names.subList(TOLD, names.size()).clear();
      names.add(more);
    }
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }

  boolean hasGroup(String name) {
    return root.getChildren().get(name) instanceof Group;
  }

  boolean hasDataset(String name) {
    return root.getChildren().get(name) instanceof Dataset;
  }

  /** A data set at the root. */
  Hdf5Dataset dataset(String name) throws IOException {
    return Hdf5Dataset.of(name, (Dataset) root.getChild(name), fileEnd);
  }

  /** The data sets at and below a group of the root, by their path below it. */
  Map<String, Hdf5Dataset> below(String name) throws IOException {
    Map<String, Hdf5Dataset> found = new LinkedHashMap<>();
    collect((Group) root.getChild(name), name, found, new HashSet<>());
    requireApart(found);
    return found;
  }

  private void collect(Group group, String path, Map<String, Hdf5Dataset> found, Set<Long> seen)
      throws IOException {
    if (!seen.add(group.getAddress())) {
      throw new IOException("group '" + path + "' appears twice; the file is damaged");
    }
    for (Map.Entry<String, Node> entry : group.getChildren().entrySet()) {
      String child = path + "/" + entry.getKey();
      if (entry.getValue() instanceof Group below) {
        collect(below, child, found, seen);
      } else if (entry.getValue() instanceof Dataset dataset) {
        found.put(child.substring(child.indexOf('/') + 1), Hdf5Dataset.of(child, dataset, fileEnd));
      } else {
        throw new IOException(
            "'"
                + child
                + "' is a link or a type, expected only groups and data sets, as in"
                + " Caffe's files");
      }
    }
  }

  /** An address that was damaged leads into other data, most of the time. */
  private static void requireApart(Map<String, Hdf5Dataset> datasets) throws IOException {
    List<Hdf5Dataset> ordered = new ArrayList<>(datasets.values());
    ordered.sort(Comparator.comparingLong(Hdf5Dataset::address));
    for (int i = 1; i < ordered.size(); i++) {
      Hdf5Dataset previous = ordered.get(i - 1);
      Hdf5Dataset next = ordered.get(i);
      if (next.address() < previous.end()) {
        throw new IOException(
            "data sets '"
                + previous.path()
                + "' and '"
                + next.path()
                + "' overlap at byte "
                + next.address()
                + "; the file is damaged");
      }
    }
  }
}
