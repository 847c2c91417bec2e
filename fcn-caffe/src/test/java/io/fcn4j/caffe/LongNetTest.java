package io.fcn4j.caffe;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The longest files that are read at all, of the shortest things that they may hold. */
class LongNetTest {
  private static final int LENGTH = 1 << 21;
  private static final String INPUT = "input: 'data' input_shape { dim: 1 dim: 2 dim: 3 dim: 4 }\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "layer{}",
        "layers{}",
        "layers{layer{}}",
        "input:''",
        "input_dim:1",
        "input_shape{}",
        "state{}",
        "layer{",
        "'x'",
        "x",
        "layer{type:'ReLU'bottom:'data'top:'data'}",
        "layer{type:'BNLL'bottom:'data'top:'data'}layer{type:'Bias'bottom:'data'top:'data'}"
      })
  void areReadOrRefusedWithinSeconds(String repeated) {
    byte[] net =
        (INPUT + repeated.repeat((LENGTH - INPUT.length()) / repeated.length()))
            .getBytes(StandardCharsets.UTF_8);
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> new FuzzTargets(folder).text(net));
  }
}
