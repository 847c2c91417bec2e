package io.fcn4j.cli;

import io.fcn4j.caffe.Prototxt;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The state of a net of Caffe's besides its phase: layers may have rules for it. */
final class StateOptions {
  private static final Logger LOG = LoggerFactory.getLogger(StateOptions.class);
  private static final int SHOWN = 10;

  @Option(
      names = "--stage",
      paramLabel = "NAME",
      split = ",",
      description =
          "Stages of a prototxt, besides its own, for layers with include { stage: \"NAME\" }.")
  private List<String> stages = List.of();

  @Option(
      names = "--level",
      paramLabel = "N",
      description = "The level of a prototxt, for layers with min_level or max_level.")
  private @Nullable Integer level;

  /** The net in this state; which layers are not in it is logged. */
  Prototxt of(Prototxt net) {
    Prototxt staged = net.stages(stages.toArray(String[]::new));
    Prototxt chosen = level == null ? staged : staged.level(level);
    List<String> out = chosen.leftOut();
    if (!out.isEmpty()) {
      LOG.info(
          "{} left out for phase {}: {}; the phase, --stage and --level choose",
          out.size() == 1 ? "1 layer is" : out.size() + " layers are",
          chosen.phase(),
          text(out));
    }
    return chosen;
  }

  private static String text(List<String> names) {
    return names.size() <= SHOWN
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, SHOWN)) + " and " + (names.size() - SHOWN) + " more";
  }
}
