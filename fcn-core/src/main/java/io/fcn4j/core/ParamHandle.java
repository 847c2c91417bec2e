package io.fcn4j.core;

/**
 * For kernels that keep a parameter's values in a form of their own: what they need to know of it.
 */
public interface ParamHandle {
  /** The same object for the same array, in all sessions of all nets. */
  Object identity();

  /** Another number after every change of the values. */
  long version();

  /**
   * Says that the array is not read any more while another form of it is kept; the array is freed
   * if that is wanted.
   *
   * @param atEnd frees the other form; called when the session ends, or at once if the array stays
   */
  void replacedUntil(Runnable atEnd);
}
