package io.fcn4j.core.io;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** NumPy's zip archive of named {@link Npy} arrays, stored or deflated. */
public final class Npz {
  static final String SUFFIX = ".npy";

  // The first time that a zip archive can hold: equal arrays give equal bytes.
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * Opens an archive and checks the headers of its arrays; elements are read when asked for, and
   * converted as {@link Npy#read} does.
   *
   * @throws WeightFileException if the file is missing, truncated, damaged or of another format
   */
  public static WeightSource open(Path path) {
    try {
      return NpzSource.open(path);
    } catch (IOException e) {
      throw new WeightFileException(path, e);
    }
  }

  /** Reads all arrays, in the order of the archive. */
  public static Map<String, INDArray> read(Path path) {
    try (WeightSource source = open(path)) {
      return source.readAll();
    }
  }

  /**
   * Writes arrays in the order of the map; an old file stays intact until the new one is complete.
   *
   * @throws FileException if the file cannot be written
   */
  public static void write(Path path, Map<String, INDArray> arrays) {
    AtomicFile.write(
        path,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          // Weights hardly compress; unlike a stored entry, this one needs no checksum in advance.
          zip.setLevel(Deflater.NO_COMPRESSION);
          for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
            ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
            entry.setTimeLocal(EPOCH);
            zip.putNextEntry(entry);
            Npy.write(array.getValue(), zip);
          }
          zip.finish();
        });
  }
}
