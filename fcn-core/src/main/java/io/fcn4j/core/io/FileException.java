package io.fcn4j.core.io;

import io.fcn4j.core.FcnException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** A file that cannot be read or written; the message names the file and the cause. */
public class FileException extends FcnException {
  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * @param what what failed, e.g. {@code "cannot write"}
   */
  public FileException(String what, Path path, IOException cause) {
    super(what + " " + path + ": " + reason(path, cause), cause);
    this.path = path.toString();
  }

  public Path path() {
    return Path.of(path);
  }

  /** The cause in words, because the messages of many IO exceptions are nothing but a path. */
  private static String reason(Path path, IOException cause) {
    if (cause instanceof NoSuchFileException
        || (cause instanceof FileNotFoundException && !Files.exists(path))) {
      return "no such file";
    }
    if (cause instanceof AccessDeniedException denied) {
      String where = String.valueOf(denied.getFile());
      return where.equals(path.toString()) ? "permission denied" : "permission denied at " + where;
    }
    if (cause instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is in the way, a file where a folder is needed";
    }
    String message = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    String prefix = path + " (";
    if (cause instanceof FileNotFoundException && message.startsWith(prefix)) {
      return message.substring(prefix.length(), message.length() - 1);
    }
    return message;
  }
}
