package io.fcn4j.cli;

import io.fcn4j.caffe.DataLayer;
import io.fcn4j.caffe.Prototxt;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The shape of an input: {@code data=1x3x500x500}, or of the first one: {@code 1x3x500x500}. */
record NamedShape(@Nullable String name, Shape shape) {
  String name(String otherwise) {
    return name == null ? otherwise : name;
  }

  /** A net with these shapes for its inputs. */
  static Prototxt given(List<NamedShape> inputs, Prototxt net) {
    String first =
        net.dataLayers().stream()
            .flatMap(layer -> layer.tops().stream())
            .map(DataLayer.Top::name)
            .findFirst()
            .orElse("");
    Prototxt with = net;
    for (NamedShape input : inputs) {
      with = with.input(input.name(first), input.shape());
    }
    return with;
  }

  static final class Converter implements ITypeConverter<NamedShape> {
    @Override
    public NamedShape convert(String text) {
      int end = text.lastIndexOf('=');
      try {
        Shape shape = Shape.parse(text.substring(end + 1));
        return new NamedShape(end < 0 ? null : text.substring(0, end), shape);
      } catch (FcnException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
