package io.fcn4j.core;

import java.util.List;

/**
 * What one layer computes, without any buffer or weight: immutable, usually a record. One layer is
 * one file: components, shapes, parameters, coordinate map, and a kernel in terms of ND4J ops.
 *
 * <p>{@code io.fcn4j.testkit.LayerContract} checks an implementation completely; see {@link
 * UnaryLayer} for the common case of one bottom and one top.
 */
public interface Layer {
  /** How many bottoms and tops this very instance has. */
  Arity arity();

  /** The shapes of the tops; a pure function. Throws {@link ShapeException} that says why not. */
  List<Shape> shapes(List<Shape> bottoms);

  /** The parameters this layer needs for such bottoms, in Caffe's blob order. */
  default List<ParamSpec> params(List<Shape> bottoms) {
    return List.of();
  }

  /** Where a cell of the tops lies in the coordinates of bottom 0. */
  default CoordMap coordMap() {
    return CoordMap.IDENTITY;
  }

  /** Whether the tops lie in the coordinates of that bottom; by default only of the first. */
  default boolean alignsWith(int bottom) {
    return bottom == 0;
  }

  /** Whether gradients flow to that bottom; false for labels, masks and reference blobs. */
  default boolean propagatesTo(int bottom) {
    return true;
  }

  /** What cells of the bottoms a cell of the tops depends on. */
  default Locality locality(Phase phase) {
    return Locality.ANY;
  }

  default Capabilities capabilities() {
    return Capabilities.SAFE;
  }

  /** Multiply-accumulates of one forward pass, for summaries; 0 where they do not matter. */
  default long macs(List<Shape> bottoms) {
    return 0;
  }

  /** Caffe's type name, for messages and summaries. */
  default String type() {
    return getClass().getSimpleName();
  }

  /** The ND4J implementation, bound to shapes and phase; the specification for other engines. */
  Kernel kernel(KernelContext context);
}
