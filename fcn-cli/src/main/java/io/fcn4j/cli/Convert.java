package io.fcn4j.cli;

import io.fcn4j.caffe.CaffeModel;
import io.fcn4j.caffe.hdf5.Hdf5Weights;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.Npz;
import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fcn convert}. */
@Command(
    name = "convert",
    description = {
      "Writes weights in another format, which the name of the new file tells:",
      ".caffemodel, .caffemodel.h5, .safetensors or .npz. A .caffemodel made so holds the names of"
          + " layers and their arrays, which is what Caffe loads weights by.",
      "With a net before the weights it writes both as an .onnx model for inference, for inputs of"
          + " one size."
    },
    customSynopsis = {
      "fcn convert [--json] IN OUT",
      "       fcn convert [--json] [--input [NAME=]NxCxHxW]... NET.prototxt IN OUT.onnx"
    },
    footer = {
      "%nExamples:",
      "  fcn convert net.caffemodel net.safetensors",
      "  fcn convert deploy.prototxt net.caffemodel net.onnx --input data=1x3x500x500"
    })
final class Convert implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description = "Weights of any of these formats; the net, as Caffe writes it, before them.")
  private Path first;

  @Parameters(index = "1", paramLabel = "OUT", description = "The file to write, last.")
  private Path second;

  @Parameters(index = "2", arity = "0..1", hidden = true)
  private @Nullable Path third;

  @Option(
      names = "--input",
      paramLabel = "[NAME=]NxCxHxW",
      converter = NamedShape.Converter.class,
      description =
          "With a net: the shape of an input, of the first one without a name (default: what the"
              + " prototxt says).")
  private List<NamedShape> inputs = List.of();

  @Mixin private Results results;

  /** Writes all arrays of a source to a file. */
  private interface Writer {
    void write(Path file, WeightSource source);
  }

  @Override
  public Integer call() {
    if (third != null) {
      net(first, second, third);
    } else {
      weights(first, second);
    }
    return ExitCode.OK;
  }

  private void net(Path prototxt, Path in, Path out) {
    if (!out.toString().endsWith(".onnx")) {
      throw wrong("found '%s' after a net and weights, expected an .onnx".formatted(out));
    }
    OnnxResult result = OnnxResult.write(out, prototxt, in, inputs);
    results.print(result.toMap(), result::toString);
  }

  private void weights(Path in, Path out) {
    if (!inputs.isEmpty()) {
      throw wrong("--input needs a net: NET.prototxt IN OUT.onnx");
    }
    Writer writer = writer(out);
    try (WeightSource source = WeightFiles.open(in)) {
      writer.write(out, source);
      long values = source.shapes().values().stream().mapToLong(Shape::count).sum();
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("file", out.toString());
      result.put("arrays", source.shapes().size());
      result.put("values", values);
      results.print(
          result, () -> "%s: %d arrays, %,d values".formatted(out, source.shapes().size(), values));
    }
  }

  private Writer writer(Path out) {
    String name = out.toString();
    if (name.endsWith(".caffemodel")) {
      return CaffeModel::write;
    }
    if (name.endsWith(".h5")) {
      return (file, source) -> Hdf5Weights.write(file, source.readAll());
    }
    if (name.endsWith(".safetensors")) {
      return (file, source) -> SafeTensors.write(file, source.readAll(), source.metadata());
    }
    if (name.endsWith(".npz")) {
      return (file, source) -> Npz.write(file, source.readAll());
    }
    if (name.endsWith(".onnx")) {
      throw wrong(
          "found '%s' and weights alone, which do not say the layers; expected NET.prototxt IN OUT.onnx"
              .formatted(out));
    }
    throw wrong("found '" + out + "', expected .caffemodel, .caffemodel.h5, .safetensors or .npz");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
