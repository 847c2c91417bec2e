package io.fcn4j.cli;

import io.fcn4j.core.FcnException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what went wrong, and gives the exit code for it. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private boolean traced;

  /** Whether to show where errors that explain themselves came from. */
  void traced(boolean on) {
    traced = on;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return tell(command, e);
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    if (args.length == 0) {
      command.usage(err);
    } else {
      err.println(name(command) + ": " + e.getMessage());
      UnmatchedArgumentException.printSuggestions(e, err);
      if (command.getCommandName().equals("train")) {
        TrainSolver.hint(args).ifPresent(err::println);
      }
      err.println("'" + name(command) + " --help' shows the options.");
    }
    return ExitCode.USAGE;
  }

  int tell(CommandLine command, Throwable failure) {
    PrintWriter err = command.getErr();
    err.println(name(command) + ": " + text(failure));
    if (traced || isDefect(failure)) {
      failure.printStackTrace(err);
    }
    err.flush();
    return ExitCode.SOFTWARE;
  }

  private static String text(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "out of memory: %s. Use a smaller image or batch or a narrower model, or give Java more"
              .formatted(failure.getMessage())
          + " (FCN_JAVA_OPTS=-Xmx4g)";
    }
    if (failure instanceof LinkageError) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      return "ND4J's native code does not load: %s. Is nd4j-native on the class path with the classifier"
              .formatted(cause)
          + " of this system?";
    }
    return isDefect(failure)
        ? "this is a defect of fcn4j; please report it with what follows"
        : String.valueOf(failure.getMessage());
  }

  private static boolean isDefect(Throwable failure) {
    return !(failure instanceof FcnException
        || failure instanceof OutOfMemoryError
        || failure instanceof LinkageError);
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }
}
