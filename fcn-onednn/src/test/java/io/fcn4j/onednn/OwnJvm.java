package io.fcn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a main class in a JVM of its own, with a small heap. */
final class OwnJvm {
  private OwnJvm() {}

  static String run(List<String> options, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    return run(options, jar -> true, new ProcessBuilder(), program, arguments);
  }

  /**
   * As above.
   *
   * @param jars those of the class path that it has
   * @param process its environment
   */
  static String run(
      List<String> options,
      Predicate<String> jars,
      ProcessBuilder process,
      Class<?> program,
      String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC"));
    command.addAll(
        List.of("-Dorg.bytedeco.javacpp.maxbytes=0", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
    command.addAll(options);
    String own =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String path =
        Stream.of(own.split(File.pathSeparator))
            .filter(jars)
            .collect(Collectors.joining(File.pathSeparator));
    command.addAll(List.of("-cp", path, program.getName()));
    command.addAll(List.of(arguments));
    Process started = process.command(command).redirectErrorStream(true).start();
    String out = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(started.waitFor()).as(out).isZero();
    return out;
  }
}
