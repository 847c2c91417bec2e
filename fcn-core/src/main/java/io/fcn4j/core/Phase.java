package io.fcn4j.core;

/** Caffe's phase: TRAIN draws dropout masks and updates running statistics, TEST does neither. */
public enum Phase {
  TRAIN,
  TEST
}
