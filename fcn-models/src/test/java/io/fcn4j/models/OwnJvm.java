package io.fcn4j.models;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs a main class in a JVM of its own, for what is said of a whole process. */
final class OwnJvm {
  private OwnJvm() {}

  /** The number that the program prints after a word at the start of a line. */
  static long number(String word, Class<?> program, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Dorg.bytedeco.javacpp.maxbytes=0");
    command.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    command.add("-cp");
    String own = System.getProperty("java.class.path");
    command.add(System.getProperty("surefire.test.class.path", own));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines;
    try (BufferedReader out = process.inputReader()) {
      lines = out.lines().filter(line -> line.startsWith(word + " ")).toList();
    }
    if (process.waitFor() != 0 || lines.size() != 1) {
      throw new IOException(program + " ended with " + process.exitValue() + ", said " + lines);
    }
    return Long.parseLong(lines.get(0).substring(word.length() + 1));
  }

  /** A line of Linux's {@code /proc/self/status}, such as VmRSS or VmHWM, in bytes. */
  static long statusBytes(String name) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return 1024
          * lines
              .filter(line -> line.startsWith(name + ":"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow();
    }
  }
}
