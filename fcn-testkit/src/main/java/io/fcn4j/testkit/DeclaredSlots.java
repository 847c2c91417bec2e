package io.fcn4j.testkit;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import java.util.ArrayList;
import java.util.List;

/** A context that remembers what memory a kernel declares. */
final class DeclaredSlots implements KernelContext {
  final List<Slot> kept = new ArrayList<>();
  final List<Slot> scratch = new ArrayList<>();
  final List<Slot> backwardScratch = new ArrayList<>();
  private final KernelContext context;

  DeclaredSlots(KernelContext context) {
    this.context = context;
  }

  @Override
  public Phase phase() {
    return context.phase();
  }

  @Override
  public List<Shape> bottoms() {
    return context.bottoms();
  }

  @Override
  public List<Shape> tops() {
    return context.tops();
  }

  @Override
  public boolean backward() {
    return context.backward();
  }

  @Override
  public boolean wantsBottomDiff(int bottom) {
    return context.wantsBottomDiff(bottom);
  }

  @Override
  public boolean wantsParamDiff(int param) {
    return context.wantsParamDiff(param);
  }

  @Override
  public boolean mayOverwriteTopDiff(int top) {
    return context.mayOverwriteTopDiff(top);
  }

  @Override
  public Slot kept(Shape shape) {
    Slot slot = context.kept(shape);
    kept.add(slot);
    return slot;
  }

  @Override
  public Slot scratch(Shape shape) {
    Slot slot = context.scratch(shape);
    scratch.add(slot);
    return slot;
  }

  @Override
  public Slot backwardScratch(Shape shape) {
    Slot slot = context.backwardScratch(shape);
    if (backward()) {
      backwardScratch.add(slot);
    }
    return slot;
  }
}
