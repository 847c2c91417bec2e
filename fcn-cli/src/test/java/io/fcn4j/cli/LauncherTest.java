package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a project of empty files, with a Maven and a Java that only say their names. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final String BUILDING = "fcn: building";

  @TempDir private Path temp;
  private Path home = Path.of("home");
  private Path bin = Path.of("bin");

  @BeforeEach
  void makeProject() throws IOException {
    home = Files.createDirectories(temp.resolve("a home"));
    bin = Files.createDirectories(temp.resolve("bin"));
    Files.copy(Path.of("../fcn"), home.resolve("fcn"));
    assertThat(home.resolve("fcn").toFile().setExecutable(true)).isTrue();
    for (String file : List.of("pom.xml", "fcn-cli/pom.xml", "fcn-cli/src/main/java/Main.java")) {
      Files.createDirectories(home.resolve(file).resolveSibling(""));
      Files.createFile(home.resolve(file));
    }
    stub("mvn", "mkdir -p '%s'; echo maven \"$@\"".formatted(home.resolve("fcn-cli/target/lib")));
    java("17.0.15");
  }

  private void java(String version) throws IOException {
    stub(
        "java",
        "if [ \"$1\" = -version ]; then echo 'openjdk version \"%s\"' >&2; exit; fi"
                .formatted(version)
            + "\nfor a in \"$@\"; do echo \"<$a>\"; done\nexit 7");
  }

  private void stub(String name, String script) throws IOException {
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private record Launch(int exitCode, List<String> out, String err) {}

  private Launch launch(Path script, String... arguments) throws IOException, InterruptedException {
    Path err = temp.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList());
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("FCN_JAVA_OPTS", "-Xmx3g -Da=b");
    Process process = builder.directory(temp.toFile()).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Launch(process.waitFor(), out.lines().toList(), Files.readString(err));
  }

  @Test
  void buildsOnceAndPassesEverythingOn() throws Exception {
    Launch first = launch(home.resolve("fcn"), "segment", "a b.png", "", "*");
    assertThat(first.exitCode()).isEqualTo(7);
    assertThat(first.err()).startsWith(BUILDING).contains("maven -q -B -f " + home + "/pom.xml");
    assertThat(first.out())
        .containsSubsequence(
            "<-Xmx1g>",
            "<-Dorg.bytedeco.javacpp.maxbytes=0>",
            "<-Dorg.bytedeco.javacpp.maxphysicalbytes=0>",
            "<-Xmx3g>",
            "<-Da=b>",
            "<-cp>",
            "<" + home + "/fcn-cli/target/lib/*>",
            "<io.fcn4j.cli.Main>")
        .endsWith("<segment>", "<a b.png>", "<>", "<*>")
        .doesNotContain("<--enable-native-access=ALL-UNNAMED>");
    assertThat(launch(home.resolve("fcn")).err()).isEmpty();
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    launch(home.resolve("fcn"));
    Path source = home.resolve("fcn-cli/src/main/java/Main.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(launch(home.resolve("fcn")).err()).startsWith(BUILDING);
  }

  @Test
  void failedBuildIsNotRun() throws Exception {
    stub("mvn", "echo broken >&2; exit 1");
    Launch launch = launch(home.resolve("fcn"));
    assertThat(launch.exitCode()).isEqualTo(1);
    assertThat(launch.err()).contains("broken");
    assertThat(launch.out()).isEmpty();
    assertThat(launch(home.resolve("fcn")).err()).startsWith(BUILDING);
  }

  @Test
  void throughSymbolicLinks() throws Exception {
    Path relative = Files.createSymbolicLink(temp.resolve("one"), Path.of("a home/fcn"));
    Path link = Files.createSymbolicLink(bin.resolve("two"), relative);
    assertThat(launch(link).out()).contains("<" + home + "/fcn-cli/target/lib/*>");
  }

  @Test
  void permitsWhatNewJavaWouldWarnOf() throws Exception {
    java("25");
    assertThat(launch(home.resolve("fcn")).out())
        .contains(
            "<--enable-native-access=ALL-UNNAMED>", "<--sun-misc-unsafe-memory-access=allow>");
  }
}
