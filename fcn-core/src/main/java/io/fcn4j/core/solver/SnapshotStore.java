package io.fcn4j.core.solver;

import java.nio.file.Path;

/**
 * Where a solver keeps what it needs to go on with a run, and in which files. {@link
 * SolverBuilder#snapshots(Path, long)} is one in fcn4j's own files.
 */
public interface SnapshotStore {
  /** After how many iterations the next snapshot is written; 0 for none before the end. */
  long every();

  /** Whether the end of a run is written too, if no snapshot has just been. */
  default boolean atEnd() {
    return true;
  }

  /**
   * Makes the store ready, or restores a snapshot into the net and the session; what does not fit
   * is refused before either is changed.
   *
   * @return how many iterations are done; 0 for a new run
   */
  long start(Training training);

  /**
   * Writes a snapshot, weights first, so that one with a state is complete.
   *
   * @param iteration how many are done
   * @return the weight file
   */
  Path write(Training training, long iteration);
}
