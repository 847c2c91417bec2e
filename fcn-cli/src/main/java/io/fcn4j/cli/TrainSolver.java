package io.fcn4j.cli;

import io.fcn4j.caffe.CaffeSnapshots;
import io.fcn4j.caffe.Prototxt;
import io.fcn4j.caffe.SolverFile;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.io.Npy;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.core.solver.Solver;
import io.fcn4j.core.solver.SolverBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code fcn train --solver}. */
@Command(
    name = TrainSolver.NAME,
    description = {
      "Trains a net of Caffe's as its solver file says, with snapshots that Caffe can go on from.",
      "Paths in the file are relative to the current folder, as in Caffe, or to that of the file.",
      "The fillers take its random_seed too; without one, or with a negative one, it is 1."
    },
    footer = {
      "%nExamples:",
      "  fcn train --solver solver.prototxt --weights net.caffemodel",
      "  fcn train --solver solver.prototxt --input data=x.npy --input label=y.npy \\",
      "      --snapshot net_iter_100.solverstate"
    })
final class TrainSolver implements Callable<Integer> {
  static final String NAME = "train --solver";
  private static final Logger LOG = LoggerFactory.getLogger(TrainSolver.class);

  @Spec private CommandSpec command;
  @ParentCommand private Main main;

  @Parameters(paramLabel = "SOLVER.prototxt", description = "How to train, and which net.")
  private Path solverFile;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Start from these: a .caffemodel, .caffemodel.h5, .safetensors or .npz, by the names of"
              + " layers.")
  private @Nullable Path weights;

  @Option(
      names = "--snapshot",
      paramLabel = "FILE",
      description = "Go on from here: a .solverstate or .solverstate.h5 of ours or of Caffe's.")
  private @Nullable Path snapshot;

  @Option(
      names = "--input",
      paramLabel = "NAME=FILE.npy",
      description =
          "Data for an input. Consecutive rows make a batch, as many as the net says; after the"
              + " last comes the first again, within a batch too. They go in as they are:"
              + " transform_param of data layers (scale, mean, crop, mirror) is not applied.")
  private Map<String, Path> inputs = Map.of();

  @Option(
      names = "--iterations",
      paramLabel = "N",
      converter = Values.Count.class,
      description = "Iterations in all, those before a --snapshot included (default: max_iter).")
  private @Nullable Integer iterations;

  @Mixin private StateOptions state;
  @Mixin private Results results;

  /**
   * A solver file says all that the options of {@code train} do, so that this is a command of its
   * own: {@code train ... --solver FILE ...} becomes it, with the file in front.
   */
  static String[] arguments(String... given) {
    List<String> own = new ArrayList<>(List.of(given));
    int train = own.indexOf("train");
    boolean first = train >= 0 && own.subList(0, train).stream().allMatch(a -> a.startsWith("-"));
    for (int i = train + 1; first && i < own.size(); i++) {
      if (own.get(i).equals("--solver")) {
        own.remove(i);
      } else if (own.get(i).startsWith("--solver=")) {
        own.set(i, own.get(i).substring("--solver=".length()));
      } else {
        continue;
      }
      own.set(train, NAME);
      return own.toArray(String[]::new);
    }
    return given;
  }

  /** What may be meant by arguments of {@code train} that cannot be. */
  static Optional<String> hint(String... given) {
    return Arrays.stream(given)
        .filter(argument -> argument.endsWith(".prototxt"))
        .findFirst()
        .map(file -> "A solver file of Caffe's is given so: fcn train --solver " + file);
  }

  @Override
  public Integer call() {
    if (weights != null && snapshot != null) {
      throw new ParameterException(
          command.commandLine(),
          "--snapshot has weights of its own; leave --weights out, or start a new run from them");
    }
    requireFile();
    SolverFile file = SolverFile.read(solverFile);
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    inputs.forEach((name, path) -> arrays.put(name, Npy.read(path)));
    Prototxt trained = state.of(file.trainNet());
    TransformWarning.log(trained, arrays.keySet());
    SolverData data = SolverData.of(trained, arrays);
    Net net = data.net().build(file.seed());
    if (!arrays.isEmpty()) {
      new MissingInputs(net.graph(), arrays.keySet()).requireNoneForLosses();
    }
    // What a snapshot goes on from is its own weights, as in Caffe.
    SolverBuilder builder = snapshot == null ? file.solver(net) : file.settings(net);
    builder.batch(data.batch()).order(data.order());
    if (weights != null) {
      try (WeightSource source = WeightFiles.open(weights)) {
        LOG.info("{}", net.params().loadByName(source));
      }
    }
    Optional<CaffeSnapshots> snapshots = file.snapshots();
    if (snapshot != null) {
      snapshots =
          Optional.of(snapshots.orElseGet(() -> CaffeSnapshots.at(file.prefix())).resume(snapshot));
      builder.snapshots(snapshots.get());
    }
    TrainingResult result = new TrainingResult();
    Solver solver = builder.listen(result).build();
    long end = iterations == null ? file.maxIter() : iterations;
    try (OrderlyStop stop = main.onSignal(solver::stop, afterTheLast(snapshots))) {
      long done = solver.run(data.dataset(), end);
      boolean finished = done >= end;
      results.print(
          result.toMap(),
          () ->
              finished && result.isEmpty()
                  ? "nothing left to do: %d of %d iterations were done before".formatted(done, end)
                  : result.toString());
      return finished ? ExitCode.OK : Main.INTERRUPTED;
    }
  }

  /** What follows the last iteration of a run that is told to stop. */
  private static String afterTheLast(Optional<CaffeSnapshots> snapshots) {
    return snapshots
        .filter(CaffeSnapshots::atEnd)
        .map(to -> " and writing a snapshot; --snapshot " + to.stateName() + " goes on from it")
        .orElse("; the solver file wants no snapshot after it");
  }

  /** The update rule was once called so. */
  private void requireFile() {
    String name = solverFile.toString();
    if (!Files.exists(solverFile)
        && Arrays.stream(SolverType.values())
            .anyMatch(type -> type.name().equalsIgnoreCase(name))) {
      throw new FcnException(
          "--solver takes a solver file of Caffe's, found '%s', an update rule: --rule %s"
              .formatted(name, name));
    }
  }
}
