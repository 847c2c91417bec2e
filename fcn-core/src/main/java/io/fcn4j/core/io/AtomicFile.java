package io.fcn4j.core.io;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
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
      replace(place(path), content);
    } catch (IOException e) {
      throw new FileException("cannot write", path, e);
    }
  }

  /**
   * Makes sure that a file can be written later, before hours of work are spent on its content:
   * makes the folders it lies in, and a file beside it that is deleted again.
   *
   * @throws FileException as {@link #write(Path, Content)} would
   */
  public static void requireWritable(Path path) {
    try {
      Path temporary = temporary(place(path));
      open(temporary).close();
      Files.delete(temporary);
    } catch (IOException e) {
      throw new FileException("cannot write", path, e);
    }
  }

  /** Writes text as UTF-8. */
  public static void write(Path path, String text) {
    write(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Where a file is or will be, its folder made. */
  private static Path place(Path path) throws IOException {
    Path file = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it exists and is not a regular file; choose another path");
    }
    Files.createDirectories(file.resolveSibling(""));
    return file;
  }

  private static Path temporary(Path file) {
    return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }

  private static FileOutputStream open(Path temporary) throws IOException {
    try {
      return new FileOutputStream(temporary.toFile());
    } catch (FileNotFoundException e) {
      // Its message is the name of the temporary file and, in brackets, what the system says.
      String message = String.valueOf(e.getMessage());
      String reason = message.substring(message.lastIndexOf('(') + 1).replaceFirst("\\)$", "");
      throw new IOException(
          "no file can be made in %s (%s); choose another folder, or let it be written to"
              .formatted(temporary.getParent(), reason),
          e);
    }
  }

  private static void replace(Path file, Content content) throws IOException {
    Path temporary = temporary(file);
    // Not through a channel: those close when their thread is interrupted, and a snapshot must be
    // written then of all times.
    try {
      try (FileOutputStream out = open(temporary)) {
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
