package io.fcn4j.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.fcn4j.cli.demo.DemoCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The {@code fcn} command. Results go to the standard output and all else to the standard error.
 * Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
 */
@Command(
    name = "fcn",
    description = "Fully convolutional networks: train them, and segment images with them.",
    footer = "%n'fcn COMMAND --help' tells more about a command.",
    subcommands = {
      DemoCommand.class,
      Train.class,
      TrainSolver.class,
      Evaluate.class,
      Segment.class,
      Run.class,
      Convert.class,
      Summarize.class,
      Time.class,
      Doctor.class,
    },
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    scope = ScopeType.INHERIT)
public final class Main {
  static final int INTERRUPTED = 130;

  private final Failures failures = new Failures();
  private final CommandLine commandLine = new CommandLine(this);
  private final CountDownLatch done = new CountDownLatch(1);

  Main() {
    Values.register(commandLine);
    commandLine.setExecutionExceptionHandler(failures);
    commandLine.setParameterExceptionHandler(failures);
  }

  public static void main(String[] args) {
    // Numbers read the same everywhere: scripts look at them.
    Locale.setDefault(Locale.ROOT);
    Main main = new Main();
    // JSON is UTF-8, whatever the terminal may be.
    main.commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    System.exit(main.execute(args));
  }

  int execute(String... args) {
    try {
      return commandLine.execute(TrainSolver.arguments(args));
    } catch (OutOfMemoryError | LinkageError e) {
      return failures.tell(commandLine, e);
    } finally {
      done.countDown();
    }
  }

  CommandLine commandLine() {
    return commandLine;
  }

  Failures failures() {
    return failures;
  }

  /**
   * From now until it is closed, a signal calls {@code stop} and lets the command end.
   *
   * @param then what follows the iteration at hand, for a message
   */
  OrderlyStop onSignal(Runnable stop, String then) {
    return OrderlyStop.install(stop, then, done);
  }

  @Option(
      names = {"-v", "--verbose"},
      description = "Log more, and show where an error came from.",
      scope = ScopeType.INHERIT)
  void verbose(boolean on) {
    failures.traced(on);
    if (on && LoggerFactory.getLogger("io.fcn4j") instanceof Logger logger) {
      logger.setLevel(Level.DEBUG);
    }
  }
}
