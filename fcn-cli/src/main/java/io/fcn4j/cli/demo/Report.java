package io.fcn4j.cli.demo;

import static io.fcn4j.cli.demo.Html.escape;
import static io.fcn4j.cli.demo.Html.format;

import io.fcn4j.cli.demo.ReportData.CurvePoint;
import io.fcn4j.core.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

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
        + new ClassTable(data).html()
        + new Gallery(data).html()
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
