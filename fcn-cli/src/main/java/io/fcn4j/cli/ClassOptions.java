package io.fcn4j.cli;

import io.fcn4j.models.data.ClassNames;
import io.fcn4j.models.data.DatasetException;
import io.fcn4j.models.data.PascalVoc;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many classes there are, and their names. */
final class ClassOptions {
  @Option(
      names = "--classes",
      paramLabel = "N",
      converter = Values.Count.class,
      description = "Classes, background included (default: as many as there are names).")
  private int count;

  @Option(
      names = "--class-names",
      paramLabel = "NAME",
      split = ",",
      description = "Their names, in label order (default: DIR/" + ClassNames.FILE + ").")
  private List<String> names = List.of();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  List<String> names(DataOptions data) {
    if (!names.isEmpty()) {
      if (count != 0 && count != names.size()) {
        throw new ParameterException(
            command.commandLine(),
            "--classes is %d, but --class-names has %d names".formatted(count, names.size()));
      }
      return names;
    }
    Optional<List<String>> listed = ClassNames.in(data.root());
    if (listed.isPresent()) {
      checkCount(data, listed.get());
      return listed.get();
    }
    if (count == 0) {
      throw new ParameterException(
          command.commandLine(),
          "the classes are unknown: give --classes or --class-names, or write "
              + data.root().resolve(ClassNames.FILE)
              + " (one name a line, in label order)");
    }
    boolean pascal = data.format() == DataOptions.Format.VOC && count == PascalVoc.CLASSES.size();
    return pascal ? PascalVoc.CLASSES : ClassNames.numbered(count);
  }

  private void checkCount(DataOptions data, List<String> listed) {
    if (count != 0 && count != listed.size()) {
      throw new DatasetException(
          "%s has %d names, but --classes is %d; leave --classes out, or correct the file"
              .formatted(data.root().resolve(ClassNames.FILE), listed.size(), count));
    }
  }
}
