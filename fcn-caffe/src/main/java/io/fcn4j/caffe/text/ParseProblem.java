package io.fcn4j.caffe.text;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.TextFormat.ParseException;
import io.fcn4j.caffe.Place;
import io.fcn4j.caffe.PrototxtException;
import io.fcn4j.caffe.proto.CaffeProto;
import io.fcn4j.core.Names;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What protobuf's parser complains of, with the names that were probably meant. */
final class ParseProblem {
  /** The first of the unknown fields, which are listed with their own places. */
  private static final Pattern UNKNOWN_FIELD =
      Pattern.compile("(?m)^(\\d+):(\\d+):\\s*caffe\\.([\\w.]+)\\.(\\w+)$");

  private static final Pattern UNKNOWN_VALUE =
      Pattern.compile("Enum type \"caffe\\.([\\w.]+)\" has no value named \"(\\w+)\"");

  private static final Pattern POSITION = Pattern.compile("^\\d+:\\d+: ");

  private ParseProblem() {}

  static PrototxtException explain(Path path, ParseException e) {
    String text = String.valueOf(e.getMessage());
    Matcher field = UNKNOWN_FIELD.matcher(text);
    if (field.find()) {
      Place place =
          new Place(path, Integer.parseInt(field.group(1)), Integer.parseInt(field.group(2)));
      return new PrototxtException(place, unknownField(field.group(3), field.group(4)), e);
    }
    Matcher value = UNKNOWN_VALUE.matcher(text);
    String explained =
        value.find()
            ? unknownValue(value.group(1), value.group(2))
            : POSITION.matcher(text).replaceFirst("");
    return new PrototxtException(new Place(path, e.getLine(), e.getColumn()), explained, e);
  }

  private static String unknownField(String message, String name) {
    Descriptor type = CaffeProto.getDescriptor().findMessageTypeByName(message);
    return "%s has no field '%s'%s"
        .formatted(
            message,
            name,
            Names.nearest(name, type.getFields().stream().map(FieldDescriptor::getName).toList()));
  }

  private static String unknownValue(String type, String name) {
    int dot = type.indexOf('.');
    EnumDescriptor values =
        dot < 0
            ? CaffeProto.getDescriptor().findEnumTypeByName(type)
            : CaffeProto.getDescriptor()
                .findMessageTypeByName(type.substring(0, dot))
                .findEnumTypeByName(type.substring(dot + 1));
    return "%s has no value '%s'%s"
        .formatted(
            type,
            name,
            Names.nearest(
                name, values.getValues().stream().map(EnumValueDescriptor::getName).toList()));
  }
}
