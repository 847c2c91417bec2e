package io.fcn4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private final Path folder;
  private final Path file;

  AtomicFileTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    file = folder.resolve("old.txt");
    Files.writeString(file, "old");
  }

  @Test
  void replacesAFile() {
    AtomicFile.write(file, "new");
    assertThat(file).hasContent("new");
    assertNothingBeside(file);
  }

  @Test
  void createsFolders() {
    Path deep = folder.resolve("a/b/new.txt");
    AtomicFile.write(deep, "ü");
    assertThat(deep).hasContent("ü");
    assertNothingBeside(deep);
  }

  @Test
  void fullDiskLeavesTheOldFile() {
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOfSatisfying(FileException.class, e -> assertThat(e.path()).isEqualTo(file))
        .hasMessage("cannot write " + file + ": No space left on device");
    assertThat(file).hasContent("old");
    assertNothingBeside(file);
  }

  @Test
  void otherExceptionsComeThroughAndLeaveTheOldFile() {
    IllegalStateException failure = new IllegalStateException();
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(1);
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(file).hasContent("old");
    assertNothingBeside(file);
  }

  @Test
  void interruptedThreadStillWrites() {
    Thread.currentThread().interrupt();
    AtomicFile.write(file, "new");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent("new");
  }

  @Test
  void symbolicLinkStaysOne() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    AtomicFile.write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void refusesAFolder() {
    assertThatThrownBy(() -> AtomicFile.write(folder, "new"))
        .isInstanceOf(FileException.class)
        .hasMessage(
            "cannot write "
                + folder
                + ": it exists and is not a regular file; choose another path");
  }

  @Test
  void refusesAFileAsFolder() {
    Path path = file.resolve("new.txt");
    assertThatThrownBy(() -> AtomicFile.write(path, "new"))
        .isInstanceOf(FileException.class)
        .hasMessage(
            "cannot write "
                + path
                + ": "
                + file
                + " is in the way, a file where a folder is needed");
  }

  /** A name that leaves no room for that of the temporary file fails like a read-only folder. */
  @Test
  void saysThatNothingCanBeMadeInAFolder() {
    Path path = folder.resolve("n".repeat(250));
    String message =
        "cannot write %s: no file can be made in %s (File name too long); choose another folder, or let it be written to"
            .formatted(path, folder);
    assertThatThrownBy(() -> AtomicFile.write(path, "new")).hasMessage(message);
    assertThatThrownBy(() -> AtomicFile.requireWritable(path)).hasMessage(message);
  }

  @Test
  void saysThatAFolderIsReadOnly() {
    assertThat(folder.toFile().setWritable(false)).isTrue();
    assumeFalse(Files.isWritable(folder), "this user may write everywhere");
    Path path = folder.resolve("new.txt");
    assertThatThrownBy(() -> AtomicFile.write(path, "new"))
        .hasMessageContaining("no file can be made in " + folder + " (Permission denied)");
    Path deeper = folder.resolve("a/new.txt");
    assertThatThrownBy(() -> AtomicFile.requireWritable(deeper))
        .hasMessage("cannot write " + deeper + ": permission denied at " + folder.resolve("a"));
  }

  @Test
  void triesAPathWithoutATrace() {
    AtomicFile.requireWritable(file);
    assertThat(file).hasContent("old");
    assertNothingBeside(file);
    Path deep = folder.resolve("a/new.txt");
    AtomicFile.requireWritable(deep);
    assertThat(deep.resolveSibling("")).isEmptyDirectory();
  }

  private static void assertNothingBeside(Path file) {
    assertThat(file.resolveSibling("")).isDirectoryNotContaining(other -> !other.equals(file));
  }
}
