package io.fcn4j.cli;

import io.fcn4j.core.Graphviz;
import io.fcn4j.core.Net;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Summary;
import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.models.ModelName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fcn summary}. */
@Command(
    name = "summary",
    description =
        "Shows the layers of a net: output shapes, parameters, multiply-accumulates, receptive"
            + " fields, strides and memory.",
    footer = {"%nExample:", "  fcn summary fcn8s-vgg16 --input 1x3x500x500"})
final class Summarize implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description = "Such as fcn8s-vgg16 or fcn32s-alexnet:width=1/8,padding=low.")
  private ModelName model;

  @Option(
      names = "--input",
      paramLabel = "NxCxHxW",
      defaultValue = "1x3x500x500",
      description = "The shape of the image (default: ${DEFAULT-VALUE}).")
  private Shape input;

  @Option(
      names = "--classes",
      paramLabel = "N",
      defaultValue = "21",
      converter = Values.Count.class,
      description = "Background included (default: ${DEFAULT-VALUE}).")
  private int classes;

  @Option(
      names = "--dot",
      paramLabel = "FILE",
      description = "Also write a graph for Graphviz: dot -Tsvg FILE.")
  private @Nullable Path dot;

  @Mixin private Results results;

  @Override
  public Integer call() {
    Net net = model.fcn(false).classes(classes).build();
    Summary summary = net.summary(input);
    if (dot != null) {
      Map<String, Shape> inputs = Map.of(net.graph().inputs().get(0).name(), input);
      AtomicFile.write(dot, Graphviz.dot(net.graph(), inputs));
    }
    results.print(map(net, summary), summary::toString);
    return ExitCode.OK;
  }

  private Map<String, Object> map(Net net, Summary summary) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", model.toString());
    map.put("input", input.toString());
    map.put("parameters", net.params().count());
    map.put("macs", summary.macs());
    map.put("layers", summary.rows().stream().map(Summarize::map).toList());
    return map;
  }

  private static Map<String, Object> map(Summary.Row row) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("layer", row.layer());
    map.put("type", row.type());
    map.put("output", row.shape().dims());
    map.put("parameters", row.params());
    map.put("macs", row.macs());
    map.put("receptiveField", row.receptiveField());
    map.put("stride", row.stride());
    map.put("bytes", row.bytes());
    return map;
  }
}
