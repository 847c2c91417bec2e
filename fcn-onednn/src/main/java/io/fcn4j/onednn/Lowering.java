package io.fcn4j.onednn;

import io.fcn4j.core.Layer;
import io.fcn4j.core.Params;
import io.fcn4j.core.program.Assumption;
import io.fcn4j.core.program.Pass;
import io.fcn4j.core.program.Program;
import io.fcn4j.core.program.Step;
import io.fcn4j.core.program.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts oneDNN's layers in the place of a program's, and copies between layouts where one step makes
 * what another can't read. Layers that oneDNN does not know keep their own kernels, on plain
 * arrays.
 */
final class Lowering implements Pass {
  private final Params params;
  private final boolean narrow;

  /**
   * @param narrow whether factors may be rounded to bfloat16 in inference
   */
  Lowering(Params params, boolean narrow) {
    this.params = params;
    this.narrow = narrow;
  }

  @Override
  public Program apply(Program program) {
    Work work = new Work(program, params, narrow && !program.backward());
    Rules rules = new Rules(work);
    for (Step step : program.steps()) {
      if (!work.done.contains(step) && !rules.lower(step)) {
        work.keep(step);
      }
    }
    return program.with(work.steps).assuming(work.assumptions);
  }

  /** A program while it is lowered. */
  static final class Work {
    final Program program;
    final Params params;
    final boolean narrow;
    final List<Assumption> assumptions = new ArrayList<>();

    /** Steps that are part of another that has been lowered. */
    final Set<Step> done = new HashSet<>();

    private final List<Step> steps = new ArrayList<>();
    private final Map<Value, List<Step>> readers = new HashMap<>();
    private final Map<Value, Map<Layout, Value>> forms = new HashMap<>();

    Work(Program program, Params params, boolean narrow) {
      this.narrow = narrow;
      this.program = program;
      this.params = params;
      for (Step step : program.steps()) {
        for (Value bottom : new HashSet<>(step.bottoms())) {
          readers.computeIfAbsent(bottom, value -> new ArrayList<>()).add(step);
        }
      }
      program.inputs().forEach(input -> forms(input).put(Layout.PLAIN, input));
    }

    private Map<Layout, Value> forms(Value value) {
      return forms.computeIfAbsent(value, v -> new EnumMap<>(Layout.class));
    }

    List<Step> readers(Value value) {
      return readers.getOrDefault(value, List.of());
    }

    boolean isPinned(Value value) {
      return program.pinned().contains(value);
    }

    /** Whether a value lies in a layout already. */
    boolean has(Value value, Layout layout) {
      return forms(value).containsKey(layout);
    }

    /** A value in a layout, copied into it if it lies in none such yet. */
    Value in(Value value, Layout layout) {
      Map<Layout, Value> known = forms(value);
      Value form = known.get(layout);
      if (form == null) {
        Map.Entry<Layout, Value> other = known.entrySet().iterator().next();
        Format from = new Format(value.shape(), other.getKey());
        Format to = from.in(layout);
        form = layout == Layout.PLAIN ? value : new Value(value.name(), to.storage());
        steps.add(Step.between(value.name(), DnnCopy.reorder(from, to), other.getValue(), form));
        known.put(layout, form);
      }
      return form;
    }

    /** A value with zeros around it, on a plain array. */
    Value padded(Value value, DnnPad pad) {
      Value padded = new Value(value.name(), pad.shape(value.shape()));
      steps.add(Step.between(value.name(), pad, in(value, Layout.PLAIN), padded));
      forms(padded).put(Layout.PLAIN, padded);
      return padded;
    }

    /** The step as it is, on plain arrays. */
    void keep(Step step) {
      List<Value> bottoms = step.bottoms().stream().map(v -> in(v, Layout.PLAIN)).toList();
      steps.add(step.with(step.layer(), bottoms, step.tops()));
      step.tops().forEach(top -> forms(top).put(Layout.PLAIN, top));
    }

    /** Another layer in a step's place, whose bottoms and top are in a layout. */
    void put(Step step, Layer layer, Layout in, Value top, Layout out) {
      put(step, step.bottoms(), layer, in, top, out);
    }

    /** As above, with only some of the step's bottoms. */
    void put(Step step, List<Value> bottoms, Layer layer, Layout in, Value top, Layout out) {
      List<Value> given = bottoms.stream().map(v -> in(v, in)).toList();
      Value made = out == Layout.PLAIN ? top : new Value(top.name(), out.storage(top.shape()));
      steps.add(
          new Step(
              step.name(),
              layer,
              given,
              List.of(made),
              step.params(),
              step.lossWeights(),
              step.propagates().subList(0, given.size())));
      forms(top).put(out, made);
      if (out != Layout.PLAIN && isPinned(top)) {
        in(top, Layout.PLAIN);
        if (program.backward()) {
          // Readers take it from the plain array, so that its gradient is there too.
          forms(top).remove(out);
        }
      }
    }
  }
}
