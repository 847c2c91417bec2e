package io.fcn4j.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.cli.demo.ReportData.CurvePoint;
import io.fcn4j.cli.demo.ReportData.Example;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.Palette;
import io.fcn4j.models.image.RgbImage;
import io.fcn4j.models.metrics.ConfusionMatrix;
import io.fcn4j.models.metrics.Metrics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {
  private static final ReportData DATA =
      new ReportData(
          "./fcn demo --out \"my <out>\"",
          Map.of("Solver", "SGD & momentum"),
          217.4,
          metrics(900, 100, 50, 450),
          metrics(800, 200, 250, 250),
          List.of("background", "<b>&"),
          Palette.of(0x101820, 0x3B82F6),
          List.of(new CurvePoint(10, 1.4), new CurvePoint(20, 0.7)),
          List.of(new CurvePoint(20, 0.85)),
          List.of(example("first"), example("second")));

  private static Metrics metrics(long hit0, long miss0, long miss1, long hit1) {
    ConfusionMatrix confusion = ConfusionMatrix.of(2);
    confusion.add(0, 0, hit0);
    confusion.add(0, 1, miss0);
    confusion.add(1, 0, miss1);
    confusion.add(1, 1, hit1);
    return Metrics.of(confusion);
  }

  private static Example example(String caption) {
    RgbImage image = RgbImage.of(2, 1, new byte[] {10, 20, 30, 40, 50, 60});
    LabelMap truth = LabelMap.of(2, 1, new byte[] {0, 1});
    LabelMap baseline = LabelMap.of(2, 1, new byte[] {1, 1});
    LabelMap net = LabelMap.of(2, 1, new byte[] {1, 0});
    return new Example(caption, image, truth, baseline, net);
  }

  private final String html = new Report(DATA).html();

  @Test
  void showsAllMetricsBesideTheBaselineAndTheTimeTaken() {
    assertThat(html).contains("217 seconds", ">0.804<", ">0.900<", ">0.821<");
    assertThat(html)
        .contains("baseline 0.499", "baseline 0.700", "baseline 0.650", "baseline 0.546");
  }

  @Test
  void showsEachClassWithPixelsIuAndGain() throws Exception {
    NodeList rows = page().getElementsByTagName("tr");
    assertThat(rows.item(1).getTextContent()).isEqualTo("background1,0000.8570.640+0.217");
    assertThat(rows.item(2).getTextContent()).isEqualTo("<b>&5000.7500.357+0.393");
    assertThat(rows.item(3).getTextContent()).isEqualTo("All, mean IU1,5000.8040.499+0.305");
    assertThat(html).contains("background:#3b82f6", "background:#101820");
  }

  @Test
  void showsCommandAndSettingsAsText() {
    assertThat(html).contains("./fcn demo --out &quot;my &lt;out&gt;&quot;");
    assertThat(html).contains("<dt>Solver</dt><dd>SGD &amp; momentum</dd>", "&lt;b&gt;&amp;");
  }

  @Test
  void isWellFormedWithTwoCurvesAndFiveImagesAnExample() throws Exception {
    Document page = page();
    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(2);
    assertThat(page.getElementsByTagName("img").getLength()).isEqualTo(2 * 5);
    assertThat(page.getElementsByTagName("tr").getLength()).isEqualTo(1 + 2 + 1);
    assertThat(page.getElementsByTagName("h3").item(4).getTextContent()).isEqualTo("first");
  }

  @Test
  void paintsTheLabelsOfEachExample() throws Exception {
    assertThat(List.of(pixels(0), pixels(1), pixels(2), pixels(3), pixels(4)))
        .containsExactly(
            List.of(0x0A141E, 0x28323C),
            List.of(0x101820, 0x3B82F6),
            List.of(0x3B82F6, 0x3B82F6),
            List.of(0x3B82F6, 0x101820),
            List.of(0x234B8A, 0x28323C));
  }

  private List<Integer> pixels(int at) throws Exception {
    String source = ((Element) page().getElementsByTagName("img").item(at)).getAttribute("src");
    byte[] png = Base64.getDecoder().decode(source.substring("data:image/png;base64,".length()));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    return List.of(image.getRGB(0, 0) & 0xFFFFFF, image.getRGB(1, 0) & 0xFFFFFF);
  }

  @Test
  void needsNothingFromElsewhere() {
    assertThat(html).doesNotContain("http", "//", "url(", "@import", "<script", "<link");
    assertThat(html).containsOnlyOnce("<style>").contains("prefers-color-scheme: dark");
  }

  @Test
  void replacesAnOlderPageAndLeavesNothingElse(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "old");
    new Report(DATA).write(file);
    assertThat(file).hasContent(html);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private Document page() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }
}
