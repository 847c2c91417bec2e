package io.fcn4j.caffe;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real files beside the checkout, which are not part of it. */
final class SharedData {
  private static final Path ROOT = Path.of("../../shared/data");

  private SharedData() {}

  /** A file or folder; skips the calling test where it is absent. */
  static Path path(String name) {
    Path path = ROOT.resolve(name);
    Assumptions.assumeTrue(Files.exists(path), () -> path + " is not there; this test needs it");
    return path;
  }
}
