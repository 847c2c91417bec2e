package io.fcn4j.models.data;

import io.fcn4j.core.FcnException;

/** A data set that cannot be used: files missing, label maps that fit neither image nor classes. */
public final class DatasetException extends FcnException {
  private static final long serialVersionUID = 1L;

  public DatasetException(String message) {
    super(message);
  }
}
