package io.fcn4j.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Work that would leave its mark on the memory of the process that is measured. */
final class OtherProcess {
  private OtherProcess() {}

  /** Runs a main class with this class path and waits for its end. */
  static void run(Class<?> main, Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Jvm.ANY_BYTES,
                Jvm.ANY_PHYSICAL_BYTES,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    try {
      int status = new ProcessBuilder(command).inheritIO().start().waitFor();
      Check.that(status == 0, "found an exit status of " + status + ", expected 0: " + command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
