package io.fcn4j.bench;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A net of one layer, and what to feed it. */
record OneLayer(Net net, Map<String, INDArray> inputs, List<String> tops) {
  static OneLayer of(LayerCase layerCase, int size) {
    Layer layer = layerCase.layer();
    NetBuilder b = NetBuilder.named(layerCase.name());
    List<Blob> bottoms = new ArrayList<>();
    Map<String, INDArray> inputs = new LinkedHashMap<>();
    for (Shape shape : layerCase.bottoms(size)) {
      int i = bottoms.size();
      bottoms.add(b.input("bottom" + i, shape));
      inputs.put("bottom" + i, values(shape, layerCase.isIndex(i), i));
    }
    List<Blob> tops = b.addAll("top", layer, bottoms.toArray(Blob[]::new));
    return new OneLayer(b.build(1), inputs, tops.stream().map(Blob::name).toList());
  }

  /** Whether a gradient can come in at a top and leave at a bottom. */
  boolean hasBackward() {
    return !inputs.isEmpty() && !tops.isEmpty() && net.graph().nodes().get(0).propagatesTo(0);
  }

  /** Uniform in [-1, 1); or the two classes 0 and 1, which every loss takes. */
  private static INDArray values(Shape shape, boolean labels, int stream) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape.dims());
    CounterRandom random = CounterRandom.seeded(1).stream(stream);
    Host.fill(array, i -> labels ? i % 2 : 2 * random.uniform(i) - 1);
    return array;
  }
}
