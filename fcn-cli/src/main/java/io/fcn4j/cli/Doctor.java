package io.fcn4j.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code fcn doctor}. */
@Command(
    name = "doctor",
    description =
        "Shows what counts for speed and memory on this machine, tries a convolution, and says what"
            + " would help.",
    footer = {"%nExample:", "  fcn doctor --json"})
final class Doctor implements Callable<Integer> {
  @Mixin private Results results;

  @Override
  public Integer call() {
    Machine machine = Machine.here();
    ConvolutionCheck convolution = ConvolutionCheck.run();
    List<String> advice = Advice.on(machine, convolution);
    Map<String, Object> report = machine.toMap();
    report.put("convolutionExact", convolution.exact());
    report.put("convolutionGflops", convolution.gflops());
    report.put("advice", advice);
    results.print(report, () -> text(report, advice));
    return convolution.exact() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static String text(Map<String, Object> report, List<String> advice) {
    StringBuilder text = new StringBuilder();
    report.forEach(
        (name, value) -> {
          if (value != advice) {
            text.append("%-24s %s%n".formatted(name, readable(value)));
          }
        });
    text.append(advice.isEmpty() ? "Nothing to improve." : "Advice:");
    advice.forEach(line -> text.append("%n- ".formatted()).append(line));
    return text.toString();
  }

  private static String readable(Object value) {
    if (value instanceof Boolean bool) {
      return bool ? "yes" : "no";
    }
    if (value instanceof Long bytes) {
      return bytes == 0 ? "no limit" : "%,d MB".formatted(bytes / 1_000_000);
    }
    return value instanceof Double number ? "%.1f".formatted(number) : value.toString();
  }
}
