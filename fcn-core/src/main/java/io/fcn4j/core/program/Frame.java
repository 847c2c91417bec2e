package io.fcn4j.core.program;

import io.fcn4j.core.nd4j.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Cells of a value that no input changes, around others; kept from a pass that computed all. */
public final class Frame implements AutoCloseable {
  /** A part of it: its cells in the whole value, and an image of them alone. */
  public record Strip(Cells cells, INDArray values) {}

  private final List<Cells> cells;
  private final List<Strip> strips = new ArrayList<>();
  private boolean filled;

  private Frame(List<Cells> cells) {
    this.cells = cells;
  }

  /** The cells of one rectangle that are not in another. */
  static Frame around(Cells inner, Cells outer) {
    Span rows = inner.rows().and(outer.rows());
    Span columns = inner.columns().and(outer.columns());
    Stream<Cells> parts =
        Stream.of(
            new Cells(new Span(outer.rows().from(), rows.from()), outer.columns()),
            new Cells(new Span(rows.to(), outer.rows().to()), outer.columns()),
            new Cells(rows, new Span(outer.columns().from(), columns.from())),
            new Cells(rows, new Span(columns.to(), outer.columns().to())));
    return new Frame(parts.filter(part -> !part.isEmpty()).toList());
  }

  boolean isFilled() {
    return filled || cells.isEmpty();
  }

  void fill(INDArray whole) {
    for (Cells part : cells) {
      strips.add(new Strip(part, window(whole, part).dup('c')));
    }
    filled = true;
  }

  /** A view of some cells of an image. */
  static INDArray window(INDArray image, Cells cells) {
    INDArray band = Views.slice(image, 2, cells.rows().from(), cells.rows().to());
    return Views.slice(band, 3, cells.columns().from(), cells.columns().to());
  }

  public List<Strip> strips() {
    return List.copyOf(strips);
  }

  @Override
  public void close() {
    strips.forEach(strip -> strip.values().close());
    strips.clear();
  }
}
