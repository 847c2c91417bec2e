package io.fcn4j.cli;

import io.fcn4j.caffe.DataLayer;
import io.fcn4j.caffe.Prototxt;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import io.fcn4j.core.solver.ArrayDataset;
import io.fcn4j.core.solver.Dataset;
import io.fcn4j.core.solver.SampleOrder;
import io.fcn4j.models.data.Voc;
import io.fcn4j.models.image.Means;
import io.fcn4j.models.image.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a net of Caffe's learns from.
 *
 * @param net with the shapes of the data
 * @param batch rows or images in a pass
 */
record SolverData(Prototxt net, Dataset dataset, int batch, SampleOrder order) {
  private static final String VOC = "VOCSegDataLayer";
  private static final int COLOURS = 3;

  /**
   * Arrays if there are any, else what the net's own data layer reads.
   *
   * @throws FcnException if neither can be read
   */
  static SolverData of(Prototxt net, Map<String, INDArray> arrays) {
    return arrays.isEmpty() ? ofLayer(net) : ofArrays(net, arrays);
  }

  private static SolverData ofArrays(Prototxt net, Map<String, INDArray> arrays) {
    ArrayDataset dataset = ArrayDataset.of(arrays);
    Prototxt sized = net;
    int batch = 0;
    for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
      Shape shape = Shape.of(array.getValue().shape());
      sized = sized.input(array.getKey(), shape);
      int own = batch(net, array.getKey());
      if (batch != 0 && own != batch) {
        throw new FcnException(
            "the inputs of '%s' differ in their batch: found %d and %d for '%s'"
                .formatted(net.name(), batch, own, array.getKey()));
      }
      batch = own;
      sized = sized.input(array.getKey(), shape.with(0, batch));
    }
    return new SolverData(sized, dataset, batch, SampleOrder.SEQUENTIAL);
  }

  /** The first size that the layer of an input tells; all of its tops share it. */
  private static int batch(Prototxt net, String input) {
    return net.dataLayers().stream()
        .filter(layer -> layer.tops().stream().anyMatch(top -> top.name().equals(input)))
        .flatMap(layer -> layer.tops().stream())
        .flatMap(top -> top.shape().stream())
        .mapToInt(shape -> (int) shape.dim(0))
        .findFirst()
        .orElse(1);
  }

  private static SolverData ofLayer(Prototxt net) {
    List<DataLayer> layers = net.dataLayers();
    DataLayer layer =
        layers.stream()
            .findFirst()
            .orElseThrow(() -> new FcnException("the net '" + net.name() + "' reads no data"));
    if (layers.size() > 1 || !layer.type().equals(VOC)) {
      throw new FcnException(
          "layer '%s' (%s) of '%s': its data is not read here; give it as arrays, --input %s=FILE.npy"
              .formatted(layer.name(), layer.type(), net.name(), layer.tops().get(0).name()));
    }
    String split = required(layer, "split", layer.split().orElse(""));
    Path folder = net.find(required(layer, "voc_dir", layer.source().orElse("")));
    return new SolverData(
        net,
        Voc.open(folder).split(split).preprocessing(preprocessing(layer)),
        1,
        split.contains("train") ? SampleOrder.WITH_REPLACEMENT : SampleOrder.SEQUENTIAL);
  }

  private static String required(DataLayer layer, String key, String value) {
    if (value.isEmpty()) {
      throw new FcnException(
          "layer '%s' (%s): param_str has no '%s'".formatted(layer.name(), layer.type(), key));
    }
    return value;
  }

  private static Preprocessing preprocessing(DataLayer layer) {
    List<Double> mean = layer.mean();
    if (mean.size() != COLOURS) {
      throw new FcnException(
          "layer '%s' (%s): found mean %s, expected one number for each of three channels"
              .formatted(layer.name(), layer.type(), mean));
    }
    return Preprocessing.VOC.mean(new Means(mean.get(0), mean.get(1), mean.get(2)));
  }
}
