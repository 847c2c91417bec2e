package io.fcn4j.cli.demo;

import static io.fcn4j.cli.demo.Html.format;

/** The part of a {@link Report} that compares IU by class. */
record ClassTable(ReportData data) {
  String html() {
    StringBuilder rows = new StringBuilder();
    long all = 0;
    for (int c = 0; c < data.classNames().size(); c++) {
      long pixels = data.net().confusion().get(c).stream().mapToLong(Long::longValue).sum();
      all += pixels;
      double net = data.net().perClassIu().get(c);
      rows.append(row(Html.key(data, c), pixels, net, data.baseline().perClassIu().get(c)));
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
}
