package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.fcn4j.caffe.proto.CaffeProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The table of fields that the readers are made from is Caffe's own, which its library carries
 * along: messages, fields, numbers, types, labels, defaults, and the values of enums.
 */
class FieldTableTest {
  private static final String LIBRARY = "/org/bytedeco/caffe/linux-x86_64/libcaffe.so.1.0.0";

  /** How a description of this name and package begins. */
  private static final String START = "\n\u000bcaffe.proto\u0012\u0005caffe";

  private static final Set<Integer> FIELDS =
      Set.of(
          FileDescriptorProto.NAME_FIELD_NUMBER,
          FileDescriptorProto.PACKAGE_FIELD_NUMBER,
          FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER,
          FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER);

  @Test
  void isThatOfCaffe() throws IOException {
    Set<String> caffes = table(ofCaffe());
    Set<String> ours = table(CaffeProto.getDescriptor().toProto());
    assertThat(caffes).hasSizeGreaterThan(500);
    assertThat(ours).containsAll(caffes);
    ours.removeAll(caffes);
    assertThat(ours)
        .as("what Caffe 1.0 does not have yet, or not on its main branch")
        .containsExactly(
            "PoolingParameter.RoundMode CEIL = 0",
            "PoolingParameter.RoundMode FLOOR = 1",
            "PoolingParameter.round_mode = 13: LABEL_OPTIONAL TYPE_ENUM"
                + " .caffe.PoolingParameter.RoundMode, default CEIL",
            "SolverParameter.weights = 42: LABEL_REPEATED TYPE_STRING , default ",
            "V1LayerParameter.LayerType CROP = 40");
  }

  private static FileDescriptorProto ofCaffe() throws IOException {
    byte[] library = new byte[0];
    try (InputStream in = FieldTableTest.class.getResourceAsStream(LIBRARY)) {
      Assumptions.assumeTrue(in != null, () -> LIBRARY + " is not on the class path");
      if (in != null) {
        library = in.readAllBytes();
      }
    }
    int start = new String(library, StandardCharsets.ISO_8859_1).indexOf(START);
    assertThat(start).isPositive();
    return FileDescriptorProto.parseFrom(
        ByteString.copyFrom(library, start, length(library, start)));
  }

  /** Nothing tells the length: the description goes on for as long as its fields do. */
  private static int length(byte[] library, int start) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(library, start, library.length - start);
    int length = 0;
    while (FIELDS.contains(nextField(in))) {
      in.skipRawBytes(in.readRawVarint32());
      length = in.getTotalBytesRead();
    }
    return length;
  }

  private static int nextField(CodedInputStream in) throws IOException {
    try {
      return WireFormat.getTagFieldNumber(in.readTag());
    } catch (InvalidProtocolBufferException e) {
      return 0;
    }
  }

  private static Set<String> table(FileDescriptorProto file) {
    Set<String> table = new TreeSet<>();
    file.getMessageTypeList().forEach(message -> add(message, table));
    file.getEnumTypeList().forEach(type -> add("", type, table));
    return table;
  }

  private static void add(DescriptorProto message, Set<String> table) {
    table.add(message.getName());
    for (FieldDescriptorProto field : message.getFieldList()) {
      table.add(
          "%s.%s = %d: %s %s %s, default %s%s"
              .formatted(
                  message.getName(),
                  field.getName(),
                  field.getNumber(),
                  field.getLabel(),
                  field.getType(),
                  field.getTypeName(),
                  field.getDefaultValue(),
                  field.getOptions().getPacked() ? ", packed" : ""));
    }
    assertThat(message.getNestedTypeCount()).isZero();
    message.getEnumTypeList().forEach(type -> add(message.getName() + ".", type, table));
  }

  private static void add(String scope, EnumDescriptorProto type, Set<String> table) {
    type.getValueList()
        .forEach(
            value ->
                table.add(
                    "%s%s %s = %d"
                        .formatted(scope, type.getName(), value.getName(), value.getNumber())));
  }
}
