package io.fcn4j.cli;

import io.fcn4j.caffe.Prototxt;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.FileKind;
import io.fcn4j.models.ModelName;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A net of ours by its name or one of Caffe's by its file, without weights. */
final class NetOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      paramLabel = "MODEL",
      description =
          "Such as fcn8s-vgg16 or fcn32s-alexnet:width=1/8,padding=low, or a net of Caffe's.")
  private String model;

  @Option(
      names = "--input",
      paramLabel = "[NAME=]NxCxHxW",
      converter = NamedShape.Converter.class,
      description =
          "The shape of an input, of the first one without a name (default: 1x3x500x500, or what a"
              + " prototxt says).")
  private List<NamedShape> inputs = List.of();

  String text() {
    return model;
  }

  boolean isPrototxt() {
    return model.endsWith(".prototxt");
  }

  Prototxt prototxt(Phase phase) {
    return Prototxt.read(Path.of(model), phase);
  }

  /** A net of Caffe's with the shapes that are given. */
  Net build(Prototxt net) {
    return NamedShape.given(inputs, net).build(1);
  }

  /** One of ours. */
  ModelName name() {
    File file = new File(model);
    if (file.isFile()) {
      throw new FcnException(
          "%s is no net but looks like %s; a net is a .prototxt, or a name such as fcn8s-vgg16"
              .formatted(file, FileKind.of(file.toPath()).description()));
    }
    try {
      return ModelName.parse(model);
    } catch (FcnException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** The shapes that are given, by the names of their inputs. */
  Map<String, Shape> shapes(Net net) {
    String first = net.graph().inputs().get(0).name();
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.forEach(input -> shapes.put(input.name(first), input.shape()));
    return shapes;
  }
}
