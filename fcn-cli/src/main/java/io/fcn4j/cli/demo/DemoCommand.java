package io.fcn4j.cli.demo;

import io.fcn4j.core.io.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fcn demo}. */
@Command(
    name = "demo",
    description = {
      "Simulates microscope images, trains a slim FCN-8s on them, and compares it with colour alone.",
      "Writes model.safetensors, metrics.json, report.html, labels/ and overlays/."
    },
    footer = {"", "Example: fcn demo --out demo-out"})
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write (${DEFAULT-VALUE}).",
      defaultValue = "demo-out")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of images, weights and order (${DEFAULT-VALUE}).",
      defaultValue = "1")
  private long seed;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "How long to train (${DEFAULT-VALUE}).",
      defaultValue = "1000")
  private int iterations;

  @Option(names = "--json", description = "Print the metrics as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    ReportData data = new Demo(out, seed, iterations).run();
    spec.commandLine()
        .getOut()
        .println(
            json
                ? Json.pretty(Demo.summary(data))
                : "mean IU %.3f on held-out images (colour alone: %.3f), in %.0f seconds%nreport: %s"
                    .formatted(
                        data.net().meanIu(),
                        data.baseline().meanIu(),
                        data.seconds(),
                        out.resolve("report.html")));
    return 0;
  }
}
