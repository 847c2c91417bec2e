package io.fcn4j.caffe.blob;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.NetParameter;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** A net of layers that say nothing but their names, for arrays named {@code LAYER.INDEX}. */
  public static NetParameter bare(WeightSource arrays) {
    NetParameter.Builder net = NetParameter.newBuilder();
    byLayer(arrays).keySet().forEach(name -> net.addLayerBuilder().setName(name));
    return net.build();
  }

  /**
   * Writes a .caffemodel: the layers of a net with their blobs, which are the arrays {@code
   * NAME.0}, {@code NAME.1} and so on.
   */
  public static void write(Path path, NetParameter net, WeightSource arrays) {
    Map<String, List<String>> byLayer = byLayer(arrays);
    AtomicFile.write(
        path,
        bytes -> {
          CodedOutputStream out = CodedOutputStream.newInstance(bytes);
          net.toBuilder().clearLayer().build().writeTo(out);
          for (LayerParameter layer : net.getLayerList()) {
            List<String> keys = byLayer.getOrDefault(layer.getName(), List.of());
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
          out.flush();
        });
  }

  /** The keys of every layer, by index. */
  private static Map<String, List<String>> byLayer(WeightSource arrays) {
    Map<String, List<String>> byLayer = new LinkedHashMap<>();
    long total = 0;
    for (Map.Entry<String, Shape> array : arrays.shapes().entrySet()) {
      String key = array.getKey();
      int dot = key.lastIndexOf('.');
      if (dot < 1 || !key.substring(dot + 1).matches("\\d{1,4}")) {
        throw new FcnException(
            "array '%s': expected a name LAYER.INDEX, such as conv1_1.0, for a Caffe model"
                .formatted(key));
      }
      byLayer.computeIfAbsent(key.substring(0, dot), layer -> new ArrayList<>()).add(key);
      total += array.getValue().count() * Float.BYTES;
    }
    BlobOutput.within2Gib(total);
    byLayer.forEach(
        (layer, keys) -> {
          for (int i = 0; i < keys.size(); i++) {
            if (!keys.contains(layer + "." + i)) {
              throw new FcnException(
                  "layer '%s': found arrays %s, expected %s.0 and so on without a gap"
                      .formatted(layer, keys, layer));
            }
            keys.set(i, layer + "." + i);
          }
        });
    return byLayer;
  }
}
