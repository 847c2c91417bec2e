package io.fcn4j.cli;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import io.fcn4j.models.ModelName;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the texts of options become values; what does not is wrong usage. */
final class Values {
  private Values() {}

  static void register(CommandLine commandLine) {
    commandLine
        .registerConverter(ModelName.class, parser(ModelName::parse))
        .registerConverter(Shape.class, parser(Shape::parse))
        .registerConverter(LrSchedule.class, parser(LrSchedule::parse))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static <T> ITypeConverter<T> parser(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (FcnException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  /** A count of something that there must be. */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (text.matches("[1-9]\\d{0,8}")) {
        return Integer.valueOf(text);
      }
      throw new TypeConversionException("'" + text + "' is not a whole number from 1 on");
    }
  }
}
