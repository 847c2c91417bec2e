package io.fcn4j.cli;

import io.fcn4j.core.FcnException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The folder of a training run: its log, its snapshots, and in the end its weights. */
record RunFolder(Path path) {
  Path log() {
    return path.resolve("log.jsonl");
  }

  Path weights() {
    return path.resolve("model.safetensors");
  }

  /** The weights of the last snapshot, if there is one. */
  Optional<Path> lastSnapshot() {
    if (!Files.isDirectory(path)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "iter_*.safetensors")) {
      return StreamSupport.stream(files.spliterator(), false)
          .filter(file -> !file.toString().endsWith(".state.safetensors"))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new FcnException("can't list '" + path + "': " + e.getMessage(), e);
    }
  }

  /**
   * Guards a run that is already there.
   *
   * @throws FcnException if there is one
   */
  void requireUnused() {
    if (Files.exists(log()) || Files.exists(weights())) {
      throw new FcnException(
          "folder %s already holds a run; go on with it by --resume, or choose another --out"
              .formatted(path));
    }
  }
}
