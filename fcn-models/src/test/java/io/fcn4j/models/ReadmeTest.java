package io.fcn4j.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every Java line of the README is a line of a test that compiles and runs. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final List<Path> PROGRAMS =
      List.of(
          Path.of("src/test/java/io/fcn4j/models/UserCodeTest.java"),
          Path.of("../fcn-cli/src/test/java/io/fcn4j/cli/CaffeCodeTest.java"),
          Path.of("../fcn-testkit/src/test/java/com/example/Times.java"),
          Path.of("../fcn-testkit/src/test/java/com/example/TimesTest.java"));

  @Test
  void everyProgramIsCompiledAndRun() throws IOException {
    StringBuilder tests = new StringBuilder();
    for (Path program : PROGRAMS) {
      tests.append(squeezed(Files.readString(program)));
    }
    Matcher blocks = JAVA.matcher(Files.readString(Path.of("../README.md")));
    List<String> missing = new ArrayList<>();
    int found = 0;
    while (blocks.find()) {
      found++;
      for (String line : blocks.group(1).lines().toList()) {
        if (!tests.toString().contains(squeezed(line))) {
          missing.add(line);
        }
      }
    }
    assertThat(found).isGreaterThan(4);
    assertThat(missing).as("lines of the README that no test compiles").isEmpty();
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "");
  }
}
