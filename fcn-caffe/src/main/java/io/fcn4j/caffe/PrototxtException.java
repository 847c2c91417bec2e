package io.fcn4j.caffe;

import io.fcn4j.core.FcnException;

/** A text file of Caffe's that cannot be understood; the message begins with FILE:LINE. */
public class PrototxtException extends FcnException {
  private static final long serialVersionUID = 1L;

  public PrototxtException(Place place, String message) {
    super(place + ": " + message);
  }

  public PrototxtException(Place place, String message, Throwable cause) {
    super(place + ": " + message, cause);
  }
}
