package io.fcn4j.core.program;

import io.fcn4j.core.Layer;
import io.fcn4j.core.Locality;
import io.fcn4j.core.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes once what wide zero padding makes equal. Rows whose windows lie wholly in the padding
 * are equal to their neighbours, and so are those made of them further up; that follows from the
 * layers' {@link Locality} alone. All but one of them are left out, by padding less, and repeated
 * where a layer needs more of them: after a layer that strides, so that little is copied.
 */
final class Collapse implements Pass {
  private static final int ROWS = 2;
  private static final int AXES = 2;
  private final FastSizes fast;

  Collapse(FastSizes fast) {
    this.fast = fast;
  }

  @Override
  public Program apply(Program program) {
    return new Work(program, fast).rewrite();
  }

  private static final class Work {
    private final Program program;
    private final BlockSizes sizes;
    private final Map<Value, Bands[]> bands = new HashMap<>();

    /** How many rows and columns each reader of a value wants left out, at the least. */
    private final Map<Value, long[]> wanted = new HashMap<>();

    /** How many are left out of what a step makes. */
    private final Map<Step, long[]> left = new HashMap<>();

    private final Map<Value, Map<List<Long>, Value>> made = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    Work(Program program, FastSizes fast) {
      this.program = program;
      sizes = new BlockSizes(program, fast);
    }

    Program rewrite() {
      program.steps().forEach(this::findBands);
      if (bands.isEmpty()) {
        return program;
      }
      for (int s = program.steps().size() - 1; s >= 0; s--) {
        decide(program.steps().get(s));
      }
      program.steps().forEach(this::put);
      return program.with(steps);
    }

    private Bands bands(Value value, int axis) {
      Bands[] known = bands.get(value);
      return known == null ? Bands.NONE : known[axis];
    }

    private void findBands(Step step) {
      Locality locality = step.locality(program.phase());
      if (locality instanceof Locality.Any || program.pinned().contains(step.tops().get(0))) {
        return;
      }
      Value top = step.tops().get(0);
      Bands[] found = new Bands[AXES];
      for (int a = 0; a < AXES; a++) {
        int axis = a;
        if (locality instanceof Locality.Windows windows) {
          Value bottom = step.bottoms().get(0);
          found[a] =
              bands(bottom, a)
                  .windows(
                      windows.axis(a),
                      bottom.shape().dim(ROWS + a),
                      top.shape().dim(ROWS + a),
                      windows.repad() != null);
        } else {
          found[a] =
              step.bottoms().stream()
                  .map(bottom -> bands(bottom, axis).inherited())
                  .reduce(Bands::and)
                  .orElse(Bands.NONE);
        }
      }
      if (found[0].spare() > 0 || found[1].spare() > 0) {
        bands.put(top, found);
      }
    }

    /** How much the step leaves out, and how much that leaves out of its bottoms. */
    private void decide(Step step) {
      long[] out = {0, 0};
      long[] in = {0, 0};
      Locality locality = step.locality(program.phase());
      if (!(locality instanceof Locality.Any) && bands.containsKey(step.tops().get(0))) {
        Value top = step.tops().get(0);
        for (int a = 0; a < AXES; a++) {
          Bands its = bands(top, a);
          long stride = locality instanceof Locality.Windows w ? w.axis(a).stride() : 1;
          long asked = wanted.getOrDefault(top, new long[AXES])[a];
          // A layer that strides saves work below it, so it leaves out what it can.
          boolean all = stride > 1 && !its.fromPadding();
          out[a] = all ? fastest(step, a, stride, its.spare()) : Math.min(its.spare(), asked);
          in[a] = its.fromPadding() ? 0 : stride * out[a];
        }
      }
      left.put(step, out);
      for (Value bottom : step.bottoms()) {
        wanted.merge(bottom, in.clone(), Work::least);
      }
    }

    /** As many as can be left out of a step's top, or a few less where that makes a fast size. */
    private long fastest(Step step, int axis, long stride, long spare) {
      long cells = step.bottoms().get(0).shape().dim(ROWS + axis);
      for (long out = spare; out >= 0; out--) {
        if (sizes.isFastBelow(step, axis, cells - 2 * stride * out, false)) {
          return out;
        }
      }
      return spare;
    }

    private static long[] least(long[] one, long[] other) {
      return new long[] {Math.min(one[0], other[0]), Math.min(one[1], other[1])};
    }

    private void put(Step step) {
      long[] out = left.getOrDefault(step, new long[AXES]);
      Locality locality = step.locality(program.phase());
      Layer layer = step.layer();
      long[] in = out;
      if (locality instanceof Locality.Windows windows) {
        in = new long[AXES];
        int[] pad = new int[AXES];
        for (int a = 0; a < AXES; a++) {
          long less = windows.axis(a).stride() * out[a];
          boolean padding = bands(step.tops().get(0), a).fromPadding();
          in[a] = padding ? 0 : less;
          pad[a] = windows.axis(a).pad() - (padding ? Math.toIntExact(less) : 0);
        }
        if (windows.repad() != null) {
          layer = windows.repad().with(pad[0], pad[1]);
        }
      }
      List<Value> bottoms = new ArrayList<>();
      for (Value bottom : step.bottoms()) {
        bottoms.add(with(bottom, in));
      }
      List<Value> tops = step.tops();
      if (out[0] > 0 || out[1] > 0) {
        Shape whole = tops.get(0).shape();
        Shape less =
            whole.with(ROWS, whole.h() - 2 * out[0]).with(ROWS + 1, whole.w() - 2 * out[1]);
        tops = List.of(new Value(tops.get(0).name(), less));
        made.computeIfAbsent(step.tops().get(0), v -> new HashMap<>()).put(key(out), tops.get(0));
      }
      steps.add(step.with(layer, bottoms, tops));
    }

    /** A value with so many rows and columns left out. */
    private Value with(Value value, long[] out) {
      Map<List<Long>, Value> forms =
          made.computeIfAbsent(value, v -> new HashMap<>(Map.of(key(new long[AXES]), v)));
      Value known = forms.get(key(out));
      if (known != null) {
        return known;
      }
      Map.Entry<List<Long>, Value> first = forms.entrySet().iterator().next();
      AxisMap[] maps = new AxisMap[AXES];
      for (int a = 0; a < AXES; a++) {
        Bands its = bands(value, a);
        long from = first.getKey().get(a);
        long cells = value.shape().dim(ROWS + a);
        maps[a] =
            its.spare() == 0
                ? AxisMap.identity(cells)
                : new AxisMap(cells, its.low().to() - 1, its.high().to() - 1, from, out[a]);
      }
      Stretch stretch = new Stretch(maps[0], maps[1], ROWS);
      Value stretched = new Value(value.name(), stretch.shape(first.getValue().shape()));
      steps.add(Step.between(value.name(), stretch, first.getValue(), stretched));
      forms.put(key(out), stretched);
      return stretched;
    }

    private static List<Long> key(long[] out) {
      return List.of(out[0], out[1]);
    }
  }
}
