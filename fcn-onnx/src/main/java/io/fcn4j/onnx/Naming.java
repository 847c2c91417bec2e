package io.fcn4j.onnx;

import java.util.HashMap;
import java.util.Map;

/**
 * Gives every value a name of its own. In ONNX a name has one writer, in Caffe a layer in place
 * writes a name again: whoever asks first has it, and others are named by where they come from.
 */
final class Naming {
  private final UniqueNames unique = new UniqueNames();
  private final Map<Value, String> names = new HashMap<>();

  void byOrigin(Value value) {
    names.computeIfAbsent(value, v -> unique.like(v.origin()));
  }

  /** An output is called as its blob, with a number only if an input is called so. */
  void byOutput(Value value, String blob) {
    names.computeIfAbsent(value, v -> unique.like(blob));
  }

  /** Names a value that has no name yet as a blob, if nothing else is called so. */
  void byBlob(Value value, String blob) {
    if (!names.containsKey(value) && unique.take(blob)) {
      names.put(value, blob);
    }
  }

  /** All names, when those that follow from the net have been given. */
  Map<Value, String> all(Dataflow flow) {
    flow.weights().forEach(weight -> byOrigin(weight.value()));
    flow.constants().forEach(constant -> byOrigin(constant.value()));
    flow.operations().forEach(operation -> operation.outputs().forEach(this::byOrigin));
    return Map.copyOf(names);
  }
}
