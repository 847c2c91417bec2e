package io.fcn4j.cli;

import io.fcn4j.core.io.Json;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a command reports: text for people, or JSON for programs. */
final class Results {
  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Prints in either form, whichever is wanted. */
  void print(Object result, Supplier<String> text) {
    json(result);
    text(text);
  }

  /** Prints if JSON is wanted: a whole document. */
  void json(Object result) {
    if (json) {
      print(Json.pretty(result));
    }
  }

  /** Prints if text is wanted. */
  void text(Supplier<String> text) {
    if (!json) {
      print(text.get());
    }
  }

  private void print(String text) {
    PrintWriter out = command.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
