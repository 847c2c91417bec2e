package io.fcn4j.onnx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The operations of a model, in the order in which they run, and its constants. Every value has one
 * writer.
 */
record Dataflow(List<Operation> operations, List<Weight> weights, List<Constant> constants) {
  Dataflow() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  /** Only what these outputs depend on: a Crop, say, does not read the values of its reference. */
  Dataflow neededBy(Collection<Value> outputs) {
    Set<Value> needed = new HashSet<>(outputs);
    List<Operation> kept = new ArrayList<>();
    for (int i = operations.size() - 1; i >= 0; i--) {
      Operation operation = operations.get(i);
      if (operation.outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(operation.inputs());
        kept.add(0, operation);
      }
    }
    return new Dataflow(
        kept,
        weights.stream().filter(weight -> needed.contains(weight.value())).toList(),
        constants.stream().filter(constant -> needed.contains(constant.value())).toList());
  }

  boolean reads(Value value) {
    return operations.stream().anyMatch(operation -> operation.inputs().contains(value));
  }
}
