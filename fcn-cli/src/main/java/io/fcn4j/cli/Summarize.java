package io.fcn4j.cli;

import io.fcn4j.core.Graphviz;
import io.fcn4j.core.Input;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Summary;
import io.fcn4j.core.io.AtomicFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fcn summary}. */
@Command(
    name = "summary",
    description =
        "Shows the layers of a net: output shapes, parameters, multiply-accumulates, receptive"
            + " fields, strides and memory.",
    footer = {
      "%nExamples:",
      "  fcn summary fcn8s-vgg16 --input 1x3x500x500",
      "  fcn summary train_val.prototxt --input data=64x1x28x28"
    })
final class Summarize implements Callable<Integer> {
  @Mixin private NetOptions model;

  @Option(
      names = "--phase",
      paramLabel = "test|train",
      defaultValue = "test",
      description = "Which layers of a prototxt take part (default: ${DEFAULT-VALUE}).")
  private Phase phase;

  @Mixin private StateOptions state;

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
    Net net = net();
    Map<String, Shape> shapes = shapes(net);
    Summary summary = net.summary(shapes);
    if (dot != null) {
      AtomicFile.write(dot, Graphviz.dot(net.graph(), shapes));
    }
    results.print(map(net, summary, shapes), summary::toString);
    return ExitCode.OK;
  }

  private Net net() {
    return model.isPrototxt()
        ? model.build(state.of(model.prototxt(phase)))
        : model.name().fcn(false).classes(classes).build();
  }

  /** Only the image of a model of ours, so that its losses are left out. */
  private Map<String, Shape> shapes(Net net) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Input input : net.graph().inputs()) {
      if (model.isPrototxt() || shapes.isEmpty()) {
        shapes.put(input.name(), input.nominal());
      }
    }
    shapes.putAll(model.shapes(net));
    return shapes;
  }

  private Map<String, Object> map(Net net, Summary summary, Map<String, Shape> shapes) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", model.text());
    map.put("input", shapes.values().iterator().next().toString());
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
