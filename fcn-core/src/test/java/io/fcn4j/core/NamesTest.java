package io.fcn4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void suggestsTheNearest() {
    assertThat(Names.nearest("conv1_3", List.of("fc6", "conv1_2", "pool1", "conv1_1")))
        .isEqualTo("; nearest: conv1_1, conv1_2, pool1");
    assertThat(Names.nearest("x", List.of())).isEmpty();
  }

  @Test
  void knownNames() {
    List<String> names = List.of("data", "label");
    assertThat(Names.known("lable", names))
        .isEqualTo("; it has [data, label]; did you mean 'label'?");
    assertThat(Names.known("mask", names)).isEqualTo("; it has [data, label]");
  }

  @Test
  void comparesNamesOfMegabytesAtOnce() {
    String one = "a".repeat(1 << 21);
    String other = "b".repeat(1 << 21);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> Names.nearest(one, List.of(other)));
  }
}
