package io.fcn4j.onnx;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.io.Elements;
import io.fcn4j.onnx.proto.GraphProto;
import io.fcn4j.onnx.proto.ModelProto;
import io.fcn4j.onnx.proto.TensorProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * Writes a model, one weight after the other, so that none is copied. Lengths come before contents
 * in protobuf, so they are computed first.
 */
final class ModelWriter {
  /**
   * What ONNX 1.8 brought: old enough for every runtime, and axes of Softmax mean what Caffe's do.
   */
  private static final int OPSET = 13;

  private static final int IR_VERSION = 7;

  private final Model model;
  private final GraphProto graph;
  private final int graphBytes;

  private ModelWriter(Model model) {
    this.model = model;
    graph = GraphMessage.of(model);
    long bytes = graph.getSerializedSize();
    for (Weight weight : model.flow().weights()) {
      bytes += fieldLength(GraphProto.INITIALIZER_FIELD_NUMBER, tensorLength(weight));
    }
    graphBytes = within2Gib(bytes);
  }

  static void write(Path file, Model model) {
    ModelWriter writer = new ModelWriter(model);
    AtomicFile.write(file, writer::write);
  }

  private void write(OutputStream bytes) throws IOException {
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    ModelProto.newBuilder().setIrVersion(IR_VERSION).setProducerName("fcn4j").build().writeTo(out);
    begin(out, ModelProto.GRAPH_FIELD_NUMBER, graphBytes);
    graph.writeTo(out);
    for (Weight weight : model.flow().weights()) {
      begin(out, GraphProto.INITIALIZER_FIELD_NUMBER, Math.toIntExact(tensorLength(weight)));
      header(weight).writeTo(out);
      begin(out, TensorProto.RAW_DATA_FIELD_NUMBER, Math.toIntExact(weight.bytes()));
      // Values go past the stream of fields.
      out.flush();
      Elements.write(weight.array(), bytes);
    }
    ModelProto.Builder operators = ModelProto.newBuilder();
    operators.addOpsetImportBuilder().setDomain("").setVersion(OPSET);
    operators.build().writeTo(out);
    out.flush();
  }

  private static void begin(CodedOutputStream out, int field, int length) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(length);
  }

  /** All of a weight but its values. */
  private TensorProto header(Weight weight) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setName(Objects.requireNonNull(model.names().get(weight.value())));
    LongStream.of(weight.shape().dims()).forEach(tensor::addDims);
    return tensor.build();
  }

  private long tensorLength(Weight weight) {
    return header(weight).getSerializedSize()
        + fieldLength(TensorProto.RAW_DATA_FIELD_NUMBER, weight.bytes());
  }

  private static long fieldLength(int field, long content) {
    return CodedOutputStream.computeTagSize(field)
        + CodedOutputStream.computeUInt64SizeNoTag(content)
        + content;
  }

  private static int within2Gib(long bytes) {
    if (bytes > Integer.MAX_VALUE) {
      throw new FcnException(
          ("found %,d bytes of layers and weights, but protobuf's files, and so a single .onnx, end"
                  + " at 2 GiB; export a narrower net")
              .formatted(bytes));
    }
    return (int) bytes;
  }
}
