package io.fcn4j.caffe;

import io.fcn4j.caffe.DataLayer.Kind;
import io.fcn4j.caffe.DataLayer.Top;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.PythonParameter;
import io.fcn4j.core.FcnException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The five data layers of the FCN reference repository, which are written in Python. Images are N x
 * C x H x W of any size, labels N x 1 x H x W.
 */
final class PythonLayers {
  /** What a class reads: the setting that names its folder, and its tops. */
  private record Loader(String folder, List<String> tops) {}

  private static final Map<String, Loader> LOADERS =
      Map.of(
          "voc_layers.VOCSegDataLayer", new Loader("voc_dir", List.of("data", "label")),
          "voc_layers.SBDDSegDataLayer", new Loader("sbdd_dir", List.of("data", "label")),
          "nyud_layers.NYUDSegDataLayer", new Loader("nyud_dir", List.of()),
          "siftflow_layers.SIFTFlowSegDataLayer",
              new Loader("siftflow_dir", List.of("data", "sem", "geo")),
          "pascalcontext_layers.PASCALContextSegDataLayer",
              new Loader("context_dir", List.of("data", "label")));

  /** By what NYUDv2's layer calls what it reads; all others are labels. */
  private static final Map<String, Integer> CHANNELS =
      Map.of("data", 3, "color", 3, "hha", 3, "depth", 1);

  private PythonLayers() {}

  static Optional<DataLayer> of(LayerParameter p) {
    PythonParameter python = p.getPythonParam();
    Loader loader = LOADERS.get(python.getModule() + "." + python.getLayer());
    if (loader == null) {
      return Optional.empty();
    }
    Map<String, Object> settings = PythonLiteral.dict(python.getParamStr());
    List<String> reads =
        loader.tops.isEmpty() ? strings(settings.getOrDefault("tops", List.of())) : loader.tops;
    if (reads.size() != p.getTopCount()) {
      throw new FcnException(
          "%s: found %d tops, expected %d: %s"
              .formatted(python.getLayer(), p.getTopCount(), reads.size(), reads));
    }
    List<Top> tops = new ArrayList<>();
    for (int i = 0; i < reads.size(); i++) {
      Integer channels = CHANNELS.get(reads.get(i));
      tops.add(
          channels == null
              ? Top.free(p.getTop(i), Kind.LABEL_MAP, 1)
              : Top.free(p.getTop(i), Kind.DATA, channels));
    }
    return Optional.of(
        new DataLayer(
            p.getName(),
            python.getLayer(),
            tops,
            Optional.ofNullable(settings.get(loader.folder)).map(Object::toString),
            Optional.ofNullable(settings.get("split")).map(Object::toString),
            numbers(settings.getOrDefault("mean", List.of())),
            List.of()));
  }

  private static List<String> strings(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(value.toString());
  }

  private static List<Double> numbers(Object value) {
    try {
      return strings(value).stream().map(Double::parseDouble).toList();
    } catch (NumberFormatException e) {
      throw new FcnException("mean: found " + value + ", expected a number for each channel", e);
    }
  }
}
