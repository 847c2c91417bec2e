package io.fcn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir Path folder;

  private static String json() throws IOException {
    try (InputStream in = ReportTest.class.getResourceAsStream("result.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void ratiosComeFirstThenTimes() throws IOException {
    assertThat(Report.text(json(), "page.md"))
        .startsWith(
            """
            The onednn engine over each of the others: median time / peak of resident memory during the passes; below 1 is better.

            | net | width | image | threads | pass | pytorch | onnxruntime |
            |---|---|---|---|---|---|---|
            | fcn8s-vgg16 | 1 | 500x500 | 2 | inference | 0.25 / 0.50 | 0.50 / – |
            | fcn8s-vgg16 | 1 | 500x500 | 2 | training step | 0.25 / 0.83 | – |
            | fcn8s-alexnet | 1 | 500x500 | 2 | inference | – | – |

            Median time / peak of resident memory (passes measured):

            | net | width | image | threads | pass | onednn | pytorch | onnxruntime |
            |---|---|---|---|---|---|---|---|
            | fcn8s-vgg16 | 1 | 500x500 | 2 | inference | 701 ms / 1700 MB (3) | 2802 ms / 3401 MB (2) | 1401 ms / – MB (2) |
            | fcn8s-vgg16 | 1 | 500x500 | 2 | training step | 2400 ms / 3000 MB (2) | 9600 ms / 3600 MB (2) | – |
            | fcn8s-alexnet | 1 | 500x500 | 2 | inference | 9.88 ms / 500 MB (15) | – | – |

            - Machine:\
            """);
  }

  @Test
  void saysOnWhatAndHowItWasMeasured() throws IOException {
    assertThat(Report.text(json(), "page.md"))
        .containsPattern("- Machine: .+, \\d+ processors, \\d+ GB of memory, .+\n")
        .contains("- JDK: OpenJDK 64-Bit Server VM 17.0.15+6\n- onednn: fcn4j ")
        .containsPattern(
            "- onednn: fcn4j \\S+, oneDNN 3\\S+\n- pytorch: PyTorch \\d\\S+ by DJL \\d")
        .endsWith(
            """
            ```
            OMP_NUM_THREADS=2 java -jar fcn-bench/target/benchmarks.jar PeerBenchmark\
             -p net=fcn8s-alexnet,fcn8s-vgg16 -p width=1 -p size=500 -p threads=2\
             -p peer=onednn,onnxruntime,pytorch -f 1 -wi 2 -w 2s -i 2 -r 2s\
             -rf json -rff result.json
            java -cp fcn-bench/target/benchmarks.jar io.fcn4j.bench.Report result.json page.md
            ```
            """);
  }

  @Test
  void ofAPageWithMarksOnlyThePartBetweenThemIsWritten() throws IOException {
    Path page = folder.resolve("page.md");
    Path result = Files.writeString(folder.resolve("result.json"), json());
    Report.main(new String[] {result.toString(), page.toString()});
    String alone = Files.readString(page);
    assertThat(alone).startsWith(Report.BEGIN + "\n").endsWith(Report.END + "\n");

    Files.writeString(page, "# Speed\n\n" + Report.BEGIN + "old" + Report.END + "\nMore.\n");
    Report.main(new String[] {result.toString(), page.toString()});
    assertThat(page).hasContent("# Speed\n\n" + alone + "More.\n");
  }

  @Test
  void refusesWhatIsNoResultOfPeerBenchmark() {
    assertThatThrownBy(() -> Report.text("[]", "page.md"))
        .hasMessage("found no results of PeerBenchmark, expected some");
    assertThatThrownBy(() -> Report.text("{}", "page.md"))
        .hasMessage("the file: found {}, expected a List; is this the JSON of JMH (-rf json)?");
    assertThatThrownBy(() -> Report.main(new String[] {"result.json"}))
        .hasMessageStartingWith("found 1 arguments, expected two: ");
  }
}
