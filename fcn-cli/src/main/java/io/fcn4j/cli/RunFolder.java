package io.fcn4j.cli;

import io.fcn4j.core.FcnException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a training run: its log, its snapshots, and in the end its weights. */
record RunFolder(Path path) {
  Path log() {
    return path.resolve("log.jsonl");
  }

  Path weights() {
    return path.resolve("model.safetensors");
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
