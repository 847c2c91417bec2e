package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummarizeTest {
  @TempDir private Path temp;

  @Test
  void tableOfLayers() {
    CliRun run = CliRun.of("summary fcn8s-vgg16:width=1/16 --input 1x3x500x500");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("conv1_1 +Convolution +1x4x698x698 +112 +52,618,032 +3 +1 ")
        .containsPattern("score_fr +Convolution +1x21x16x16 .* 404 +32 ")
        .containsPattern("score +Crop +1x21x500x500 ");
  }

  @Test
  void json() {
    CliRun run =
        CliRun.of("summary fcn32s-alexnet:width=1/16 --classes 5 --input 2x3x64x96 --json");
    assertThat(run.exitCode()).isZero();
    assertThat(run.json())
        .containsEntry("model", "fcn32s-alexnet:width=1/16")
        .containsEntry("input", "2x3x64x96")
        .containsKeys("parameters", "macs");
    List<?> layers = (List<?>) Objects.requireNonNull(run.json().get("layers"));
    assertThat((Map<?, ?>) layers.get(layers.size() - 1))
        .extracting("layer", "type", "output")
        .containsExactly("score", "Crop", List.of(2L, 5L, 64L, 96L));
  }

  @Test
  void graphviz() {
    Path dot = temp.resolve("net.dot");
    CliRun run = CliRun.of("summary fcn32s-alexnet:width=1/16 --dot", dot);
    assertThat(run.exitCode()).isZero();
    assertThat(dot).content().startsWith("digraph \"fcn32s-alexnet\"").contains("\"score_fr\"");
  }

  @Test
  void weightsAreNoNet() throws IOException {
    Path weights = Files.writeString(temp.resolve("net.caffemodel"), "\n\3net\u00a2\6");
    CliRun run = CliRun.of("summary", weights);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            weights
                + " is no net but looks like a binary Caffe model; a net is a .prototxt, or a name"
                + " such as fcn8s-vgg16");
  }

  @Test
  void inputOfOtherChannels() {
    CliRun run = CliRun.of("summary fcn32s-alexnet:width=1/16 --input 1x4x500x500");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("fcn summary: ").contains("1x4x500x500");
  }
}
