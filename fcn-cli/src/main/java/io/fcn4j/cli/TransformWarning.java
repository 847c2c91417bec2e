package io.fcn4j.cli;

import io.fcn4j.caffe.DataLayer;
import io.fcn4j.caffe.Prototxt;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Arrays go into a net as they are, whatever its data layers would do to them in Caffe. */
final class TransformWarning {
  private static final Logger LOG = LoggerFactory.getLogger(TransformWarning.class);

  private TransformWarning() {}

  /** Logs every data layer whose transform_param would change what is given for its tops. */
  static void log(Prototxt net, Collection<String> given) {
    net.dataLayers().stream()
        .filter(layer -> !layer.transforms().isEmpty())
        .filter(layer -> layer.tops().stream().map(DataLayer.Top::name).anyMatch(given::contains))
        .forEach(
            layer ->
                LOG.warn(
                    "transform_param of layer '{}' is not applied: give data already transformed as"
                        + " Caffe would ({})",
                    layer.name(),
                    String.join(", ", layer.transforms())));
  }
}
