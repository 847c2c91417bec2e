package io.fcn4j.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.cli.demo.ReportData.ClassRow;
import io.fcn4j.cli.demo.ReportData.CurvePoint;
import io.fcn4j.cli.demo.ReportData.Example;
import io.fcn4j.cli.demo.ReportData.Scores;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ReportTest {
  private static final ReportData DATA =
      new ReportData(
          "./fcn demo --out \"my <out>\"",
          Map.of("Solver", "SGD & momentum"),
          217.4,
          new Scores(0.931, 0.902, 0.845, 0.871),
          new Scores(0.641, 0.552, 0.393, 0.474),
          List.of(
              new ClassRow("background", 0x101820, 1_234_567, 0.931, 0.807),
              new ClassRow("<b>&", 0x3B82F6, 4321, 0.759, 0.147)),
          List.of(new CurvePoint(10, 1.4), new CurvePoint(20, 0.7)),
          List.of(new CurvePoint(20, 0.845)),
          List.of(example("first"), example("second")));

  private static Example example(String caption) {
    return new Example(
        caption, plain(0x112233), plain(0x223344), plain(1), plain(2), plain(0xAABBCC));
  }

  private static BufferedImage plain(int rgb) {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(2, 1, rgb);
    return image;
  }

  private final String html = new Report(DATA).html();

  @Test
  void showsScoresBesideTheBaselineAndTheTimeTaken() {
    assertThat(html).contains("0.845", "0.931", "0.902", "0.871").contains("217 seconds");
    assertThat(html).contains("colour baseline 0.393", "colour baseline 0.641");
    assertThat(html).contains("colour baseline 0.552", "colour baseline 0.474");
  }

  @Test
  void showsEachClassWithPixelsIuAndGain() {
    assertThat(html).contains("1,234,567", "4,321", "background:#3b82f6", "background:#101820");
    assertThat(html).contains("+0.124", "+0.612", "+0.452");
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
  void holdsItsImagesWithoutLoss() throws Exception {
    String source = ((Element) page().getElementsByTagName("img").item(4)).getAttribute("src");
    byte[] png = Base64.getDecoder().decode(source.substring("data:image/png;base64,".length()));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getRGB(2, 1) & 0xFFFFFF).isEqualTo(0xAABBCC);
  }

  @Test
  void needsNothingFromElsewhere() {
    assertThat(html).doesNotContain("http", "//", "url(", "@import", "<script", "<link");
    assertThat(html).containsOnlyOnce("<style>").contains("prefers-color-scheme: dark");
  }

  private Document page() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }
}
