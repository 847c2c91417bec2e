package io.fcn4j.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The fcn command in a process of its own. */
final class FcnProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path output;

  private FcnProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * @param output takes all that it prints
   * @param before runs Java, such as a shell that sets limits
   */
  static FcnProcess start(Path output, List<String> before, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(CliRun.words(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new FcnProcess(process, output);
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits until it has written so many lines into a file. */
  void awaitLines(Path file, int lines) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(file) || Files.readAllLines(file).size() < lines) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("no " + lines + " lines in " + file + "\n" + output());
      }
      Thread.sleep(20);
    }
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the process does not end");
    }
    return process.exitValue();
  }

  String output() throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
