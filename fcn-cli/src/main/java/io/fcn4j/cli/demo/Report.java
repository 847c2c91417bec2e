package io.fcn4j.cli.demo;

import static io.fcn4j.cli.demo.Html.escape;
import static io.fcn4j.cli.demo.Html.format;

import io.fcn4j.cli.demo.ReportData.CurvePoint;
import io.fcn4j.cli.demo.ReportData.Example;
import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.Overlay;
import io.fcn4j.models.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One page that holds all it shows: no script, no font, no image from elsewhere. */
record Report(ReportData data) {

  /** Writes the page; whatever fails, the file is never half a page. */
  void write(Path file) {
    AtomicFile.write(file, html());
  }

  String html() {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <title>fcn demo</title>
    <style>
    """
        + css()
        + "</style>\n</head>\n<body>\n<main>\n"
        + headline()
        + metrics()
        + curves()
        + classTable()
        + examples()
        + settings()
        + "</main>\n</body>\n</html>\n";
  }

  private String headline() {
    double net = data.net().meanIu();
    double baseline = data.baseline().meanIu();
    return format(
        """
        <header>
        <p class="eyebrow">fcn4j demo</p>
        <h1>A fully convolutional net against colour alone</h1>
        <p class="lead">Simulated fluorescence microscopy: the kinds of cell share their colours and \
        differ in outline, size and texture. On held-out images the net reaches a mean IU of \
        <strong>%.3f</strong>; the best classifier of single pixels by colour reaches \
        <strong>%.3f</strong>. Everything together took <strong>%.0f seconds</strong>.</p>
        </header>
        """,
        net, baseline, data.seconds());
  }

  private String metrics() {
    return "<section class=\"cards\">\n"
        + card("Mean IU", data.net().meanIu(), data.baseline().meanIu())
        + card("Pixel accuracy", data.net().pixelAccuracy(), data.baseline().pixelAccuracy())
        + card("Mean accuracy", data.net().meanAccuracy(), data.baseline().meanAccuracy())
        + card(
            "Frequency-weighted IU",
            data.net().frequencyWeightedIu(),
            data.baseline().frequencyWeightedIu())
        + "</section>\n";
  }

  private static String card(String name, double net, double baseline) {
    return format(
        """
        <div class="card"><h3>%s</h3><p class="number">%.3f</p>\
        <p class="note">colour baseline %.3f</p></div>
        """,
        name, net, baseline);
  }

  private String curves() {
    double highest = data.loss().stream().mapToDouble(CurvePoint::value).max().orElse(1);
    Map<String, Double> baseline = Map.of("colour baseline", data.baseline().meanIu());
    return "<section class=\"curves\">\n"
        + figure("Training loss", new SvgCurve("loss", data.loss(), highest, Map.of()))
        + figure("Held-out mean IU", new SvgCurve("mean IU", data.meanIu(), 1, baseline))
        + "</section>\n";
  }

  private static String figure(String title, SvgCurve curve) {
    return "<div class=\"card\"><h2>" + title + "</h2>\n" + curve.svg() + "</div>\n";
  }

  private String classTable() {
    StringBuilder rows = new StringBuilder();
    long all = 0;
    for (int c = 0; c < data.classNames().size(); c++) {
      long pixels = data.net().confusion().get(c).stream().mapToLong(Long::longValue).sum();
      all += pixels;
      double net = data.net().perClassIu().get(c);
      rows.append(row(key(c), pixels, net, data.baseline().perClassIu().get(c)));
    }
    return format(
        """
        <section class="card">
        <h2>IU by class</h2>
        <div class="scroll"><table>
        <thead><tr><th>Class</th><th class="n">Held-out pixels</th><th class="n">Net</th>\
        <th class="n">Colour baseline</th><th class="n">Gain</th></tr></thead>
        <tbody>
        %s</tbody>
        <tfoot>
        %s</tfoot>
        </table></div>
        </section>
        """,
        rows, row("All, mean IU", all, data.net().meanIu(), data.baseline().meanIu()));
  }

  private static String row(String name, long pixels, double net, double baseline) {
    return format(
        "<tr><td>%s</td><td class=\"n\">%,d</td>%s%s<td class=\"n\">%+.3f</td></tr>\n",
        name, pixels, bar("net", net), bar("base", baseline), net - baseline);
  }

  private static String bar(String kind, double iu) {
    return format(
        "<td class=\"n\"><span class=\"bar\"><i class=\"%s\" style=\"width:%.1f%%\"></i></span><span class=\"iu\">%.3f</span></td>",
        kind, 100 * iu, iu);
  }

  private String key(int label) {
    return format(
        "<span class=\"key\"><i style=\"background:#%06x\"></i>%s</span>",
        data.palette().colour(label), escape(data.classNames().get(label)));
  }

  private String examples() {
    String legend =
        IntStream.range(0, data.classNames().size())
            .mapToObj(this::key)
            .collect(Collectors.joining("\n"));
    String rows = data.examples().stream().map(this::example).collect(Collectors.joining());
    return "<section class=\"card\">\n<h2>Held-out images</h2>\n<p class=\"legend\">"
        + legend
        + "</p>\n"
        + rows
        + "</section>\n";
  }

  private String example(Example example) {
    RgbImage image = example.image();
    Overlay overlay = Overlay.of(image, example.net()).palette(data.palette());
    return "<div class=\"example\"><h3>"
        + escape(example.caption())
        + "</h3>\n<div class=\"panels\">\n"
        + panel("Image", image)
        + panel("Truth", painted(image, example.truth()))
        + panel("Colour baseline", painted(image, example.baseline()))
        + panel("Net", painted(image, example.net()))
        + panel("Net over image", overlay.render())
        + "</div></div>\n";
  }

  private RgbImage painted(RgbImage image, LabelMap labels) {
    return Overlay.of(image, labels).palette(data.palette()).everyLabel().opacity(1).render();
  }

  private static String panel(String name, RgbImage image) {
    return format(
        "<figure>%s<figcaption>%s</figcaption></figure>\n", Html.image(image, name), name);
  }

  private String settings() {
    String list =
        data.settings().entrySet().stream()
            .map(s -> format("<dt>%s</dt><dd>%s</dd>\n", escape(s.getKey()), escape(s.getValue())))
            .collect(Collectors.joining());
    return "<section class=\"card\">\n<h2>How it was made</h2>\n<pre><code>"
        + escape(data.command())
        + "</code></pre>\n<dl>\n"
        + list
        + "</dl>\n</section>\n";
  }

  private static String css() {
    try (InputStream in = Objects.requireNonNull(Report.class.getResourceAsStream("report.css"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
