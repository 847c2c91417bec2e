package io.fcn4j.caffe;

import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.TransformationParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a data layer does to its data, by the fields that say so. */
final class Transforms {
  /** The layers that heed transform_param. */
  private static final Set<String> TYPES = Set.of("Data", "ImageData", "WindowData", "MemoryData");

  private Transforms() {}

  /** The fields of transform_param that change values or sizes. */
  static List<String> of(LayerParameter layer) {
    List<String> fields = new ArrayList<>();
    if (TYPES.contains(layer.getType())) {
      TransformationParameter p = layer.getTransformParam();
      add(fields, "scale", p.getScale() != 1);
      add(fields, "mirror", p.getMirror());
      add(fields, "crop_size", p.getCropSize() != 0);
      add(fields, "mean_file", p.hasMeanFile());
      add(fields, "mean_value", p.getMeanValueCount() > 0);
    }
    return fields;
  }

  private static void add(List<String> fields, String field, boolean said) {
    if (said) {
      fields.add(field);
    }
  }
}
