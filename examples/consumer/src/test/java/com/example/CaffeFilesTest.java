package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fcn4j.caffe.Caffe;
import io.fcn4j.caffe.Prototxt;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaffeFilesTest {
  @TempDir Path folder;

  @Test
  void thereAndBack() throws IOException {
    Path prototxt =
        Files.writeString(
            folder.resolve("net.prototxt"),
            """
            input: 'data' input_dim: 1 input_dim: 3 input_dim: 8 input_dim: 8
            layer { name: 'conv' type: 'Convolution' bottom: 'data' top: 'y'
              convolution_param { num_output: 2 kernel_size: 3 weight_filler { type: 'xavier' } } }
            """);
    Net net = Prototxt.read(prototxt, Phase.TEST).build(1);
    Path weights = folder.resolve("net.caffemodel");
    Caffe.write(net, folder.resolve("copy.prototxt"), weights);
    Net again = Prototxt.read(prototxt, Phase.TEST).withWeights(weights);
    assertEquals(net.params().get("conv.0").array(), again.params().get("conv.0").array());
  }
}
