package io.fcn4j.core.program;

import io.fcn4j.core.Layer;
import io.fcn4j.core.Locality;
import io.fcn4j.core.Shape;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a program's values that its inputs change, and those that have to be made to get
 * them: layers that stride make no others, the layers between them also what those above read.
 */
final class LiveCells {
  /** What of a step's top is made of what of its bottoms, by which layer. */
  record Making(Cells made, Cells read, Layer layer) {}

  private final Program program;
  private final BlockSizes sizes;

  /** The cells that inputs change, where they are not all. */
  private final Map<Value, Cells> live = new HashMap<>();

  /** The cells that readers of a value need. */
  private final Map<Value, Cells> asked = new HashMap<>();

  private final Map<Step, Making> makings = new HashMap<>();

  LiveCells(Program program, FastSizes fast) {
    this.program = program;
    sizes = new BlockSizes(program, fast);
    program.steps().forEach(this::findLive);
    for (int s = program.steps().size() - 1; s >= 0; s--) {
      decide(program.steps().get(s));
    }
  }

  /** What a step makes; null if it reads and makes everything. */
  @Nullable Making of(Step step) {
    return makings.get(step);
  }

  /** All cells of an image; nothing is told of other values. */
  static Cells whole(Value value) {
    return value.shape().rank() == 4
        ? Cells.whole(value.shape())
        : new Cells(Span.whole(0), Span.whole(0));
  }

  private void findLive(Step step) {
    Locality locality = step.locality(program.phase());
    if (locality instanceof Locality.Any) {
      return;
    }
    Value top = step.tops().get(0);
    Cells found = live(step.bottoms().get(0));
    if (locality instanceof Locality.Windows windows) {
      found =
          new Cells(
              Fit.touching(windows.rows(), found.rows(), top.shape().h()),
              Fit.touching(windows.columns(), found.columns(), top.shape().w()));
    } else {
      found = step.bottoms().stream().map(this::live).reduce(Cells::hull).orElse(found);
    }
    if (!found.isEmpty()) {
      live.put(top, found);
    }
  }

  private Cells live(Value value) {
    return live.getOrDefault(value, Cells.whole(value.shape()));
  }

  private void decide(Step step) {
    Locality locality = step.locality(program.phase());
    if (locality instanceof Locality.Any) {
      step.bottoms().forEach(bottom -> ask(bottom, whole(bottom)));
      return;
    }
    Value top = step.tops().get(0);
    Cells all = Cells.whole(top.shape());
    boolean pinned = program.pinned().contains(top);
    Cells wanted = pinned ? all : asked.getOrDefault(top, all);
    Making making = new Making(wanted, wanted, step.layer());
    if (locality instanceof Locality.Windows windows) {
      Cells changing = wanted.and(live(top));
      boolean fewer = !pinned && strides(windows) && !changing.isEmpty();
      making = making(step, windows, fewer ? fastest(step, windows, changing) : wanted);
    }
    makings.put(step, making);
    Cells cells = making.read();
    step.bottoms().forEach(bottom -> ask(bottom, cells));
  }

  private void ask(Value value, Cells cells) {
    asked.merge(value, cells, Cells::hull);
  }

  private static boolean strides(Locality.Windows windows) {
    return windows.rows().stride() > 1 || windows.columns().stride() > 1;
  }

  private static Making making(Step step, Locality.Windows windows, Cells wanted) {
    Shape bottom = step.bottoms().get(0).shape();
    Shape top = step.tops().get(0).shape();
    boolean repads = windows.repad() != null;
    Fit rows = Fit.of(windows.rows(), wanted.rows(), bottom.h(), top.h(), repads);
    Fit columns = Fit.of(windows.columns(), wanted.columns(), bottom.w(), top.w(), repads);
    Layer layer =
        windows.repad() == null ? step.layer() : windows.repad().with(rows.pad(), columns.pad());
    return new Making(
        new Cells(rows.made(), columns.made()), new Cells(rows.read(), columns.read()), layer);
  }

  private Cells fastest(Step step, Locality.Windows windows, Cells wanted) {
    Shape top = step.tops().get(0).shape();
    return new Cells(
        fastest(step, windows, 0, wanted.rows(), top.h()),
        fastest(step, windows, 1, wanted.columns(), top.w()));
  }

  /** Some rows or columns of a step's top, or a few more where layers below are faster then. */
  private Span fastest(Step step, Locality.Windows windows, int axis, Span wanted, long cells) {
    Locality.Axis its = windows.axis(axis);
    Span wider = wanted;
    while (wider.to() <= cells) {
      if (sizes.isFastBelow(step, axis, (wider.length() - 1) * its.stride() + its.extent(), true)) {
        return wider;
      }
      boolean low = wider.from() > 0 && (wider.length() % 2 == 1 || wider.to() == cells);
      wider = new Span(wider.from() - (low ? 1 : 0), wider.to() + (low ? 0 : 1));
    }
    return wanted;
  }
}
