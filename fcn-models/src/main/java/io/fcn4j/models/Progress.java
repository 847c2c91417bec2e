package io.fcn4j.models;

import io.fcn4j.core.solver.IterationReport;
import io.fcn4j.core.solver.SolverListener;
import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;

/** Shows a training run on one line: a bar, the loss, images per second and the time left. */
public final class Progress implements SolverListener {
  private static final int BAR = 24;
  private static final double SECONDS_BETWEEN_LINES = 10;

  private final PrintStream out;
  private final boolean redraw;
  private double nextAt;
  private boolean open;

  private Progress(PrintStream out, boolean redraw) {
    this.out = out;
    this.redraw = redraw;
  }

  /** Redrawn in place on a terminal; a line every ten seconds elsewhere. */
  public static Progress console() {
    return new Progress(System.err, isTerminal());
  }

  /** From JDK 22 on there is a console without a terminal too, and a method that tells. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void iteration(IterationReport report) {
    boolean last = report.iteration() == report.end();
    if (!last && report.seconds() < nextAt) {
      return;
    }
    nextAt = report.seconds() + (redraw ? 0.1 : SECONDS_BETWEEN_LINES);
    out.print((redraw ? "\r" : "") + line(report) + (redraw ? "\u001b[K" : System.lineSeparator()));
    out.flush();
    open = redraw;
  }

  static String line(IterationReport report) {
    double done = (double) report.iteration() / report.end();
    int filled = (int) (BAR * done);
    long left = Math.round(report.secondsLeft());
    return "[%s%s] %d/%d  loss %.4f  %.1f images/s  ETA %d:%02d"
        .formatted(
            "=".repeat(filled),
            " ".repeat(BAR - filled),
            report.iteration(),
            report.end(),
            report.averageLoss(),
            report.images() / report.seconds(),
            left / 60,
            left % 60);
  }

  @Override
  public void snapshot(long iteration, Path weights) {
    out.println((open ? System.lineSeparator() : "") + "snapshot " + weights);
    open = false;
  }

  @Override
  public void finished() {
    if (open) {
      out.println();
      open = false;
    }
  }
}
