package io.fcn4j.core.io;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Writes a file completely or not at all: to a temporary file beside it, forced to the disk, moved
 * into place. Whatever fails (a full disk, an exception, a power cut), the path holds either the
 * old file or the whole new one.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Replaces or creates a file and the folders it lies in. A symbolic link stays one; its target is
   * replaced.
   *
   * @throws FileException if the file cannot be written; exceptions of the content that are not
   *     {@link IOException} come through as they are
   */
  public static void write(Path path, Content content) {
    try {
      Path file = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new IOException("it exists and is not a regular file; choose another path");
      }
      Files.createDirectories(file.resolveSibling(""));
      replace(file, content);
    } catch (IOException e) {
      throw new FileException("cannot write", path, e);
    }
  }

  /** Writes text as UTF-8. */
  public static void write(Path path, String text) {
    write(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void replace(Path file, Content content) throws IOException {
    String name = "." + file.getFileName() + "." + UUID.randomUUID() + ".tmp";
    Path temporary = file.resolveSibling(name);
    // Not through a channel: those close when their thread is interrupted, and a snapshot must be
    // written then of all times.
    try {
      try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
        OutputStream buffered = new BufferedOutputStream(out);
        content.writeTo(buffered);
        buffered.flush();
        out.getFD().sync();
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (Throwable failure) {
      discard(temporary, failure);
      throw failure;
    }
  }

  private static void discard(Path temporary, Throwable failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
