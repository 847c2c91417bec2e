package io.fcn4j.caffe;

import io.fcn4j.caffe.blob.ModelWriter;
import io.fcn4j.caffe.hdf5.Hdf5Weights;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Net;
import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.io.FileKind;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nets and weights for Caffe. */
public final class Caffe {
  private Caffe() {}

  /**
   * Writes a net so that it runs in Caffe: its layers, and its weights.
   *
   * @throws io.fcn4j.core.FcnException if a layer has no like in Caffe; nothing is written then
   * @throws io.fcn4j.core.io.FileException if a file cannot be written
   */
  public static void write(Net net, Path prototxt, Path caffemodel) {
    String text = NetWriter.text(NetWriter.message(net));
    writeWeights(net, caffemodel);
    AtomicFile.write(prototxt, text);
  }

  /** Writes the weights of a net with what its layers are, as Caffe's snapshots hold them. */
  public static void writeWeights(Net net, Path caffemodel) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    Graph graph = net.graph();
    for (int i = 0; i < graph.nodes().size(); i++) {
      keys.put(graph.nodes().get(i).name(), graph.paramKeys(i));
    }
    ModelWriter.write(caffemodel, NetWriter.message(net), keys, net.params().asSource());
  }

  /** Writes the layers of a net alone. */
  public static void writePrototxt(Net net, Path prototxt) {
    AtomicFile.write(prototxt, NetWriter.text(NetWriter.message(net)));
  }

  /**
   * Opens weights of Caffe's, {@code .caffemodel} or {@code .caffemodel.h5}, told by their content.
   *
   * @throws io.fcn4j.core.io.WeightFileException if the file is neither, truncated or damaged
   */
  public static WeightSource openWeights(Path path) {
    return FileKind.of(path) == FileKind.HDF5 ? Hdf5Weights.open(path) : CaffeModel.open(path);
  }
}
