package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.Param;
import io.fcn4j.core.Phase;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.core.nd4j.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights that do not fit a net: nothing is loaded, and a table tells what does not fit. */
class BadWeightsTest {
  private static final String NET =
      """
      layer { name: "in" type: "Input" top: "data" input_param { shape { dim: 1 dim: 2 dim: 3 dim: 3 } } }
      layer { name: "fc" type: "Convolution" bottom: "data" top: "fc"
              convolution_param { num_output: 4 kernel_size: 3 weight_filler { type: "xavier" } } }
      layer { name: "relu" type: "ReLU" bottom: "fc" top: "relu" }
      """;

  @TempDir private Path folder;
  private Path file;
  private Net net;

  @BeforeEach
  void readNet() throws IOException {
    file = folder.resolve("weights.caffemodel");
    Path prototxt = Files.writeString(folder.resolve("net.prototxt"), NET);
    net = Prototxt.read(prototxt, Phase.TEST).build(1);
  }

  private void write(Map<String, long[]> shapes) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    shapes.forEach((key, shape) -> arrays.put(key, Nd4j.ones(DataType.FLOAT, shape)));
    CaffeModel.write(file, WeightSource.of(arrays));
  }

  private Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Param param : net.params().all()) {
      values.put(param.key(), Host.read(param.array()));
    }
    return values;
  }

  private void assertRefused(Map<String, long[]> shapes, String message) {
    write(shapes);
    Map<String, float[]> before = values();
    try (CaffeModel model = CaffeModel.open(file)) {
      assertThatThrownBy(() -> net.params().loadByName(model))
          .isInstanceOf(FcnException.class)
          .hasMessage(message.replace("FILE", file.toString()));
    }
    assertThat(values()).usingRecursiveComparison().isEqualTo(before);
  }

  private static Map<String, long[]> weightAndBias(long[] weight, long[] bias) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("fc.0", weight);
    shapes.put("fc.1", bias);
    return shapes;
  }

  @Test
  void fittingWeightsAreLoaded() {
    write(weightAndBias(new long[] {4, 2, 3, 3}, new long[] {1, 1, 1, 4}));
    try (CaffeModel model = CaffeModel.open(file)) {
      net.params().loadByName(model);
    }
    assertThat(values().get("fc.0")).containsOnly(1);
  }

  @Test
  void anotherShapeOfAsManyValues() {
    assertRefused(
        weightAndBias(new long[] {4, 18}, new long[] {4}),
        """
        the weights do not fit the net; nothing was loaded (params().transplant(source) takes\
         fully connected weights for convolutions)
        FILE (caffemodel): 1 of 2 matched
          other shape  fc.0                     needed 4x2x3x3            found 4x18 (same count, as in fc->conv)""");
  }

  @Test
  void anotherNumberOfValues() {
    assertRefused(
        weightAndBias(new long[] {5, 2, 3, 3}, new long[] {5}),
        """
        the weights do not fit the net; nothing was loaded (rename a layer that is not meant to be\
         loaded)
        FILE (caffemodel): 0 of 2 matched
          other size   fc.0                     needed 4x2x3x3            found 5x2x3x3
          other size   fc.1                     needed 4                  found 5""");
  }

  @Test
  void anotherNumberOfBlobs() {
    assertRefused(
        Map.of("fc.0", new long[] {4, 2, 3, 3}),
        """
        the weights do not fit the net; nothing was loaded (rename a layer that is not meant to be\
         loaded)
        FILE (caffemodel): 1 of 2 matched
          missing      fc.1                     needed 4                  found - (parameters of 'fc': 2 in the net, 1 in the source)""");
  }

  @Test
  void noNameInCommon() {
    assertRefused(
        Map.of("ip.0", new long[] {4, 18}),
        """
        no name of the source is a parameter of this net
        FILE (caffemodel): 0 of 3 matched
          missing      fc.0                     needed 4x2x3x3            found -
          missing      fc.1                     needed 4                  found -
          unused       ip.0                     needed -                  found 4x18""");
  }
}
