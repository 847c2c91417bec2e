package io.fcn4j.caffe.layer;

import io.fcn4j.caffe.proto.ArgMaxParameter;
import io.fcn4j.caffe.proto.ConcatParameter;
import io.fcn4j.caffe.proto.CropParameter;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.ReshapeParameter;
import io.fcn4j.caffe.proto.SliceParameter;
import io.fcn4j.core.Crop;
import io.fcn4j.core.FcnException;
import io.fcn4j.layers.ArgMax;
import io.fcn4j.layers.BatchReindex;
import io.fcn4j.layers.Concat;
import io.fcn4j.layers.Flatten;
import io.fcn4j.layers.Reshape;
import io.fcn4j.layers.Silence;
import io.fcn4j.layers.Slice;
import io.fcn4j.layers.Split;
import io.fcn4j.layers.Tile;
import java.util.List;
import java.util.OptionalInt;

/** Layers that put values in other places. */
final class Structure {
  static final List<Codec<?>> ALL =
      List.of(
          new Codec<>("Concat", Concat.class, Structure::concat, Structure::writeConcat),
          new Codec<>("Slice", Slice.class, Structure::slice, Structure::writeSlice),
          new Codec<>("Crop", Crop.class, Structure::crop, Structure::writeCrop),
          new Codec<>("Reshape", Reshape.class, Structure::reshape, Structure::writeReshape),
          new Codec<>("ArgMax", ArgMax.class, Structure::argMax, Structure::writeArgMax),
          new Codec<>(
              "Flatten",
              Flatten.class,
              p -> new Flatten(p.getFlattenParam().getAxis(), p.getFlattenParam().getEndAxis()),
              (layer, p) ->
                  p.getFlattenParamBuilder().setAxis(layer.axis()).setEndAxis(layer.endAxis())),
          new Codec<>(
              "Tile",
              Tile.class,
              p -> new Tile(p.getTileParam().getAxis(), p.getTileParam().getTiles()),
              (layer, p) -> p.getTileParamBuilder().setAxis(layer.axis()).setTiles(layer.tiles())),
          new Codec<>("Split", Split.class, p -> new Split(p.getTopCount()), (layer, p) -> {}),
          Codec.plain("Silence", Silence.class, new Silence()),
          Codec.plain("BatchReindex", BatchReindex.class, new BatchReindex()));

  private Structure() {}

  /** The axis has an older name in files of before 2015. */
  private static int axis(boolean hasAxis, int axis, boolean hasOld, int old, String oldName) {
    if (hasAxis && hasOld) {
      throw new FcnException("found both axis and " + oldName + ", expected one of them");
    }
    return hasOld ? Unsigned.size(oldName, old) : axis;
  }

  private static Concat concat(LayerParameter p) {
    ConcatParameter c = p.getConcatParam();
    return new Concat(
        axis(c.hasAxis(), c.getAxis(), c.hasConcatDim(), c.getConcatDim(), "concat_dim"));
  }

  private static void writeConcat(Concat layer, LayerParameter.Builder p) {
    if (layer.axis() != 1) {
      p.getConcatParamBuilder().setAxis(layer.axis());
    }
  }

  private static Slice slice(LayerParameter p) {
    SliceParameter s = p.getSliceParam();
    return new Slice(
        axis(s.hasAxis(), s.getAxis(), s.hasSliceDim(), s.getSliceDim(), "slice_dim"),
        p.getTopCount(),
        longs(s.getSlicePointList()));
  }

  private static void writeSlice(Slice layer, LayerParameter.Builder p) {
    SliceParameter.Builder s = p.getSliceParamBuilder().setAxis(layer.axis());
    layer.slicePoints().forEach(point -> s.addSlicePoint(Math.toIntExact(point)));
  }

  private static Crop crop(LayerParameter p) {
    CropParameter c = p.getCropParam();
    return new Crop(c.getAxis(), longs(c.getOffsetList()));
  }

  private static void writeCrop(Crop layer, LayerParameter.Builder p) {
    CropParameter.Builder c = p.getCropParamBuilder().setAxis(layer.axis());
    layer.offsets().forEach(offset -> c.addOffset(Math.toIntExact(offset)));
  }

  private static List<Long> longs(List<Integer> values) {
    return values.stream().map(Integer::toUnsignedLong).toList();
  }

  private static Reshape reshape(LayerParameter p) {
    ReshapeParameter r = p.getReshapeParam();
    return new Reshape(r.getShape().getDimList(), r.getAxis(), r.getNumAxes());
  }

  private static void writeReshape(Reshape layer, LayerParameter.Builder p) {
    ReshapeParameter.Builder r = p.getReshapeParamBuilder();
    r.getShapeBuilder().addAllDim(layer.dims());
    if (layer.axis() != 0) {
      r.setAxis(layer.axis());
    }
    if (layer.numAxes() != -1) {
      r.setNumAxes(layer.numAxes());
    }
  }

  private static ArgMax argMax(LayerParameter p) {
    ArgMaxParameter a = p.getArgmaxParam();
    return new ArgMax(
        Unsigned.size("top_k", a.getTopK()),
        a.getOutMaxVal(),
        a.hasAxis() ? OptionalInt.of(a.getAxis()) : OptionalInt.empty());
  }

  private static void writeArgMax(ArgMax layer, LayerParameter.Builder p) {
    ArgMaxParameter.Builder a = p.getArgmaxParamBuilder();
    a.setTopK(layer.topK()).setOutMaxVal(layer.outMaxVal());
    layer.axis().ifPresent(a::setAxis);
  }
}
