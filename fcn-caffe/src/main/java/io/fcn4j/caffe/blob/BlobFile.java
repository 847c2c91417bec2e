package io.fcn4j.caffe.blob;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.fcn4j.core.io.Elements;
import io.fcn4j.core.io.FileKind;
import io.fcn4j.core.io.WeightFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An open binary file whose blobs have been found. */
public final class BlobFile implements AutoCloseable {
  /** Tens of times what the largest published nets take; as messages they take far more memory. */
  private static final int MAX_STRUCTURE = 1 << 22;

  /** A hundred times what the largest published nets have. */
  private static final int MAX_BLOBS = 1 << 17;

  /** Any that a protobuf message may look like: its fields may come in any order. */
  private static final Set<FileKind> POSSIBLE =
      Set.of(FileKind.CAFFEMODEL, FileKind.SOLVERSTATE, FileKind.BINARYPROTO, FileKind.UNKNOWN);

  private final Path path;
  private final RandomAccessFile file;
  private final byte[] structure;
  private final List<Found> blobs;

  /**
   * A blob, and the value of a repeated field of the file's message that it is in, or is.
   *
   * @param field the number of that field
   * @param index which value of the field
   */
  public record Found(int field, int index, BlobPlace place) {}

  /**
   * Which fields of a message are blobs, and which are messages that may hold some.
   *
   * @param blobs field numbers
   * @param nested by field number
   */
  public record Nest(Set<Integer> blobs, Map<Integer, Nest> nested) {}

  private BlobFile(Path path, RandomAccessFile file, byte[] structure, List<Found> blobs) {
    this.path = path;
    this.file = file;
    this.structure = structure;
    this.blobs = blobs;
  }

  /**
   * Opens a file and walks through it once, without reading the values of blobs.
   *
   * @param what the file should be, for messages: {@code "a binary Caffe model"}
   * @throws WeightFileException if the file is missing, truncated, damaged (with the byte) or of
   *     another format
   */
  public static BlobFile open(Path path, String what, Nest nest) {
    try {
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
      try {
        FileKind kind = FileKind.of(path);
        if (!POSSIBLE.contains(kind)) {
          throw new IOException("not " + what + "; it looks like " + kind.description());
        }
        Walk walk = new Walk();
        byte[] structure = walk.through(file, nest);
        return new BlobFile(path, file, structure, List.copyOf(walk.found));
      } catch (Throwable failure) {
        file.close();
        throw failure;
      }
    } catch (IOException e) {
      throw new WeightFileException(path, e);
    }
  }

  /**
   * Reads a file that is one blob.
   *
   * @param what the file should be, for messages: {@code "a mean image"}
   */
  public static INDArray readSingle(Path path, String what) {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      FileKind kind = FileKind.of(path);
      if (kind != FileKind.BINARYPROTO && kind != FileKind.UNKNOWN) {
        throw new IOException("not " + what + "; it looks like " + kind.description());
      }
      long length = file.length();
      CodedInputStream in = BlobPlace.stream(new BlobPlace.Front(file, length), length);
      BlobFields fields = new BlobFields(BlobFields.SKIP);
      try {
        fields.walk(in);
        BlobPlace place = new BlobPlace(0, length, fields.shape(), fields.isDoubles());
        INDArray array = Elements.create(place.shape());
        place.read(file, array);
        return array;
      } catch (IOException e) {
        throw damaged(in, e);
      }
    } catch (IOException e) {
      throw new WeightFileException(path, e);
    }
  }

  private static IOException damaged(CodedInputStream in, IOException e) {
    return new IOException(
        "truncated or damaged at byte " + in.getTotalBytesRead() + ": " + e.getMessage(), e);
  }

  public Path path() {
    return path;
  }

  /** The message without its blobs, as bytes to parse. */
  public byte[] structure() {
    return structure.clone();
  }

  public List<Found> blobs() {
    return blobs;
  }

  /** Overwrites an array by a blob; safe from several threads. */
  public void read(BlobPlace place, INDArray target) {
    synchronized (file) {
      try {
        place.read(file, target);
      } catch (IOException e) {
        throw new WeightFileException(path, e);
      }
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new WeightFileException(path, e);
    }
  }

  /** The one pass through a file. */
  private static final class Walk {
    final List<Found> found = new ArrayList<>();
    private final Map<Integer, Integer> seen = new HashMap<>();
    private int field;
    private int index;
    private int copied;

    byte[] through(RandomAccessFile file, Nest nest) throws IOException {
      long length = file.length();
      CodedInputStream in = BlobPlace.stream(new BlobPlace.Front(file, length), length);
      try {
        return message(in, nest, 0);
      } catch (IOException e) {
        throw damaged(in, e);
      }
    }

    private byte[] message(CodedInputStream in, Nest nest, int depth) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int number = WireFormat.getTagFieldNumber(tag);
        Nest inner = nest.nested.get(number);
        boolean isMessage = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
        if (depth == 0 && isMessage) {
          field = number;
          index = seen.merge(number, 1, Integer::sum) - 1;
        }
        if (isMessage && nest.blobs.contains(number)) {
          blob(in);
        } else if (isMessage && inner != null) {
          int limit = in.pushLimit(Wire.length(in));
          byte[] content = message(in, inner, depth + 1);
          in.popLimit(limit);
          copied += Wire.writeMessage(out, tag, content, MAX_STRUCTURE - copied);
        } else {
          copied += Wire.copy(in, tag, out, MAX_STRUCTURE - copied);
        }
      }
      out.flush();
      return bytes.toByteArray();
    }

    private void blob(CodedInputStream in) throws IOException {
      int length = Wire.length(in);
      long begin = in.getTotalBytesRead();
      int limit = in.pushLimit(length);
      BlobFields fields = new BlobFields(BlobFields.SKIP);
      fields.walk(in);
      in.popLimit(limit);
      BlobPlace place = new BlobPlace(begin, begin + length, fields.shape(), fields.isDoubles());
      found.add(new Found(field, index, place));
      if (found.size() > MAX_BLOBS) {
        throw new IOException("found more than " + MAX_BLOBS + " blobs, more than any net has");
      }
    }
  }
}
