package io.fcn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Engines;
import io.fcn4j.core.Layer;
import io.fcn4j.layers.Layers;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayerCaseTest {
  @Test
  void everyLayerHasACase() {
    Set<Class<?>> measured =
        Arrays.stream(LayerCase.values())
            .map(c -> c.layer().getClass())
            .collect(Collectors.toSet());
    Set<Class<?>> layers =
        Arrays.stream(Layers.class.getMethods())
            .filter(m -> Modifier.isStatic(m.getModifiers()))
            .map(Method::getReturnType)
            .collect(Collectors.toSet());
    assertThat(layers).allMatch(Layer.class::isAssignableFrom).isNotEmpty();
    assertThat(measured).containsAll(layers);
  }

  /** What JMH does in each of its forks, so that a case that can't run is found here. */
  @ParameterizedTest
  @EnumSource
  void runs(LayerCase layerCase) {
    LayerBenchmark benchmark = new LayerBenchmark();
    LayerBenchmark.Shared shared = new LayerBenchmark.Shared();
    shared.layer = layerCase;
    shared.engine = Engines.best().name();
    shared.size = 32;
    shared.build();
    LayerBenchmark.Forward forward = new LayerBenchmark.Forward();
    forward.open(shared);
    assertThat(benchmark.forward(shared, forward).views())
        .hasSize(layerCase.layer().arity().tops());
    forward.check(shared);
    LayerBenchmark.Training training = new LayerBenchmark.Training();
    training.open(shared);
    benchmark.forwardBackward(shared, training);
    training.check(shared);
  }
}
