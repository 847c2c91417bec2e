package io.fcn4j.caffe.text;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.Parser.SingularOverwritePolicy;
import com.google.protobuf.TextFormatParseInfoTree;
import com.google.protobuf.TextFormatParseLocation;
import io.fcn4j.caffe.Place;
import io.fcn4j.caffe.PrototxtException;
import io.fcn4j.core.io.FileException;
import io.fcn4j.core.io.FileKind;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A message in protobuf's text format, and where its parts stand in the file. */
public final class TextFile<M extends Message> {
  /** Ten times what the largest published nets take; as messages they take far more memory. */
  private static final int MAX_BYTES = 1 << 21;

  /** As deep as protobuf's own parsers go by default. */
  private static final int MAX_DEPTH = 100;

  private final Path path;
  private final M message;
  private final TextFormatParseInfoTree places;

  private TextFile(Path path, M message, TextFormatParseInfoTree places) {
    this.path = path;
    this.message = message;
    this.places = places;
  }

  /**
   * Reads a file.
   *
   * @param prototype the default instance of the message that the file holds
   * @throws FileException if the file cannot be read
   * @throws PrototxtException with line, column and the nearest known field, if it is not such a
   *     message
   */
  public static <M extends Message> TextFile<M> read(Path path, M prototype) {
    String text = text(path);
    TextFormatParseInfoTree.Builder places = TextFormatParseInfoTree.builder();
    Message.Builder builder = prototype.newBuilderForType();
    TextFormat.Parser parser =
        TextFormat.Parser.newBuilder()
            .setSingularOverwritePolicy(SingularOverwritePolicy.FORBID_SINGULAR_OVERWRITES)
            .setRecursionLimit(MAX_DEPTH)
            .setParseInfoTreeBuilder(places)
            .build();
    try {
      parser.merge(text, builder);
    } catch (TextFormat.ParseException e) {
      throw ParseProblem.explain(path, e);
    }
    @SuppressWarnings("unchecked") // a builder makes messages of its prototype's type
    M message = (M) builder.build();
    return new TextFile<>(path, message, places.build());
  }

  private static String text(Path path) {
    byte[] bytes;
    try (InputStream in = new FileInputStream(path.toFile())) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new FileException("cannot read", path, e);
    }
    FileKind kind = FileKind.of(bytes);
    if (kind != FileKind.TEXT && kind != FileKind.UNKNOWN) {
      throw new PrototxtException(
          Place.in(path), "not a prototxt; it looks like " + kind.description());
    }
    if (bytes.length > MAX_BYTES) {
      throw new PrototxtException(
          Place.in(path), "found more than " + MAX_BYTES + " bytes, too many for a prototxt");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      // Comments of old files; Caffe reads bytes.
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  public Path path() {
    return path;
  }

  public M message() {
    return message;
  }

  /** Where the i-th value of a field begins. */
  public Place place(int field, int i) {
    FieldDescriptor descriptor = message.getDescriptorForType().findFieldByNumber(field);
    List<TextFormatParseLocation> locations = places.getLocations(descriptor);
    int values = descriptor.isRepeated() ? message.getRepeatedFieldCount(descriptor) : 1;
    if (locations.size() == values) {
      return new Place(path, locations.get(i).getLine() + 1, 0);
    }
    // Of values that are written as a list, protobuf keeps only where the list begins.
    return locations.size() == 1
        ? new Place(path, locations.get(0).getLine() + 1, 0)
        : Place.in(path);
  }
}
