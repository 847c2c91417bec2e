package io.fcn4j.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.cli.demo.ReportData.CurvePoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SvgCurveTest {
  @Test
  void stepsAreRoundNumbers() {
    assertThat(SvgCurve.niceStep(0.17)).isEqualTo(0.2, within(1e-12));
    assertThat(SvgCurve.niceStep(0.2)).isEqualTo(0.2, within(1e-12));
    assertThat(SvgCurve.niceStep(150)).isEqualTo(200, within(1e-9));
    assertThat(SvgCurve.niceStep(7)).isEqualTo(10, within(1e-9));
  }

  @Test
  void curveRunsFromItsFirstPointToTheRightEnd() {
    List<CurvePoint> points = List.of(new CurvePoint(0, 1), new CurvePoint(100, 0));
    String svg = new SvgCurve("loss", points, 1, Map.of()).svg();
    assertThat(svg)
        .contains("d=\"M44.0 14.0L508.0 246.0\"")
        .contains(">100</text>", ">0.000</text>");
    assertThat(svg).doesNotContain("class=\"level\"");
  }

  @Test
  void levelIsDrawnAndNamed() {
    String svg = new SvgCurve("mean IU", List.of(), 1, Map.of("a < b", 0.5)).svg();
    assertThat(svg).contains("class=\"level\" x1=\"44\" x2=\"508\" y1=\"130.0\" y2=\"130.0\"");
    assertThat(svg).contains("a &lt; b").doesNotContain("class=\"curve\"");
  }
}
