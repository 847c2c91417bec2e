package io.fcn4j.caffe;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.fcn4j.caffe.proto.SolverParameter;
import io.fcn4j.caffe.text.TextFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The fields of a solver file: what they hold, checked, and where they stand. */
record SolverText(TextFile<SolverParameter> text) {
  static SolverText read(Path path) {
    return new SolverText(TextFile.read(path, SolverParameter.getDefaultInstance()));
  }

  Path path() {
    return text.path();
  }

  SolverParameter message() {
    return text.message();
  }

  /** Whether the file says a field. */
  boolean has(int field) {
    FieldDescriptor descriptor = descriptor(field);
    return descriptor.isRepeated()
        ? message().getRepeatedFieldCount(descriptor) > 0
        : message().hasField(descriptor);
  }

  static String name(int field) {
    return descriptor(field).getName();
  }

  /**
   * A number of the file as it is calculated with: Caffe's settings are float32.
   *
   * @throws PrototxtException if it is less than {@code least}, or not finite
   */
  double atLeast(int least, int field) {
    double value = finite(field);
    if (value < least) {
      throw refuse(
          field, "%s is %s, expected %s or more".formatted(name(field), value(field), least));
    }
    return value;
  }

  /** As {@link #atLeast}, without a limit. */
  double finite(int field) {
    double value = number(field);
    if (!Double.isFinite(value)) {
      throw refuse(
          field, "%s is %s, expected a finite number".formatted(name(field), value(field)));
    }
    return value;
  }

  /** As {@link #atLeast} 0, and less than 1. */
  double fraction(int field) {
    double value = number(field);
    if (!(value >= 0 && value < 1)) {
      throw refuse(
          field,
          "%s is %s, expected a number from 0 to less than 1".formatted(name(field), value(field)));
    }
    return value;
  }

  private double number(int field) {
    return ((Number) value(field)).doubleValue();
  }

  private Object value(int field) {
    return message().getField(descriptor(field));
  }

  /** A path that the file says in a field. */
  Path path(int field, String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw refuse(field, "%s is no path: %s".formatted(name(field), e.getMessage()));
    }
  }

  /** An error at a field; at the file, if it does not say the field. */
  PrototxtException refuse(int field, String problem) {
    return new PrototxtException(has(field) ? text.place(field, 0) : Place.in(path()), problem);
  }

  private static FieldDescriptor descriptor(int field) {
    return SolverParameter.getDescriptor().findFieldByNumber(field);
  }
}
