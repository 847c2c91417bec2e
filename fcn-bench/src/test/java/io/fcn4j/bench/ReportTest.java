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

  private static String text(String json) {
    return Report.text(Report.runs(json), "page.md");
  }

  @Test
  void ratiosComeFirstThenTimes() throws IOException {
    assertThat(text(json()))
        .startsWith(
            """
            The onednn engine over each of the others: median time / peak of resident memory during the passes; below 1 is better.

            | net | width | image | threads | pass | pytorch | onnxruntime |
            |---|---|---|---|---|---|---|
            | fcn8s-vgg16 | 1 | 500x500 | 2 | inference | 0.25 / 0.50 | 0.50 / – |
            | fcn8s-vgg16 | 1 | 500x500 | 2 | training step | 0.25 / 0.83 | – |
            | fcn8s-alexnet | 1 | 500x500 | 2 | inference | – | – |

            Median time / peak of resident memory during the passes (passes measured):

            | net | width | image | threads | pass | onednn | pytorch | onnxruntime |
            |---|---|---|---|---|---|---|---|
            | fcn8s-vgg16 | 1 | 500x500 | 2 | inference | 701 ms / 1700 MB (3) | 2802 ms / 3401 MB (2) | 1401 ms / – MB (2) |
            | fcn8s-vgg16 | 1 | 500x500 | 2 | training step | 2400 ms / 3000 MB (2) | 9600 ms / 3600 MB (2) | – |
            | fcn8s-alexnet | 1 | 500x500 | 2 | inference | 9.88 ms / 500 MB (15) | – | – |

            The onednn engine over each of the others: median time from file to first scores / peak of resident memory of the whole process, loading included; below 1 is better.

            | net | width | image | threads | pass | caffe |
            |---|---|---|---|---|---|
            | fcn8s-vgg16 | 1 | 500x500 | 2 | file to first scores | 0.50 / 0.40 |

            Median time from file to first scores / peak of resident memory of the whole process, loading included (processes measured):

            | net | width | image | threads | pass | onednn | caffe |
            |---|---|---|---|---|---|---|
            | fcn8s-vgg16 | 1 | 500x500 | 2 | file to first scores | 2000 ms / 2000 MB (2) | 4000 ms / 5000 MB (1) |

            - Machine:\
            """);
  }

  @Test
  void saysOnWhatAndHowItWasMeasured() throws IOException {
    assertThat(text(json()))
        .containsPattern("- Machine: .+, \\d+ processors, \\d+ GB of memory, .+\n")
        .contains("- JDK: OpenJDK 64-Bit Server VM 17.0.15+6\n- onednn: fcn4j ")
        .containsPattern(
            "- onednn: fcn4j \\S+, oneDNN 3\\S+\n- pytorch: PyTorch \\d\\S+ by DJL \\S+\n- caffe: ")
        .endsWith(
            """
            ```
            OMP_NUM_THREADS=2 java -jar fcn-bench/target/benchmarks.jar PeerBenchmark\
             -p net=fcn8s-alexnet,fcn8s-vgg16 -p width=1 -p size=500 -p threads=2\
             -p peer=onednn,onnxruntime,pytorch -f 1 -wi 2 -w 2s -i 2 -r 2s\
             -rf json -rff peer.json
            OMP_NUM_THREADS=2 java -jar fcn-bench/target/benchmarks.jar LoadBenchmark\
             -p net=fcn8s-vgg16 -p width=1 -p size=500 -p threads=2\
             -p peer=caffe,onednn -f 1,2 -rf json -rff load.json
            java -cp fcn-bench/target/benchmarks.jar io.fcn4j.bench.Report peer.json load.json page.md
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

    Path rest = Files.writeString(folder.resolve("rest.json"), "[]");
    Files.writeString(page, "# Speed\n\n" + Report.BEGIN + "old" + Report.END + "\nMore.\n");
    Report.main(new String[] {rest.toString(), result.toString(), page.toString()});
    assertThat(page).hasContent("# Speed\n\n" + alone + "More.\n");
  }

  @Test
  void refusesWhatIsNoResultOfPeers() {
    assertThatThrownBy(() -> text("[]"))
        .hasMessage("found no results of PeerBenchmark or LoadBenchmark, expected some");
    assertThatThrownBy(() -> text("{}"))
        .hasMessage("the file: found {}, expected a List; is this the JSON of JMH (-rf json)?");
    assertThatThrownBy(
            () -> text(json().replace("\"warmupIterations\": 0", "\"warmupIterations\": 1")))
        .hasMessageStartingWith(
            "found 1 warm-ups and 1 measurements in a fork of LoadBenchmark, expected one");
    assertThatThrownBy(() -> Report.main(new String[] {"result.json"}))
        .hasMessageStartingWith("found 1 arguments, expected at least two: ");
  }
}
