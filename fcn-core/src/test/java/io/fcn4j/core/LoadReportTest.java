package io.fcn4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.LoadReport.Outcome;
import io.fcn4j.core.LoadReport.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadReportTest {
  @Test
  void showsTenOfEachOutcome() {
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      rows.add(new Row("unused" + i, Outcome.UNUSED, "-", "1", ""));
    }
    for (int i = 1; i <= 10; i++) {
      rows.add(new Row("missing" + i, Outcome.MISSING, "1", "-", ""));
    }
    assertThat(new LoadReport("file", rows).toString().lines())
        .hasSize(1 + 10 + 10 + 1)
        .startsWith("file: 0 of 22 matched")
        .contains("  missing      missing10                needed 1                  found -")
        .anyMatch(line -> line.startsWith("  unused       unused10 "))
        .noneMatch(line -> line.contains("unused11"))
        .endsWith("  unused       and 2 more");
  }
}
