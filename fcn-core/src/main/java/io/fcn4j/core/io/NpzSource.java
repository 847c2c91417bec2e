package io.fcn4j.core.io;

import io.fcn4j.core.Shape;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An open .npz archive. */
final class NpzSource implements WeightSource {
  /** Deflate compresses no better, so that an archive cannot announce more than it can hold. */
  private static final long MAX_RATIO = 1032;

  private final Path path;
  private final ZipFile zip;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  private NpzSource(Path path, ZipFile zip) throws IOException {
    this.path = path;
    this.zip = zip;
    long fileEnd = Files.size(path);
    for (ZipEntry entry : Collections.list(zip.entries())) {
      try (BufferedInputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
        if (!entry.getName().endsWith(Npz.SUFFIX)) {
          throw new IOException("expected a name that ends with " + Npz.SUFFIX);
        }
        if (entry.getSize() / MAX_RATIO > Math.min(entry.getCompressedSize(), fileEnd)) {
          throw new IOException("its size of " + entry.getSize() + " bytes is impossible");
        }
        Shape shape = NpyHeader.read(in, entry.getSize()).shape();
        String name = entry.getName();
        if (shapes.put(name.substring(0, name.length() - Npz.SUFFIX.length()), shape) != null) {
          throw new IOException("the name appears twice");
        }
      } catch (IOException e) {
        throw in(entry, e);
      }
    }
  }

  static NpzSource open(Path path) throws IOException {
    ZipFile zip = zip(path);
    try {
      return new NpzSource(path, zip);
    } catch (Throwable failure) {
      zip.close();
      throw failure;
    }
  }

  private static ZipFile zip(Path path) throws IOException {
    try {
      return new ZipFile(path.toFile());
    } catch (ZipException e) {
      FileKind kind = FileKind.of(path);
      String found =
          kind == FileKind.ZIP
              ? "the archive is truncated or damaged"
              : "not an .npz archive; it looks like " + kind.description();
      throw new IOException(found + " (" + e.getMessage() + ")", e);
    }
  }

  @Override
  public Map<String, Shape> shapes() {
    return Collections.unmodifiableMap(shapes);
  }

  @Override
  public void read(String name, INDArray target) {
    Elements.requireTarget(name, shape(name), target);
    ZipEntry entry = zip.getEntry(name + Npz.SUFFIX);
    try {
      read(entry, target);
    } catch (IOException e) {
      throw new WeightFileException(path, in(entry, e));
    }
  }

  private void read(ZipEntry entry, INDArray target) throws IOException {
    CRC32 checksum = new CRC32();
    try (InputStream bytes = new CheckedInputStream(zip.getInputStream(entry), checksum);
        BufferedInputStream in = new BufferedInputStream(bytes)) {
      Npy.readElements(in, NpyHeader.read(in, entry.getSize()), target);
    }
    if (checksum.getValue() != entry.getCrc()) {
      throw new IOException("the checksum does not match; the file is damaged");
    }
  }

  private static IOException in(ZipEntry entry, IOException e) {
    return new IOException("entry '" + entry.getName() + "': " + e.getMessage(), e);
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public String describe() {
    return path + " (npz)";
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new WeightFileException(path, e);
    }
  }
}
