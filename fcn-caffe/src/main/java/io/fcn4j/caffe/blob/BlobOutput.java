package io.fcn4j.caffe.blob;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.fcn4j.caffe.proto.BlobProto;
import io.fcn4j.caffe.proto.BlobShape;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.Elements;
import java.io.IOException;
import java.io.OutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays as BlobProto messages, written without ever being one in memory. */
public final class BlobOutput {
  private BlobOutput() {}

  /**
   * Writes an array as a field of a message.
   *
   * @param out what the message is written to
   * @param bytes where {@code out} itself writes to; values go there directly
   */
  public static void write(CodedOutputStream out, OutputStream bytes, int field, INDArray array)
      throws IOException {
    Shape shape = Elements.shape(array);
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(within2Gib(contentLength(shape)));
    write(out, bytes, array);
  }

  /** Writes an array as a whole message. */
  public static void write(CodedOutputStream out, OutputStream bytes, INDArray array)
      throws IOException {
    Shape shape = Elements.shape(array);
    out.writeMessage(BlobProto.SHAPE_FIELD_NUMBER, proto(shape));
    out.writeTag(BlobProto.DATA_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(within2Gib(shape.count() * Float.BYTES));
    out.flush();
    Elements.write(array, bytes);
  }

  /** How many bytes a field takes that is an array of this shape. */
  static long length(Shape shape, int field) {
    long content = contentLength(shape);
    return CodedOutputStream.computeTagSize(field)
        + CodedOutputStream.computeUInt32SizeNoTag((int) content)
        + content;
  }

  private static long contentLength(Shape shape) {
    long data = shape.count() * Float.BYTES;
    return CodedOutputStream.computeMessageSize(BlobProto.SHAPE_FIELD_NUMBER, proto(shape))
        + CodedOutputStream.computeTagSize(BlobProto.DATA_FIELD_NUMBER)
        + CodedOutputStream.computeUInt32SizeNoTag((int) data)
        + data;
  }

  private static BlobShape proto(Shape shape) {
    BlobShape.Builder proto = BlobShape.newBuilder();
    for (long dim : shape.dims()) {
      proto.addDim(dim);
    }
    return proto.build();
  }

  static int within2Gib(long length) {
    if (length > Integer.MAX_VALUE) {
      throw new FcnException(
          ("found %,d bytes of arrays, but protobuf's files, and so Caffe's, end at 2 GiB;"
                  + " .caffemodel.h5 and .safetensors have no such limit")
              .formatted(length));
    }
    return (int) length;
  }
}
