package io.fcn4j.models.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Names of classes, in the order of their labels. */
public final class ClassNames {
  /** The file beside a data set's folders that holds its names, one a line. */
  public static final String FILE = "class_names.txt";

  private ClassNames() {}

  /** Stand-ins where only the number of classes is known: "class 0", "class 1", ... */
  public static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(label -> "class " + label).toList();
  }

  /** The names in a data set's {@value #FILE}, if it has one. */
  public static Optional<List<String>> in(Path root) {
    Path file = root.resolve(FILE);
    return Files.exists(file) ? Optional.of(TextLines.read(file)) : Optional.empty();
  }
}
