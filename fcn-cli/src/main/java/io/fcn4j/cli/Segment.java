package io.fcn4j.cli;

import io.fcn4j.core.Engine;
import io.fcn4j.core.FcnException;
import io.fcn4j.models.Segmentation;
import io.fcn4j.models.Segmenter;
import io.fcn4j.models.SegmenterBuilder;
import io.fcn4j.models.image.Images;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code fcn segment}. */
@Command(
    name = "segment",
    description = {
      "Labels every pixel of images of any size: writes NAME-labels.png, a palette PNG with a class"
          + " number per pixel, and NAME-overlay.png, to look at; prints the share of each class.",
      "An image that cannot be done is told of, and the others are done all the same."
    },
    footer = {"%nExample:", "  fcn segment --weights run/model.safetensors --out out photos/*.jpg"})
final class Segment implements Callable<Integer> {
  private static final float OPACITY = 0.5f;

  @ParentCommand private Main main;
  @Spec private CommandSpec command;

  @Mixin private WeightOptions weights;
  @Mixin private EngineOptions engine;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where to write; made if it does not exist.")
  private Path out;

  @Option(
      names = "--tiles",
      paramLabel = "N",
      converter = Values.Count.class,
      description =
          "Cut images into tiles of about N pixels a side: less memory, more time, same labels.")
  private @Nullable Integer tiles;

  @Mixin private Results results;

  @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "PNG or JPEG files.")
  private List<Path> images;

  @Override
  public Integer call() {
    requireDistinctNames();
    Engine on = engine.engine();
    SegmenterBuilder builder = weights.open().segmenter().engine(on);
    List<Map<String, Object>> report = new ArrayList<>();
    int exitCode = ExitCode.OK;
    try (Segmenter segmenter = (tiles == null ? builder : builder.tiles(tiles)).open()) {
      for (Path image : images) {
        try {
          report.add(segment(segmenter, image));
        } catch (FcnException e) {
          main.failures().tell(command.commandLine(), e);
          report.add(Map.of("image", image.toString(), "error", String.valueOf(e.getMessage())));
          exitCode = ExitCode.SOFTWARE;
        }
      }
    }
    results.json(report);
    return exitCode;
  }

  private Map<String, Object> segment(Segmenter segmenter, Path image) {
    Segmentation result = segmenter.segment(Images.read(image));
    Path labels = out.resolve(name(image) + "-labels.png");
    Path overlay = out.resolve(name(image) + "-overlay.png");
    result.labels().writePng(labels, result.palette());
    result.overlay(OPACITY).legend().writePng(overlay);
    results.text(() -> image + ": " + shares(result.areas()));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("image", image.toString());
    report.put("labels", labels.toString());
    report.put("overlay", overlay.toString());
    report.put("areas", result.areas());
    return report;
  }

  private static String shares(Map<String, Double> areas) {
    return areas.entrySet().stream()
        .map(area -> "%s %.1f%%".formatted(area.getKey(), 100 * area.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String name(Path image) {
    String file = String.valueOf(image.getFileName());
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  private void requireDistinctNames() {
    Map<String, Path> byName = new LinkedHashMap<>();
    for (Path image : images) {
      Path other = byName.put(name(image), image);
      if (other != null) {
        throw new ParameterException(
            command.commandLine(),
            "%s and %s would both become %s-labels.png; give them different names, or segment one"
                    .formatted(other, image, name(image))
                + " at a time");
      }
    }
  }
}
