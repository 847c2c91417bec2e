package io.fcn4j.core.solver;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of a run in its folder: {@code iter_000020.safetensors} (the weights) and {@code
 * iter_000020.state.safetensors} (history and iteration), from which training goes on with the same
 * bits. The state is written last, so a snapshot with a state is complete.
 */
final class SnapshotFolder implements SnapshotStore {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotFolder.class);
  private static final String PREFIX = "iter_";
  private static final String WEIGHTS = ".safetensors";
  private static final String STATE = ".state.safetensors";

  private final Path folder;
  private final long every;
  private final Map<String, String> metadata;
  private final boolean resume;

  SnapshotFolder(Path folder, long every, Map<String, String> metadata, boolean resume) {
    this.folder = folder;
    this.every = every;
    this.metadata = metadata;
    this.resume = resume;
  }

  @Override
  public long every() {
    return every;
  }

  /** Goes on from the last snapshot in the folder, if it is asked to and there is one. */
  @Override
  public long start(Training training) {
    NavigableMap<Long, Path> states = states();
    if (states.isEmpty()) {
      return 0;
    }
    if (!resume) {
      throw new FcnException(
          "folder '%s' already holds a run, up to iteration %d; go on with it (resume), or choose"
                  .formatted(folder, states.lastKey())
              + " another folder");
    }
    long iteration = states.lastKey();
    try (WeightSource weights = SafeTensors.open(path(iteration, WEIGHTS));
        WeightSource state = SafeTensors.open(path(iteration, STATE))) {
      checkSettings(state, training);
      Map<String, INDArray> history = new LinkedHashMap<>();
      state.shapes().keySet().forEach(key -> history.put(key, state.read(key)));
      training.net().params().load(weights);
      training.session().restoreHistory(history);
      history.values().forEach(INDArray::close);
    }
    LOG.info("resumed from iteration {} in {}", iteration, folder);
    return iteration;
  }

  @Override
  public Path write(Training training, long iteration) {
    Path weights = path(iteration, WEIGHTS);
    training.net().params().save(weights, metadata);
    Map<String, String> state = new LinkedHashMap<>(fixed(training));
    state.putAll(adjustable(training.settings()));
    state.put("iteration", Long.toString(iteration));
    SafeTensors.write(path(iteration, STATE), training.session().history(), state);
    return weights;
  }

  /** What must not change between the parts of a run, as text. */
  private static Map<String, String> fixed(Training training) {
    SolverSettings settings = training.settings();
    return Map.of(
        "rule", settings.rule().toString(),
        "seed", Long.toString(settings.seed()),
        "batch", Integer.toString(settings.batch()),
        "iterSize", Integer.toString(settings.iterSize()),
        "order", settings.order().name(),
        "samples", Integer.toString(training.samples()));
  }

  /** What may be set anew in the middle of a run, as text. */
  private static Map<String, String> adjustable(SolverSettings settings) {
    return Map.of(
        "lr", settings.lr().toString(),
        "weightDecay", Double.toString(settings.weightDecay()),
        "l1", Boolean.toString(settings.l1()),
        "clip", Double.toString(settings.clip()));
  }

  private void checkSettings(WeightSource state, Training training) {
    fixed(training)
        .forEach(
            (key, now) -> {
              String before = state.metadata().get(key);
              if (!now.equals(before)) {
                throw new FcnException(
                    "resuming '%s': the run had %s %s, now it is %s; use the same settings, or start"
                            .formatted(folder, key, before, now)
                        + " a new run from its weights");
              }
            });
    adjustable(training.settings())
        .forEach(
            (key, now) -> {
              String before = state.metadata().get(key);
              if (!now.equals(before)) {
                LOG.warn("resuming '{}' with another {}: {} -> {}", folder, key, before, now);
              }
            });
  }

  /** The state files by iteration, those with weights beside them. */
  private NavigableMap<Long, Path> states() {
    NavigableMap<Long, Path> states = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return states;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + STATE)) {
      for (Path file : files) {
        iterationOf(file)
            .filter(iteration -> Files.exists(path(iteration, WEIGHTS)))
            .ifPresent(iteration -> states.put(iteration, file));
      }
      return states;
    } catch (IOException e) {
      throw new FcnException("can't list '" + folder + "': " + e.getMessage(), e);
    }
  }

  private static Optional<Long> iterationOf(Path file) {
    String name = file.getFileName().toString();
    String digits = name.substring(PREFIX.length(), name.length() - STATE.length());
    return digits.matches("\\d{1,18}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
  }

  private Path path(long iteration, String suffix) {
    return folder.resolve(PREFIX + "%06d".formatted(iteration) + suffix);
  }
}
