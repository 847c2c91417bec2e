package io.fcn4j.cli;

import io.fcn4j.caffe.CaffeModel;
import io.fcn4j.caffe.hdf5.Hdf5Weights;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.Npz;
import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fcn convert}. */
@Command(
    name = "convert",
    description = {
      "Writes weights in another format, which the name of the new file tells:",
      ".caffemodel, .caffemodel.h5, .safetensors or .npz. A .caffemodel made so holds the names of"
          + " layers and their arrays, which is what Caffe loads weights by."
    },
    footer = {"%nExample:", "  fcn convert net.caffemodel net.safetensors"})
final class Convert implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(index = "0", paramLabel = "IN", description = "Weights of any of these formats.")
  private Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
  private Path out;

  @Mixin private Results results;

  /** Writes all arrays of a source to a file. */
  private interface Writer {
    void write(Path file, WeightSource source);
  }

  @Override
  public Integer call() {
    Writer writer = writer();
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
    return ExitCode.OK;
  }

  private Writer writer() {
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
    throw new ParameterException(
        command.commandLine(),
        "found '" + out + "', expected .caffemodel, .caffemodel.h5, .safetensors or .npz");
  }
}
