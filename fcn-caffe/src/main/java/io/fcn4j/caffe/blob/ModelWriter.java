package io.fcn4j.caffe.blob;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.NetParameter;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.io.WeightSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes messages that hold blobs, one array at a time, so that no more than one is in memory.
 * Lengths come before contents in protobuf, so they are computed first.
 */
public final class ModelWriter {
  private ModelWriter() {}

  /**
   * Writes arrays named {@code LAYER.INDEX} as a net of layers that say nothing but their names.
   */
  public static void writeBare(Path path, WeightSource arrays) {
    Map<String, List<String>> byLayer = byLayer(arrays);
    NetParameter.Builder net = NetParameter.newBuilder();
    byLayer.keySet().forEach(name -> net.addLayerBuilder().setName(name));
    write(path, net.build(), byLayer, arrays);
  }

  /**
   * Writes a .caffemodel.
   *
   * @param keys the names of the arrays of every layer that has some, in the order of its blobs;
   *     layers that share an array each write it, as Caffe does
   */
  public static void write(
      Path path, NetParameter net, Map<String, List<String>> keys, WeightSource arrays) {
    long total = 0;
    for (List<String> blobs : keys.values()) {
      total += blobs.stream().mapToLong(key -> arrays.shape(key).count() * Float.BYTES).sum();
    }
    BlobOutput.within2Gib(total);
    AtomicFile.write(
        path,
        bytes -> {
          CodedOutputStream out = CodedOutputStream.newInstance(bytes);
          net.toBuilder().clearLayer().build().writeTo(out);
          for (LayerParameter layer : net.getLayerList()) {
            write(out, bytes, layer, keys.getOrDefault(layer.getName(), List.of()), arrays);
          }
          out.flush();
        });
  }

  private static void write(
      CodedOutputStream out,
      OutputStream bytes,
      LayerParameter layer,
      List<String> keys,
      WeightSource arrays)
      throws IOException {
    long length = layer.getSerializedSize();
    for (String key : keys) {
      length += BlobOutput.length(arrays.shape(key), LayerParameter.BLOBS_FIELD_NUMBER);
    }
    out.writeTag(NetParameter.LAYER_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(BlobOutput.within2Gib(length));
    layer.writeTo(out);
    for (String key : keys) {
      try (INDArray array = arrays.read(key)) {
        BlobOutput.write(out, bytes, LayerParameter.BLOBS_FIELD_NUMBER, array);
      }
    }
  }

  /** The keys of every layer, by index. */
  private static Map<String, List<String>> byLayer(WeightSource arrays) {
    Map<String, List<String>> byLayer = new LinkedHashMap<>();
    for (String key : arrays.shapes().keySet()) {
      int dot = key.lastIndexOf('.');
      if (dot < 1 || !key.substring(dot + 1).matches("\\d{1,4}")) {
        throw new FcnException(
            "array '%s': expected a name LAYER.INDEX, such as conv1_1.0, for a Caffe model"
                .formatted(key));
      }
      byLayer.computeIfAbsent(key.substring(0, dot), layer -> new ArrayList<>()).add(key);
    }
    byLayer.forEach(ModelWriter::sort);
    return byLayer;
  }

  private static void sort(String layer, List<String> keys) {
    for (int i = 0; i < keys.size(); i++) {
      if (!keys.contains(layer + "." + i)) {
        throw new FcnException(
            "layer '%s': found arrays %s, expected %s.0 and so on without a gap"
                .formatted(layer, keys, layer));
      }
    }
    keys.sort(Comparator.comparingInt(key -> Integer.parseInt(key.substring(layer.length() + 1))));
  }
}
