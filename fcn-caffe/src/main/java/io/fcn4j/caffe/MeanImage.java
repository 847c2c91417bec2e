package io.fcn4j.caffe;

import com.google.protobuf.CodedOutputStream;
import io.fcn4j.caffe.blob.BlobFile;
import io.fcn4j.caffe.blob.BlobOutput;
import io.fcn4j.core.io.AtomicFile;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Caffe's {@code .binaryproto} files of one array: mean images (1 x C x H x W, in BGR), and the
 * matrices of InfogainLoss.
 */
public final class MeanImage {
  private MeanImage() {}

  /**
   * Reads the array, in the shape of the file.
   *
   * @throws io.fcn4j.core.io.WeightFileException if the file is missing, truncated, damaged (with
   *     the byte) or of another format
   */
  public static INDArray read(Path path) {
    return BlobFile.readSingle(path, "a binary Caffe blob");
  }

  /** Writes a float32 array; an old file stays intact until the new one is complete. */
  public static void write(Path path, INDArray array) {
    AtomicFile.write(
        path,
        bytes -> {
          CodedOutputStream out = CodedOutputStream.newInstance(bytes);
          BlobOutput.write(out, bytes, array);
          out.flush();
        });
  }
}
