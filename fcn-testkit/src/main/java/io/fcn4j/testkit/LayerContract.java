package io.fcn4j.testkit;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The complete test of a layer, also of one's own: everything that the library relies on, one JUnit
 * test for each law and phase.
 *
 * <pre>{@code
 * class TimesTest {
 *   @TestFactory
 *   Stream<DynamicTest> contract() {
 *     return LayerContract.of(new Times(2f)).on(Shape.of(2, 3, 5, 7));
 *   }
 * }
 * }</pre>
 *
 * The laws, where they concern the layer:
 *
 * <ul>
 *   <li>declaration: shapes, parameters and capabilities are pure functions that agree;
 *   <li>forward: every element of every top is overwritten and nothing else;
 *   <li>backward: every wanted bottom diff is overwritten and nothing else, and bottoms and tops
 *       are read only if the capabilities say so;
 *   <li>gradient: the gradients are those of {@link GradientCheck};
 *   <li>accumulation: backward adds to the diffs of parameters;
 *   <li>wanted: each gradient can be had alone;
 *   <li>repetition: equal seed, iteration and state give the same bits;
 *   <li>in place: it gives the same bits in place, if it is capable of that;
 *   <li>batch: two images in one batch give what they give alone, within 1e-6;
 *   <li>sizes: a small, a large and again the small input in one session give the same bits as in
 *       fresh ones;
 *   <li>threads: two sessions in two threads give the same bits as one;
 *   <li>allocation: no array is created after the first runs.
 * </ul>
 *
 * Bottoms are uniform in [-1, 1) if not said otherwise; learned parameters in [-1, 1) and running
 * statistics in [0.5, 1.5), whatever their fillers. Everything runs through {@code Nd4jEngine}.
 */
public final class LayerContract {
  private final Layer layer;
  private final List<Phase> phases;
  private final Settings settings;

  private LayerContract(Layer layer, List<Phase> phases, Settings settings) {
    this.layer = layer;
    this.phases = phases;
    this.settings = settings;
  }

  /** The contract of a layer, in both phases. */
  public static LayerContract of(Layer layer) {
    return new LayerContract(layer, List.of(Phase.values()), Settings.DEFAULT);
  }

  /** In one phase only. */
  public LayerContract in(Phase phase) {
    return new LayerContract(layer, List.of(phase), settings);
  }

  /** The range of the values of bottoms: for layers that are steep or undefined around 0. */
  public LayerContract range(float min, float max) {
    return new LayerContract(layer, phases, settings.range(min, max));
  }

  /**
   * The values of one bottom by the flat index, which may be any: {@code i -> i % 3} for labels.
   */
  public LayerContract bottom(int i, Host.FloatByIndex values) {
    return new LayerContract(layer, phases, settings.given(i, values));
  }

  /** The seed of all random values. */
  public LayerContract seed(long seed) {
    return new LayerContract(layer, phases, settings.seed(seed));
  }

  /** See {@link GradientCheck#tolerance}; 0.001 if not set. */
  public LayerContract tolerance(double ofGradients) {
    return new LayerContract(layer, phases, settings.tolerance(ofGradients));
  }

  /** See {@link GradientCheck#ignoring}: a top that no gradient flows back from. */
  public LayerContract ignoring(int top) {
    return new LayerContract(layer, phases, settings.ignoring(top));
  }

  /**
   * The tests for bottoms of these shapes.
   *
   * @throws FcnException if the layer does not take such bottoms
   */
  public Stream<DynamicTest> on(Shape... bottoms) {
    if (!layer.arity().takes(bottoms.length)) {
      throw new FcnException(
          "contract of %s: found %d shapes %s, expected those of %s"
              .formatted(
                  layer,
                  bottoms.length,
                  Arrays.toString(bottoms),
                  layer.arity().describeBottoms()));
    }
    return phases.stream()
        .map(phase -> new Subject(layer, List.of(bottoms), phase, settings, 0))
        .flatMap(LayerContract::tests);
  }

  private static Stream<DynamicTest> tests(Subject subject) {
    return Law.ALL.stream()
        .filter(law -> law.concerns().test(subject))
        .map(
            law -> DynamicTest.dynamicTest(subject + ": " + law.title(), () -> law.check(subject)));
  }
}
