package io.fcn4j.core;

/** What an engine will do for one set of input shapes, known before any memory is taken. */
public interface Plan {
  /** The memory for blobs, gradients of blobs and scratch, without parameters. */
  long bytes();

  /** One line for each step: the layer, its shapes, what runs in place, where memory goes. */
  String describe();
}
