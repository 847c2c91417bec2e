package io.fcn4j.core.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Leaves out, in inference, what no input changes: in nets with wide padding that is all that is
 * made of the padding alone. As long as its border is not filled, the program computes everything
 * and fills it. With a filled one, layers compute the cells that an input changes and those that
 * layers above need with them; after a layer that strides, what is missing is put around from the
 * border.
 */
final class StaticBorder implements Pass {
  private final Border border;
  private final FastSizes fast;

  StaticBorder(Border border, FastSizes fast) {
    this.border = border;
    this.fast = fast;
  }

  @Override
  public Program apply(Program program) {
    if (program.backward()) {
      return program;
    }
    boolean filled = border.isFilled();
    Work work = new Work(program, border, fast);
    work.rewrite();
    if (work.places == 0) {
      return program;
    }
    List<Step> steps = filled ? work.steps : work.remembering();
    return program.with(steps).assuming(work.unchangedParams());
  }

  private static final class Work {
    private final Program program;
    private final Border border;
    private final LiveCells cells;
    private final Map<Value, Map<Cells, Value>> forms = new HashMap<>();
    private final Map<Value, List<Frame>> remembered = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private int places;

    Work(Program program, Border border, FastSizes fast) {
      this.program = program;
      this.border = border;
      cells = new LiveCells(program, fast);
    }

    void rewrite() {
      program.steps().forEach(this::put);
    }

    private void put(Step step) {
      LiveCells.Making making = cells.of(step);
      if (making == null) {
        List<Value> bottoms =
            step.bottoms().stream().map(b -> with(b, LiveCells.whole(b))).toList();
        steps.add(step.with(step.layer(), bottoms, step.tops()));
        return;
      }
      List<Value> bottoms = step.bottoms().stream().map(b -> with(b, making.read())).toList();
      Value top = step.tops().get(0);
      Value made = top;
      if (!making.made().equals(Cells.whole(top.shape()))) {
        made = new Value(top.name(), making.made().of(top.shape()));
      }
      forms.put(top, new LinkedHashMap<>(Map.of(making.made(), made)));
      steps.add(step.with(making.layer(), bottoms, List.of(made)));
    }

    /** A value with only some cells. */
    private Value with(Value value, Cells wanted) {
      Map<Cells, Value> known =
          forms.computeIfAbsent(value, v -> new LinkedHashMap<>(Map.of(LiveCells.whole(v), v)));
      Value form = known.get(wanted);
      if (form != null) {
        return form;
      }
      Map.Entry<Cells, Value> first = known.entrySet().iterator().next();
      Frame frame = border.frame(places++, first.getKey(), wanted);
      remembered.computeIfAbsent(value, v -> new ArrayList<>()).add(frame);
      boolean isWhole = wanted.equals(LiveCells.whole(value));
      form = isWhole ? value : new Value(value.name(), wanted.of(value.shape()));
      Reframe reframe = new Reframe(first.getKey(), wanted, frame);
      steps.add(Step.between(value.name(), reframe, first.getValue(), form));
      known.put(wanted, form);
      return form;
    }

    /** The steps of the program, and after them those that fill the border. */
    List<Step> remembering() {
      List<Step> all = new ArrayList<>();
      for (Step step : program.steps()) {
        all.add(step);
        for (Value top : step.tops()) {
          for (Frame frame : remembered.getOrDefault(top, List.of())) {
            all.add(Step.reading(top.name(), new Remember(frame), top));
          }
        }
      }
      return all;
    }

    List<Assumption> unchangedParams() {
      return program.steps().stream()
          .flatMap(step -> step.params().stream())
          .distinct()
          .map(key -> new Assumption(key, array -> false))
          .toList();
    }
  }
}
