package io.fcn4j.caffe.upgrade;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.fcn4j.caffe.PrototxtException;
import io.fcn4j.caffe.proto.PoolingParameter;
import io.fcn4j.caffe.proto.V0LayerParameter;
import io.fcn4j.caffe.proto.V1LayerParameter;
import io.fcn4j.caffe.proto.V1LayerParameter.LayerType;
import io.fcn4j.caffe.upgrade.NetFile.Placed;
import io.fcn4j.core.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Layers of 2013 as those of early 2014: each had one message with the settings of all types, and
 * padding was a layer of its own.
 */
final class V0 {
  private V0() {}

  static List<Placed<V1LayerParameter>> upgrade(List<Placed<V1LayerParameter>> layers) {
    List<Placed<V1LayerParameter>> upgraded = new ArrayList<>();
    Map<String, Placed<V1LayerParameter>> paddingOf = new HashMap<>();
    for (Placed<V1LayerParameter> at : layers) {
      if (at.message().getLayer().getType().equals("padding")) {
        at.message().getTopList().forEach(top -> paddingOf.put(top, at));
      } else {
        upgraded.add(upgrade(padded(at, paddingOf)));
        at.message().getTopList().forEach(paddingOf::remove);
      }
    }
    return upgraded;
  }

  /** Reads below the padding layers that a layer reads, and pads by itself. */
  private static Placed<V1LayerParameter> padded(
      Placed<V1LayerParameter> at, Map<String, Placed<V1LayerParameter>> paddingOf) {
    V1LayerParameter.Builder layer = at.message().toBuilder();
    for (int i = 0; i < layer.getBottomCount(); i++) {
      Placed<V1LayerParameter> padding = paddingOf.get(layer.getBottom(i));
      if (padding == null) {
        continue;
      }
      String type = layer.getLayer().getType();
      if (!type.equals("conv") && !type.equals("pool")) {
        throw new PrototxtException(
            at.place(),
            "layer '%s' (%s) reads a padding layer, '%s', which only conv and pool can"
                .formatted(
                    layer.getLayer().getName(), type, padding.message().getLayer().getName()));
      }
      if (padding.message().getBottomCount() != 1) {
        throw new PrototxtException(
            padding.place(),
            "padding layer '%s': found %d bottoms, expected 1"
                .formatted(
                    padding.message().getLayer().getName(), padding.message().getBottomCount()));
      }
      layer.setBottom(i, padding.message().getBottom(0));
      layer.getLayerBuilder().setPad(padding.message().getLayer().getPad());
    }
    return new Placed<>(layer.build(), at.place());
  }

  private static Placed<V1LayerParameter> upgrade(Placed<V1LayerParameter> at) {
    V0LayerParameter old = at.message().getLayer();
    LayerType type = V0Settings.TYPES.get(old.getType());
    if (type == null) {
      throw new PrototxtException(
          at.place(),
          "layer '%s': unknown type '%s' of a net of 2013%s"
              .formatted(
                  old.getName(),
                  old.getType(),
                  Names.nearest(old.getType(), V0Settings.TYPES.keySet())));
    }
    V1LayerParameter.Builder layer =
        V1LayerParameter.newBuilder()
            .setName(old.getName())
            .setType(type)
            .addAllBottom(at.message().getBottomList())
            .addAllTop(at.message().getTopList())
            .addAllBlobs(old.getBlobsList())
            .addAllBlobsLr(old.getBlobsLrList())
            .addAllWeightDecay(old.getWeightDecayList());
    if (old.hasHdf5OutputParam()) {
      layer.setHdf5OutputParam(old.getHdf5OutputParam());
    }
    old.getAllFields()
        .forEach(
            (field, value) -> {
              String target = V0Settings.TARGETS.get(old.getType() + " " + field.getName());
              if (target != null) {
                set(layer, target, value);
              } else if (!V0Settings.OF_ALL_TYPES.contains(field.getName())) {
                throw new PrototxtException(
                    at.place(),
                    "layer '%s': type %s has no setting '%s'"
                        .formatted(old.getName(), old.getType(), field.getName()));
              }
            });
    return new Placed<>(layer.build(), at.place());
  }

  private static void set(V1LayerParameter.Builder layer, String target, Object value) {
    String[] path = target.split("\\.", 2);
    Message.Builder message =
        layer.getFieldBuilder(V1LayerParameter.getDescriptor().findFieldByName(path[0]));
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(path[1]);
    if (field.isRepeated()) {
      message.addRepeatedField(field, value);
    } else if (value instanceof com.google.protobuf.Descriptors.EnumValueDescriptor method) {
      message.setField(
          field, PoolingParameter.PoolMethod.getDescriptor().findValueByNumber(method.getNumber()));
    } else {
      message.setField(field, value);
    }
  }
}
