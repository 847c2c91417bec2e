package io.fcn4j.cli;

import io.fcn4j.caffe.Prototxt;
import io.fcn4j.core.Net;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.Npy;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fcn run}. */
@Command(
    name = "run",
    description = {
      "Runs a net of Caffe's on NumPy files: forward, and backward if asked for.",
      "The shapes of the files decide all other sizes; layers that an input is missing for are left"
          + " out."
    },
    footer = {
      "%nExamples:",
      "  fcn run deploy.prototxt --weights net.caffemodel --input data=x.npy --output prob=y.npy",
      "  fcn run net.prototxt --input data=x.npy --backward --top-diff score=t.npy \\",
      "      --diff data=dx.npy --param-diff conv1.0=dw.npy"
    })
final class Run implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(Run.class);

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "NET.prototxt", description = "The net, as Caffe writes it.")
  private Path prototxt;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "A .caffemodel, .caffemodel.h5, .safetensors or .npz; without it the fillers of the net"
              + " are used.")
  private @Nullable Path weights;

  @Option(
      names = "--phase",
      paramLabel = "test|train",
      defaultValue = "test",
      description = "Which layers take part, and how (default: ${DEFAULT-VALUE}).")
  private Phase phase;

  @Mixin private StateOptions state;

  @Option(
      names = "--input",
      paramLabel = "NAME=FILE.npy",
      description =
          "An input of the net, labels too. It goes in as it is: transform_param of data layers"
              + " (scale, mean, crop, mirror) is not applied.")
  private Map<String, Path> inputs = Map.of();

  @Option(names = "--output", paramLabel = "BLOB=FILE.npy", description = "Where to write a blob.")
  private Map<String, Path> outputs = Map.of();

  @Mixin private GradientOptions gradients;

  @Mixin private EngineOptions engine;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of fillers and dropout (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private Results results;

  @Override
  public Integer call() {
    gradients.requireBackward();
    if (phase == Phase.TRAIN || gradients.backward()) {
      engine.requireForGradients(phase == Phase.TRAIN ? "--phase train" : "--backward");
    }
    requireOneFileEach();
    Map<String, INDArray> arrays = read(inputs);
    Map<String, INDArray> given = read(gradients.topDiffs());
    Net net = net(arrays);
    MissingInputs missing = missing(net, arrays.keySet());
    gradients.requireKnown(net.params());
    Map<Path, INDArray> files = new LinkedHashMap<>();
    try (Session session = engine.engine().open(net, phase, options())) {
      Outputs made = session.forward(arrays);
      BlobTable table = new BlobTable(missing.leaveALoss() ? made.loss() : null);
      Collection<String> shown = outputs.isEmpty() ? made.views().keySet() : outputs.keySet();
      if (shown.isEmpty()) {
        LOG.info("no output of the net is reached from these inputs; name blobs with --output");
      }
      shown.forEach(blob -> table.add(blob, made.get(blob)));
      outputs.forEach((blob, file) -> files.put(file, made.get(blob)));
      if (gradients.backward()) {
        session.backward(given);
        gradients
            .files()
            .forEach(
                (name, file) -> {
                  INDArray gradient = session.gradient(name);
                  table.add("gradient of " + name, gradient);
                  files.put(file, gradient);
                });
      }
      // Last: where anything fails, nothing is written.
      files.forEach(Npy::write);
      results.print(table.toMap(), table::toString);
    }
    return ExitCode.OK;
  }

  private void requireOneFileEach() {
    List<Path> files = new ArrayList<>(outputs.values());
    files.addAll(gradients.files().values());
    if (Set.copyOf(files).size() < files.size()) {
      throw new ParameterException(
          command.commandLine(), "found one file for two arrays among " + files);
    }
  }

  private MissingInputs missing(Net net, Set<String> given) {
    MissingInputs missing = new MissingInputs(net.graph(), given);
    if (given.isEmpty() && !missing.names().isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "found no --input; the net has %s: --input %s=FILE.npy"
              .formatted(missing.names(), missing.names().get(0)));
    }
    missing.requireNoneFor(outputs.keySet());
    missing.requireNoneFor(gradients.blobs());
    if (!missing.names().isEmpty()) {
      LOG.info("not given: {}; layers that need them are left out", missing.names());
    }
    return missing;
  }

  private Net net(Map<String, INDArray> arrays) {
    Prototxt file = state.of(Prototxt.read(prototxt, phase));
    TransformWarning.log(file, arrays.keySet());
    for (Map.Entry<String, INDArray> input : arrays.entrySet()) {
      file = file.input(input.getKey(), Shape.of(input.getValue().shape()));
    }
    if (weights == null) {
      LOG.info("no --weights: parameters are as the fillers of the net make them");
      return file.build(seed);
    }
    try (WeightSource source = WeightFiles.open(weights)) {
      return file.withWeights(source);
    }
  }

  private SessionOptions options() {
    return gradients.of(
        SessionOptions.DEFAULT.seed(seed).keep(outputs.keySet().toArray(String[]::new)));
  }

  private static Map<String, INDArray> read(Map<String, Path> files) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    files.forEach((name, file) -> arrays.put(name, Npy.read(file)));
    return arrays;
  }
}
