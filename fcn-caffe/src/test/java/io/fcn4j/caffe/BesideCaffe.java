package io.fcn4j.caffe;

import io.fcn4j.caffe.layer.Shapes;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.NetParameter;
import io.fcn4j.caffe.proto.V1LayerParameter;
import io.fcn4j.caffe.proto.V1LayerParameter.LayerType;
import io.fcn4j.caffe.text.TextFile;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.caffe.CaffeNet;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One file read by both: by us, and by Caffe with inputs in place of the layers that read data,
 * which it could not find.
 */
record BesideCaffe(Path file, Prototxt ours, Map<String, Shape> inputs) {
  private static final Set<LayerType> OLD_DATA =
      Set.of(
          LayerType.DATA,
          LayerType.DUMMY_DATA,
          LayerType.HDF5_DATA,
          LayerType.IMAGE_DATA,
          LayerType.MEMORY_DATA,
          LayerType.WINDOW_DATA);
  private static final Set<String> OLDEST_DATA =
      Set.of("data", "images", "hdf5_data", "window_data");

  static BesideCaffe of(Path file, Phase phase) {
    return new BesideCaffe(file, Prototxt.read(file, phase), Map.of());
  }

  BesideCaffe input(String name, Shape shape) {
    Map<String, Shape> more = new LinkedHashMap<>(inputs);
    more.put(name, shape);
    return new BesideCaffe(file, ours.input(name, shape), more);
  }

  BesideCaffe stages(List<String> stages) {
    return new BesideCaffe(file, ours.stages(stages.toArray(String[]::new)), inputs);
  }

  /** The shapes of all inputs, given or told by the file. */
  Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (DataLayer layer : ours.dataLayers()) {
      for (DataLayer.Top top : layer.tops()) {
        Shape shape = inputs.getOrDefault(top.name(), top.shape().orElse(null));
        if (shape == null) {
          throw new IllegalArgumentException(file + ": what is the shape of " + top.name() + "?");
        }
        shapes.put(top.name(), shape);
      }
    }
    return shapes;
  }

  /** The net as Caffe itself makes it from the file, gradients of inputs included. */
  CaffeNet caffe() {
    return caffe(List.of());
  }

  /** The same in stages besides those of the file. */
  CaffeNet caffe(List<String> stages) {
    NetParameter raw = TextFile.read(file, NetParameter.getDefaultInstance()).message();
    NetParameter.Builder net =
        raw.toBuilder()
            .clearLayer()
            .clearLayers()
            .clearInput()
            .clearInputDim()
            .clearInputShape()
            .setForceBackward(ours.phase() == Phase.TRAIN);
    net.getStateBuilder().addAllStage(stages);
    boolean old = raw.getLayersCount() > 0;
    shapes()
        .forEach(
            (name, shape) -> {
              net.addInput(name);
              if (old) {
                // Caffe keeps no other shapes of nets of 2013.
                for (int axis = 0; axis < 4; axis++) {
                  net.addInputDim(axis < shape.rank() ? (int) shape.dim(axis) : 1);
                }
              } else {
                net.addInputShape(Shapes.write(shape));
              }
            });
    raw.getLayerList().stream().filter(layer -> !isData(layer)).forEach(net::addLayer);
    raw.getLayersList().stream().filter(layer -> !isData(layer)).forEach(net::addLayers);
    return CaffeNet.of(NetWriter.text(net.build()), ours.phase());
  }

  private static boolean isData(LayerParameter layer) {
    return DataLayers.of(layer).isPresent();
  }

  private static boolean isData(V1LayerParameter layer) {
    return layer.hasLayer()
        ? OLDEST_DATA.contains(layer.getLayer().getType())
        : OLD_DATA.contains(layer.getType());
  }
}
