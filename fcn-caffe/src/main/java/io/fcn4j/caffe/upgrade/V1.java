package io.fcn4j.caffe.upgrade;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.fcn4j.caffe.PrototxtException;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.ParamSpec;
import io.fcn4j.caffe.proto.TransformationParameter;
import io.fcn4j.caffe.proto.V1LayerParameter;
import io.fcn4j.caffe.proto.V1LayerParameter.LayerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Layers of early 2014 as those of today: enum types, rates in lists, transforms in data layers.
 */
final class V1 {
  /** Where the name of today is not that of the enum with its words joined. */
  private static final Map<LayerType, String> NAMES =
      Map.ofEntries(
          Map.entry(LayerType.ABSVAL, "AbsVal"),
          Map.entry(LayerType.ARGMAX, "ArgMax"),
          Map.entry(LayerType.BNLL, "BNLL"),
          Map.entry(LayerType.HDF5_DATA, "HDF5Data"),
          Map.entry(LayerType.HDF5_OUTPUT, "HDF5Output"),
          Map.entry(LayerType.LRN, "LRN"),
          Map.entry(LayerType.MVN, "MVN"),
          Map.entry(LayerType.RELU, "ReLU"),
          Map.entry(LayerType.SOFTMAX_LOSS, "SoftmaxWithLoss"),
          Map.entry(LayerType.TANH, "TanH"));

  private static final Map<String, String> DATA_PARAMS =
      Map.of(
          "Data", "data_param",
          "ImageData", "image_data_param",
          "WindowData", "window_data_param");

  private static final List<String> TRANSFORM =
      List.of("scale", "mean_file", "crop_size", "mirror");

  private V1() {}

  static List<PlacedLayer> upgrade(List<NetFile.Placed<V1LayerParameter>> layers) {
    long old = layers.stream().filter(at -> at.message().hasLayer()).count();
    if (old > 0 && old < layers.size()) {
      NetFile.Placed<V1LayerParameter> odd =
          layers.stream().filter(at -> !at.message().hasLayer()).findFirst().orElseThrow();
      throw new PrototxtException(
          odd.place(), "found a layer of 2014 among layers of 2013, expected one form in a file");
    }
    List<PlacedLayer> upgraded = new ArrayList<>();
    for (NetFile.Placed<V1LayerParameter> at : old > 0 ? V0.upgrade(layers) : layers) {
      upgraded.add(new PlacedLayer(upgrade(at.message()), at.place()));
    }
    return upgraded;
  }

  private static LayerParameter upgrade(V1LayerParameter old) {
    LayerParameter.Builder layer =
        LayerParameter.newBuilder()
            .setName(old.getName())
            .setType(type(old.getType()))
            .addAllBottom(old.getBottomList())
            .addAllTop(old.getTopList())
            .addAllInclude(old.getIncludeList())
            .addAllExclude(old.getExcludeList())
            .addAllBlobs(old.getBlobsList())
            .addAllLossWeight(old.getLossWeightList());
    params(old).forEach(layer::addParam);
    old.getAllFields()
        .forEach(
            (field, value) -> {
              if (field.getName().endsWith("_param")) {
                FieldDescriptor same =
                    LayerParameter.getDescriptor().findFieldByName(field.getName());
                layer.setField(same, value);
              }
            });
    moveTransform(layer);
    return layer.build();
  }

  private static String type(LayerType type) {
    if (type == LayerType.NONE) {
      return "";
    }
    String known = NAMES.get(type);
    if (known != null) {
      return known;
    }
    StringBuilder name = new StringBuilder();
    for (String word : type.name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  private static List<ParamSpec> params(V1LayerParameter old) {
    int count =
        Math.max(
            Math.max(old.getParamCount(), old.getBlobShareModeCount()),
            Math.max(old.getBlobsLrCount(), old.getWeightDecayCount()));
    List<ParamSpec> params = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ParamSpec.Builder param = ParamSpec.newBuilder();
      if (i < old.getParamCount()) {
        param.setName(old.getParam(i));
      }
      if (i < old.getBlobShareModeCount()) {
        param.setShareMode(ParamSpec.DimCheckMode.forNumber(old.getBlobShareMode(i).getNumber()));
      }
      if (i < old.getBlobsLrCount()) {
        param.setLrMult(old.getBlobsLr(i));
      }
      if (i < old.getWeightDecayCount()) {
        param.setDecayMult(old.getWeightDecay(i));
      }
      params.add(param.build());
    }
    return params;
  }

  /** Data layers had the settings of transform_param among their own. */
  private static void moveTransform(LayerParameter.Builder layer) {
    String dataParam = DATA_PARAMS.get(layer.getType());
    if (dataParam == null) {
      return;
    }
    Message.Builder from =
        layer.getFieldBuilder(LayerParameter.getDescriptor().findFieldByName(dataParam));
    TransformationParameter.Builder to = layer.getTransformParamBuilder();
    for (String name : TRANSFORM) {
      FieldDescriptor field = from.getDescriptorForType().findFieldByName(name);
      if (from.hasField(field)) {
        to.setField(
            TransformationParameter.getDescriptor().findFieldByName(name), from.getField(field));
        from.clearField(field);
      }
    }
  }
}
