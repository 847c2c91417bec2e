package io.fcn4j.bench;

import static java.util.stream.Collectors.joining;

import io.fcn4j.bench.Measured.Case;
import io.fcn4j.bench.peer.PeerKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was measured, as tables of Markdown: a row for every case, a column for every peer. */
final class Tables {
  private static final PeerKind OURS = PeerKind.ONEDNN;
  private static final String NOTHING = "–";

  private final Map<Case, Map<PeerKind, Measured>> rows = new LinkedHashMap<>();
  private final List<PeerKind> peers;

  Tables(List<Measured> all) {
    for (Measured one : all) {
      rows.computeIfAbsent(one.work(), work -> new EnumMap<>(PeerKind.class)).put(one.peer(), one);
    }
    peers = all.stream().map(Measured::peer).distinct().sorted().toList();
  }

  /** Ours over theirs. */
  String ratios() {
    List<PeerKind> others = peers.stream().filter(peer -> peer != OURS).toList();
    return table(
        others,
        (row, peer) -> {
          Measured ours = row.get(OURS);
          Measured theirs = row.get(peer);
          return ours == null || theirs == null
              ? NOTHING
              : ratio(ours.median(), theirs.median())
                  + " / "
                  + ratio(ours.megabytes(), theirs.megabytes());
        });
  }

  String times() {
    return table(
        peers,
        (row, peer) -> {
          Measured one = row.get(peer);
          return one == null
              ? NOTHING
              : "%s ms / %s MB (%d)"
                  .formatted(digits(one.median()), size(one.megabytes()), one.passes());
        });
  }

  private interface Cell {
    String of(Map<PeerKind, @Nullable Measured> row, PeerKind peer);
  }

  private String table(List<PeerKind> columns, Cell cell) {
    Stream<String> head =
        Stream.of(
            "| net | width | image | threads | pass | "
                + columns.stream().map(PeerKind::label).collect(joining(" | "))
                + " |",
            "|---".repeat(5 + columns.size()) + "|");
    Stream<String> body =
        rows.entrySet().stream()
            .map(
                entry ->
                    "| %s | %s |"
                        .formatted(
                            describe(entry.getKey()),
                            columns.stream()
                                .map(peer -> cell.of(entry.getValue(), peer))
                                .collect(joining(" | "))));
    return Stream.concat(head, body).collect(joining("\n"));
  }

  private static String describe(Case work) {
    Workload load = work.workload();
    return "%s | %s | %dx%d | %d | %s"
        .formatted(load.net(), load.width(), load.size(), load.size(), work.threads(), work.pass());
  }

  private static String ratio(double ours, double theirs) {
    return ours > 0 && theirs > 0 ? String.format(Locale.ROOT, "%.2f", ours / theirs) : NOTHING;
  }

  private static String size(double megabytes) {
    return megabytes > 0 ? String.format(Locale.ROOT, "%.0f", megabytes) : NOTHING;
  }

  /** Three of them. */
  private static String digits(double milliseconds) {
    int decimals = milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", milliseconds);
  }
}
