package io.fcn4j.core.program;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.NonFiniteException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.Slot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One step of a plan: its kernel, and the memory that the kernel declared. */
final class PlannedStep implements KernelContext {
  final Step step;
  final Kernel kernel;
  final Map<Slot, Region> slots = new LinkedHashMap<>();

  /** For a bottom whose diff has been written by another reader: where to put what is added. */
  final Map<Integer, Region> addends = new LinkedHashMap<>();

  /** Tops above which there is no loss, so that their diffs are zero. */
  final List<Value> zeroDiffs = new ArrayList<>();

  boolean inPlace;
  boolean diffInPlace;
  private final Phase phase;
  private final GradientFlow flow;
  private final boolean backward;
  private final Set<Value> kept;
  private final List<Shape> bottoms;
  private final List<Shape> tops;
  private final Times times;

  /** When a step runs: forward passes count up from 0, backward passes follow in reverse. */
  record Times(long forward, long backward) {}

  PlannedStep(Step step, Phase phase, GradientFlow flow, Set<Value> kept, Times times) {
    this.step = step;
    this.flow = flow;
    this.backward = flow.runsBackward(step);
    this.bottoms = step.bottomShapes();
    this.tops = step.topShapes();
    this.phase = phase;
    this.kept = kept;
    this.times = times;
    try {
      this.kernel = step.layer().kernel(this);
    } catch (FcnException e) {
      throw naming(step, e);
    }
  }

  /** A layer's exception, with the layer's name. */
  static FcnException naming(Step step, FcnException e) {
    String message = step.describe() + ": " + e.getMessage();
    FcnException named = new FcnException(message);
    if (e instanceof ShapeException) {
      named = new ShapeException(message);
    } else if (e instanceof NonFiniteException) {
      named = new NonFiniteException(message);
    }
    named.initCause(e);
    return named;
  }

  long forwardTime() {
    return times.forward();
  }

  long backwardTime() {
    return times.backward();
  }

  /** Whether top 0 may lie in the memory of bottom 0, as far as the layer is concerned. */
  boolean isInPlaceCandidate() {
    return step.layer().capabilities().inPlace()
        && !tops.isEmpty()
        && new HashSet<>(step.bottoms()).size() == bottoms.size()
        && bottom().count() == top().count();
  }

  @Override
  public Phase phase() {
    return phase;
  }

  @Override
  public List<Shape> bottoms() {
    return bottoms;
  }

  @Override
  public List<Shape> tops() {
    return tops;
  }

  @Override
  public boolean backward() {
    return backward;
  }

  @Override
  public boolean wantsBottomDiff(int bottom) {
    return backward && flow.wantsBottom(step, bottom);
  }

  @Override
  public boolean wantsParamDiff(int param) {
    return backward && flow.wantsParam(step.params().get(param));
  }

  @Override
  public boolean mayOverwriteTopDiff(int top) {
    return !kept.contains(step.tops().get(top));
  }

  @Override
  public Slot kept(Shape shape) {
    long end = backward ? times.backward() : times.forward();
    return slot(shape, region(shape, "kept").during(times.forward(), end));
  }

  @Override
  public Slot scratch(Shape shape) {
    Region region = region(shape, "scratch").during(times.forward(), times.forward());
    return slot(shape, backward ? region.during(times.backward(), times.backward()) : region);
  }

  @Override
  public Slot backwardScratch(Shape shape) {
    if (!backward) {
      return new Slot(shape);
    }
    return slot(shape, region(shape, "scratch").during(times.backward(), times.backward()));
  }

  private Region region(Shape shape, String kind) {
    return Region.of(step.name() + " " + kind, shape);
  }

  private Slot slot(Shape shape, Region region) {
    Slot slot = new Slot(shape);
    slots.put(slot, region);
    return slot;
  }
}
