package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import io.fcn4j.core.MemoryException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

class MainTest {
  /** A command that fails. */
  @Command(name = "fail")
  private record Fail(Throwable failure) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    }
  }

  private static CliRun failing(Throwable failure, String arguments) {
    Main main = new Main();
    main.commandLine().addSubcommand(new Fail(failure));
    return CliRun.of(main, arguments);
  }

  @AfterEach
  void logAsBefore() {
    ((Logger) LoggerFactory.getLogger("io.fcn4j")).setLevel(null);
  }

  @Test
  void withoutArgumentsItShowsItsCommands() {
    CliRun run = CliRun.of();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("Usage: fcn ")
        .contains("train", "evaluate", "segment", "run", "convert", "summary", "time", "doctor");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"train", "evaluate", "segment", "run", "convert", "summary", "time", "doctor"})
  void helpShowsAnExample(String command) {
    CliRun run = CliRun.of(command + " --help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("Usage: fcn " + command)
        .contains("--json")
        .containsPattern("Examples?:\\R  fcn " + command);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void version() {
    CliRun run = CliRun.of("--version");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("fcn4j ").contains("Java " + Runtime.version());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tain                            | fcn: Unmatched argument at index 0: 'tain'
          summary                         | fcn summary: Missing required parameter: 'MODEL'
          summary fcn8s-vgg16 --inputs 3  | fcn summary: Unknown options: '--inputs', '3'
          summary fcn8s-vgg17             | fcn summary: unknown model 'fcn8s-vgg17'; expected fcn32s|fcn16s|fcn8s|fcn8s-atonce
          summary fcn8s-vgg16:depth=2     | unknown option 'depth=2'; known are width=1/8
          summary fcn8s-vgg16 --input 3x  | Invalid value for option '--input' ([NAME=]NxCxHxW): '3x' is not a shape; write it as 1x3x500x500
          summary fcn8s-vgg16 --classes 0 | Invalid value for option '--classes': '0' is not a whole number from 1 on
          train --lr fast                 | Invalid value for option '--lr': 'fast' is not a double
          train --batch 1.5               | Invalid value for option '--batch': '1.5' is not a whole number from 1 on
          train --lr-policy exp           | Invalid value for option '--lr-policy': unknown policy 'exp'; expected fixed, step:GAMMA,ITERATIONS
          train --format coco             | Invalid value for option '--format': expected one of [VOC, FOLDER] (case-insensitive) but was 'coco'
          train --data d                  | fcn train: Missing required options
          """)
  void wrongUsage(String arguments, String message) {
    CliRun run = CliRun.of(arguments);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message).contains("--help' shows the options.");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void failureIsItsMessageAndNoMore() {
    CliRun run = failing(new MemoryException("the plan needs 9 MB and 1 MB are free"), "fail");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("fcn fail: the plan needs 9 MB and 1 MB are free" + System.lineSeparator());
  }

  @Test
  void verboseShowsWhereAFailureCameFrom() {
    CliRun run = failing(new MemoryException("too much"), "fail -v");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("fcn fail: too much").contains("at io.fcn4j.cli.MainTest");
  }

  @Test
  void defectShowsItsTrace() {
    CliRun run = failing(new IllegalStateException("odd"), "fail");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("fcn fail: this is a defect of fcn4j; please report it with what follows")
        .contains("IllegalStateException: odd", "at io.fcn4j.cli.MainTest");
  }

  @Test
  void javaOutOfMemory() {
    CliRun run = failing(new OutOfMemoryError("Java heap space"), "fail");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("fcn: out of memory: Java heap space. Use a smaller image")
        .contains("FCN_JAVA_OPTS=-Xmx4g")
        .doesNotContain("\tat ");
  }

  @Test
  void nativeCodeThatDoesNotLoad() {
    CliRun run = failing(new UnsatisfiedLinkError("no jnind4jcpu"), "fail");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("fcn: ND4J's native code does not load:")
        .contains("no jnind4jcpu", "nd4j-native")
        .doesNotContain("\tat ");
  }
}
