package io.fcn4j.cli;

import io.fcn4j.core.Params;
import io.fcn4j.core.SessionOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which gradients a backward pass starts from, and which it leaves. */
final class GradientOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--backward",
      description = "Also run backward, from the losses and every --top-diff.")
  private boolean backward;

  @Option(
      names = "--top-diff",
      paramLabel = "BLOB=FILE.npy",
      description = "A gradient to put in at a blob, as of a loss that is computed elsewhere.")
  private Map<String, Path> topDiffs = Map.of();

  @Option(
      names = "--diff",
      paramLabel = "BLOB=FILE.npy",
      description = "Where to write the gradient of a blob, inputs too.")
  private Map<String, Path> diffs = Map.of();

  @Option(
      names = "--param-diff",
      paramLabel = "LAYER.INDEX=FILE.npy",
      description = "Where to write the gradient of a parameter.")
  private Map<String, Path> paramDiffs = Map.of();

  /** Refuses gradients that no pass would make. */
  void requireBackward() {
    if (!backward && !(topDiffs.isEmpty() && diffs.isEmpty() && paramDiffs.isEmpty())) {
      throw new ParameterException(
          command.commandLine(), "--top-diff, --diff and --param-diff need --backward");
    }
  }

  /** Refuses parameters that the net does not have. */
  void requireKnown(Params params) {
    paramDiffs.keySet().forEach(params::get);
  }

  boolean backward() {
    return backward;
  }

  Map<String, Path> topDiffs() {
    return topDiffs;
  }

  /** The blobs that gradients are given for, or wanted of. */
  Set<String> blobs() {
    return Stream.concat(topDiffs.keySet().stream(), diffs.keySet().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Where to write the gradients of blobs, then those of parameters. */
  Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>(diffs);
    files.putAll(paramDiffs);
    return files;
  }

  SessionOptions of(SessionOptions options) {
    SessionOptions more =
        options
            .keep(diffs.keySet().toArray(String[]::new))
            .takeDiffs(topDiffs.keySet().toArray(String[]::new));
    return backward ? more.allGradients() : more;
  }
}
