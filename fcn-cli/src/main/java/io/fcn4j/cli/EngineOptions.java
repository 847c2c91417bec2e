package io.fcn4j.cli;

import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a net runs on, and in what numbers. */
final class EngineOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "nd4j or onednn (default: the fastest there is).")
  private @Nullable String engine;

  @Option(
      names = "--precision",
      paramLabel = "f32|bf16",
      defaultValue = "f32",
      description =
          "Of products in inference: float32, or bfloat16, which is faster on some machines and may"
              + " change a few labels (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  Engine engine() {
    return (engine == null ? Engines.best() : Engines.named(engine)).precision(precision);
  }

  Precision precision() {
    return precision;
  }

  /** Refuses a precision that gradients are not computed in. */
  void requireForGradients(String option) {
    if (precision != Precision.F32) {
      throw new ParameterException(
          command.commandLine(),
          "found --precision %s and %s, but it is for inference alone; leave one of them out"
              .formatted(precision.text(), option));
    }
  }
}
