package io.fcn4j.caffe;

import static io.fcn4j.caffe.proto.SolverParameter.SNAPSHOT_PREFIX_FIELD_NUMBER;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The paths in a solver file. Caffe takes them as relative to the folder that it runs in; here the
 * folder of the solver file serves too.
 */
record SolverPaths(SolverText solver) {
  /**
   * A file that is read.
   *
   * @param field that names it
   */
  Path find(int field, String name) {
    Path asWritten = solver.path(field, name);
    Path beside = solver.path().resolveSibling(asWritten);
    if (Files.exists(asWritten)) {
      return asWritten;
    }
    if (Files.exists(beside)) {
      return beside;
    }
    throw solver.refuse(
        field,
        "%s \"%s\" is not there; looked for %s (from the working folder) and %s (from the folder of this file)"
            .formatted(
                SolverText.name(field), name, asWritten.toAbsolutePath(), beside.toAbsolutePath()));
  }

  /** What the names of snapshots begin with; their folder may not be there yet. */
  Path prefix() {
    if (!solver.has(SNAPSHOT_PREFIX_FIELD_NUMBER)) {
      return solver.path().resolveSibling(stem());
    }
    String written = solver.message().getSnapshotPrefix();
    Path asWritten = solver.path(SNAPSHOT_PREFIX_FIELD_NUMBER, written);
    Path beside = solver.path().resolveSibling(asWritten);
    Path prefix = !folderExists(asWritten) && folderExists(beside) ? beside : asWritten;
    return written.endsWith("/") || Files.isDirectory(prefix) ? prefix.resolve(stem()) : prefix;
  }

  private static boolean folderExists(Path prefix) {
    return Files.isDirectory(prefix.toAbsolutePath().resolveSibling(""));
  }

  private String stem() {
    String name = solver.path().getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
