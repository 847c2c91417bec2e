package io.fcn4j.caffe.blob;

import com.google.protobuf.CodedInputStream;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.Elements;
import io.fcn4j.core.nd4j.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where a file holds a BlobProto, and what it is. */
public record BlobPlace(long begin, long end, Shape shape, boolean doubles) {
  private static final int BUFFER = 1 << 16;

  /** Overwrites a dense float32 array in c order of as many elements. */
  public void read(RandomAccessFile file, INDArray target) throws IOException {
    file.seek(begin);
    Sink sink = new Sink(target, doubles);
    CodedInputStream in = stream(new Front(file, end - begin), end - begin);
    new BlobFields(sink).walk(in);
    sink.flush();
  }

  /** A stream of protobuf's, of a known length. */
  static CodedInputStream stream(InputStream bytes, long length) throws IOException {
    if (length > Integer.MAX_VALUE) {
      throw new IOException(
          "it has " + length + " bytes; protobuf's files, and so Caffe's, end at 2 GiB");
    }
    CodedInputStream in = CodedInputStream.newInstance(bytes, BUFFER);
    in.setSizeLimit(Integer.MAX_VALUE);
    in.pushLimit((int) length);
    return in;
  }

  /** Gathers values and writes them in chunks. */
  private static final class Sink implements BlobFields.Values {
    private final INDArray target;
    private final boolean doubles;
    private final float[] chunk;
    private int filled;
    private long written;

    Sink(INDArray target, boolean doubles) {
      this.target = target;
      this.doubles = doubles;
      chunk = new float[(int) Math.min(Elements.CHUNK, target.length())];
    }

    @Override
    public void take(CodedInputStream in, boolean areDoubles, int count) throws IOException {
      if (areDoubles != doubles) {
        // As Caffe does, which looks at double_data first.
        BlobFields.SKIP.take(in, areDoubles, count);
        return;
      }
      for (int i = 0; i < count; i++) {
        if (filled == chunk.length) {
          flush();
        }
        chunk[filled++] = doubles ? (float) in.readDouble() : in.readFloat();
      }
    }

    void flush() throws IOException {
      if (written + filled > target.length()) {
        throw new IOException("the file has changed while it was read");
      }
      Host.write(chunk, filled, target, written);
      written += filled;
      filled = 0;
    }
  }

  /** The next bytes of a file, and no more. */
  static final class Front extends InputStream {
    private final RandomAccessFile file;
    private long left;

    Front(RandomAccessFile file, long length) {
      this.file = file;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = file.read(into, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = Math.min(count, left);
      file.seek(file.getFilePointer() + skipped);
      left -= skipped;
      return skipped;
    }
  }
}
