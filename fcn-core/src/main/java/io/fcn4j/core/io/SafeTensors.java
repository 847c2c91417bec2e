package io.fcn4j.core.io;

import io.fcn4j.core.FcnException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The native weight file: a JSON header of names, shapes and metadata, then the elements, little
 * endian. Format: https://huggingface.co/docs/safetensors.
 */
public final class SafeTensors {
  private SafeTensors() {}

  /**
   * Opens a file and checks its whole header; elements are read when asked for. F32 is read as it
   * is; F64, F16, BF16, I64, I32, U8 and BOOL are converted to float32.
   *
   * @throws WeightFileException if the file is missing, truncated, damaged or of another format
   */
  public static WeightSource open(Path path) {
    try {
      // Not a channel: those close when their thread is interrupted.
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
      try {
        return new SafeTensorsSource(path, file, SafeTensorsHeader.read(file));
      } catch (Throwable failure) {
        file.close();
        throw failure;
      }
    } catch (IOException e) {
      throw new WeightFileException(path, e);
    }
  }

  /**
   * Writes arrays as F32 in the order of the map; an old file stays intact until the new one is
   * complete. Equal arrays and metadata give equal bytes.
   *
   * @throws FileException if the file cannot be written
   */
  public static void write(Path path, Map<String, INDArray> tensors, Map<String, String> metadata) {
    byte[] header = header(tensors, metadata);
    AtomicFile.write(
        path,
        out -> {
          out.write(header);
          for (INDArray tensor : tensors.values()) {
            Elements.write(tensor, out);
          }
        });
  }

  /** The length, the header as JSON, and spaces up to a multiple of 8 bytes. */
  private static byte[] header(Map<String, INDArray> tensors, Map<String, String> metadata) {
    Map<String, Object> root = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      root.put(SafeTensorsHeader.METADATA, new TreeMap<>(metadata));
    }
    long begin = 0;
    for (Map.Entry<String, INDArray> entry : tensors.entrySet()) {
      if (entry.getKey().equals(SafeTensorsHeader.METADATA)) {
        throw new FcnException("no tensor can have the name " + entry.getKey());
      }
      long end = begin + entry.getValue().length() * Float.BYTES;
      Map<String, Object> tensor = new LinkedHashMap<>();
      tensor.put("dtype", ElementType.F32.name());
      tensor.put("shape", Elements.shape(entry.getValue()).dims());
      tensor.put("data_offsets", new long[] {begin, end});
      root.put(entry.getKey(), tensor);
      begin = end;
    }
    byte[] json = Json.print(root).getBytes(StandardCharsets.UTF_8);
    if (json.length > SafeTensorsHeader.MAX_LENGTH) {
      throw new FcnException(
          "the names and metadata of a weight file take "
              + json.length
              + " bytes, expected at most "
              + SafeTensorsHeader.MAX_LENGTH);
    }
    int length = (json.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    byte[] header = new byte[Long.BYTES + length];
    Arrays.fill(header, (byte) ' ');
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(json);
    return header;
  }
}
