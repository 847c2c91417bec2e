package io.fcn4j.core;

import java.util.List;

/** What a kernel knows when it is made, and where it declares the memory it needs. */
public interface KernelContext {
  Phase phase();

  List<Shape> bottoms();

  List<Shape> tops();

  default Shape bottom() {
    return bottoms().get(0);
  }

  default Shape top() {
    return tops().get(0);
  }

  /** Whether a backward pass may follow a forward pass through this kernel. */
  boolean backward();

  /** Whether that bottom's diff will be asked for, if there is a backward pass. */
  boolean wantsBottomDiff(int bottom);

  /** Whether that parameter's diff will be asked for, if there is a backward pass. */
  boolean wantsParamDiff(int param);

  /**
   * Whether backward may use the memory of a top's diff as its own, since nobody reads it
   * afterwards.
   */
  boolean mayOverwriteTopDiff(int top);

  /** Memory that lives from this kernel's forward to its backward (masks, scales). */
  Slot kept(Shape shape);

  /** Memory that lives only during one forward or backward of this kernel, shared by all layers. */
  Slot scratch(Shape shape);

  /** {@link #scratch} for backward alone: not to be read, and no memory, if there is none. */
  default Slot backwardScratch(Shape shape) {
    return backward() ? scratch(shape) : new Slot(shape);
  }
}
