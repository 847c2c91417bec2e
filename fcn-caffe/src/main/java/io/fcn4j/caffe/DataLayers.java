package io.fcn4j.caffe;

import io.fcn4j.caffe.DataLayer.Kind;
import io.fcn4j.caffe.DataLayer.Top;
import io.fcn4j.caffe.layer.Shapes;
import io.fcn4j.caffe.proto.DummyDataParameter;
import io.fcn4j.caffe.proto.ImageDataParameter;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.MemoryDataParameter;
import io.fcn4j.caffe.proto.TransformationParameter;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Caffe's own data layers as declared inputs, of the shapes that their settings tell. */
final class DataLayers {
  private static final int COLOURS = 3;

  private DataLayers() {}

  /** The inputs of a layer; empty if it is no data layer. */
  static Optional<DataLayer> of(LayerParameter p) {
    return switch (p.getType()) {
      case "Input" -> Optional.of(layer(p, input(p), ""));
      case "Data" -> Optional.of(layer(p, data(p), p.getDataParam().getSource()));
      case "ImageData" -> Optional.of(layer(p, imageData(p), p.getImageDataParam().getSource()));
      case "WindowData" -> Optional.of(layer(p, windowData(p), p.getWindowDataParam().getSource()));
      case "HDF5Data" -> Optional.of(layer(p, unknown(p), p.getHdf5DataParam().getSource()));
      case "MemoryData" -> Optional.of(layer(p, memoryData(p), ""));
      case "DummyData" -> Optional.of(layer(p, dummyData(p), ""));
      case "Python" -> PythonLayers.of(p);
      default -> Optional.empty();
    };
  }

  private static DataLayer layer(LayerParameter p, List<Top> tops, String source) {
    return new DataLayer(
        p.getName(),
        p.getType(),
        tops,
        source.isEmpty() ? Optional.empty() : Optional.of(source),
        Optional.empty(),
        p.getTransformParam().getMeanValueList().stream().map(Float::doubleValue).toList(),
        Transforms.of(p));
  }

  private static List<Top> input(LayerParameter p) {
    int shapes = p.getInputParam().getShapeCount();
    if (shapes == 0) {
      return unknown(p);
    }
    requireOneOrEach("shape", shapes, p);
    List<Top> tops = new ArrayList<>();
    for (int i = 0; i < p.getTopCount(); i++) {
      Shape shape = Shapes.read(p.getInputParam().getShape(shapes == 1 ? 0 : i));
      tops.add(Top.of(p.getTop(i), Kind.DATA, shape));
    }
    return tops;
  }

  private static void requireOneOrEach(String what, int count, LayerParameter p) {
    if (count != 1 && count != p.getTopCount()) {
      throw new FcnException(
          "found %d %s for %d tops, expected one, or one for each"
              .formatted(count, what, p.getTopCount()));
    }
  }

  private static List<Top> unknown(LayerParameter p) {
    return p.getTopList().stream().map(top -> Top.unknown(top, Kind.DATA)).toList();
  }

  private static List<Top> data(LayerParameter p) {
    long crop = size(p.getTransformParam().getCropSize());
    int channels = channels(p.getTransformParam());
    long batch = Math.max(1, size(p.getDataParam().getBatchSize()));
    return withLabels(
        p,
        batch,
        crop > 0
            ? Top.of(first(p), Kind.DATA, Shape.of(batch, channels, crop, crop))
            : Top.unknown(first(p), Kind.DATA));
  }

  /** The top of the data; a layer without any is refused. */
  private static String first(LayerParameter p) {
    if (p.getTopCount() == 0) {
      throw new FcnException("found no top, expected one for each blob of data");
    }
    return p.getTop(0);
  }

  private static long size(int uint32) {
    return Integer.toUnsignedLong(uint32);
  }

  /** Databases of cut images hold photographs, unless something says that they are grey. */
  private static int channels(TransformationParameter transform) {
    return transform.getForceGray() || transform.getMeanValueCount() == 1 ? 1 : COLOURS;
  }

  private static List<Top> imageData(LayerParameter p) {
    ImageDataParameter images = p.getImageDataParam();
    long crop = size(p.getTransformParam().getCropSize());
    int channels = images.getIsColor() ? COLOURS : 1;
    long height = crop > 0 ? crop : size(images.getNewHeight());
    long width = crop > 0 ? crop : size(images.getNewWidth());
    long batch = size(images.getBatchSize());
    return withLabels(
        p,
        batch,
        height > 0 && width > 0
            ? Top.of(first(p), Kind.DATA, Shape.of(batch, channels, height, width))
            : Top.free(first(p), Kind.DATA, channels));
  }

  private static List<Top> windowData(LayerParameter p) {
    long crop = size(p.getTransformParam().getCropSize());
    long batch = Math.max(1, size(p.getWindowDataParam().getBatchSize()));
    return withLabels(
        p,
        batch,
        crop > 0
            ? Top.of(first(p), Kind.DATA, Shape.of(batch, COLOURS, crop, crop))
            : Top.free(first(p), Kind.DATA, COLOURS));
  }

  private static List<Top> memoryData(LayerParameter p) {
    MemoryDataParameter m = p.getMemoryDataParam();
    long batch = size(m.getBatchSize());
    Shape shape = Shape.of(batch, size(m.getChannels()), size(m.getHeight()), size(m.getWidth()));
    return withLabels(p, batch, Top.of(first(p), Kind.DATA, shape));
  }

  private static List<Top> withLabels(LayerParameter p, long batch, Top data) {
    return p.getTopCount() < 2
        ? List.of(data)
        : List.of(data, Top.of(p.getTop(1), Kind.LABEL, Shape.of(batch)));
  }

  private static List<Top> dummyData(LayerParameter p) {
    DummyDataParameter d = p.getDummyDataParam();
    int shapes = d.getShapeCount() > 0 ? d.getShapeCount() : d.getNumCount();
    requireOneOrEach("shape", shapes, p);
    requireWholeShapes(d);
    List<Top> tops = new ArrayList<>();
    for (int i = 0; i < p.getTopCount(); i++) {
      int at = shapes == 1 ? 0 : i;
      Shape shape =
          d.getShapeCount() > 0
              ? Shapes.read(d.getShape(at))
              : Shape.of(
                  size(d.getNum(at)),
                  size(d.getChannels(at)),
                  size(d.getHeight(at)),
                  size(d.getWidth(at)));
      tops.add(Top.of(p.getTop(i), Kind.DATA, shape));
    }
    return tops;
  }

  /** Shapes of before 2014 are said in four lists. */
  private static void requireWholeShapes(DummyDataParameter d) {
    int num = d.getNumCount();
    if (d.getShapeCount() == 0
        && (d.getChannelsCount() != num || d.getHeightCount() != num || d.getWidthCount() != num)) {
      throw new FcnException(
          "found %d num, %d channels, %d height, %d width, expected as many of each"
              .formatted(num, d.getChannelsCount(), d.getHeightCount(), d.getWidthCount()));
    }
  }
}
