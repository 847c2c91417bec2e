package io.fcn4j.caffe.layer;

import io.fcn4j.core.FcnException;

/** Settings of type uint32, which protobuf hands out as negative numbers from 2^31 on. */
public final class Unsigned {
  private Unsigned() {}

  /** A size that layers take as an int. */
  public static int size(String setting, int value) {
    if (value < 0) {
      throw new FcnException(
          "%s: found %s, expected at most %d"
              .formatted(setting, Integer.toUnsignedString(value), Integer.MAX_VALUE));
    }
    return value;
  }
}
