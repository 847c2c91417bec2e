package io.fcn4j.cli.demo;

import static io.fcn4j.cli.demo.Html.escape;
import static io.fcn4j.cli.demo.Html.format;

import io.fcn4j.cli.demo.ReportData.Example;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.Overlay;
import io.fcn4j.models.image.RgbImage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The part of a {@link Report} that shows held-out images beside their label maps. */
record Gallery(ReportData data) {
  String html() {
    String legend =
        IntStream.range(0, data.classNames().size())
            .mapToObj(label -> Html.key(data, label))
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
}
