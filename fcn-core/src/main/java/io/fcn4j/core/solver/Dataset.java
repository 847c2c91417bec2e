package io.fcn4j.core.solver;

/**
 * Samples by index. The same index gives an equal sample every time, and any thread may ask, so
 * that a run can be resumed in the middle of its data.
 */
public interface Dataset {
  int size();

  /** The sample at an index from 0 to {@link #size} - 1; its arrays belong to the caller. */
  Sample get(int index);

  /**
   * What a blob is filled up with where a sample is smaller than others of its batch: 0, unless the
   * data set knows better (a label blob wants its ignore label).
   */
  default float padding(String blob) {
    return 0f;
  }
}
