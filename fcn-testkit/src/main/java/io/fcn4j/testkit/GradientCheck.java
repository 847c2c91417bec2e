package io.fcn4j.testkit;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.Param;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compares all gradients of a net with finite differences: those of every input that gradients flow
 * to and of every parameter that is no running statistic.
 *
 * <pre>{@code
 * GradientCheck.of(net).inputs(Map.of("data", image, "label", labels)).check();
 * }</pre>
 *
 * What is differentiated is the sum of all losses by their weights and of all other outputs by
 * random weights. Each slope comes with an uncertainty (rounding, steepness, kinks); a gradient is
 * wrong if it is off by more than the tolerance plus that. The net is left as it was.
 */
public final class GradientCheck {
  private final Net net;
  private final Map<String, INDArray> inputs;
  private final Phase phase;
  private final long seed;
  private final double tolerance;
  private final int elements;
  private final Set<String> ignored;

  private GradientCheck(
      Net net,
      Map<String, INDArray> inputs,
      Phase phase,
      long seed,
      double tolerance,
      int elements,
      Set<String> ignored) {
    this.net = net;
    this.inputs = inputs;
    this.phase = phase;
    this.seed = seed;
    this.tolerance = tolerance;
    this.elements = elements;
    this.ignored = ignored;
  }

  /** A check in phase TRAIN, with a tolerance of 0.001, of up to 256 elements of every array. */
  public static GradientCheck of(Net net) {
    return new GradientCheck(net, Map.of(), Phase.TRAIN, 1, 1e-3, 256, Set.of());
  }

  /** The point at which to check, by input name; labels are inputs too. */
  public GradientCheck inputs(Map<String, INDArray> values) {
    return new GradientCheck(net, Map.copyOf(values), phase, seed, tolerance, elements, ignored);
  }

  public GradientCheck in(Phase value) {
    return new GradientCheck(net, inputs, value, seed, tolerance, elements, ignored);
  }

  /** The seed of stochastic layers, of the weights of outputs and of the choice of elements. */
  public GradientCheck seed(long value) {
    return new GradientCheck(net, inputs, phase, value, tolerance, elements, ignored);
  }

  /** How far off a gradient may be, in parts of it or of the array's root mean square. */
  public GradientCheck tolerance(double value) {
    return new GradientCheck(net, inputs, phase, seed, value, elements, ignored);
  }

  /** How many elements of every array to check at most; they are chosen at random. */
  public GradientCheck elements(int most) {
    return new GradientCheck(net, inputs, phase, seed, tolerance, most, ignored);
  }

  /**
   * Outputs that are not differentiated because no gradient flows back from them: the probabilities
   * that a Caffe softmax loss gives as its second top.
   */
  public GradientCheck ignoring(String... outputs) {
    return new GradientCheck(net, inputs, phase, seed, tolerance, elements, Set.of(outputs));
  }

  /**
   * Runs the check.
   *
   * @throws AssertionError that tells, for every wrong array, the worst element with both values;
   *     or that most elements lie at kinks, so that the check would say nothing
   * @throws FcnException if the inputs reach nothing that has a gradient
   */
  public void check() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.forEach((name, array) -> shapes.put(name, Shape.of(array.shape())));
    Map<Blob, Shape> reached = net.graph().shapes(shapes);
    Objective objective = new Objective(net.graph(), reached, ignored, seed);
    Differentiable by = Differentiable.below(objective.blobs(), net.graph(), reached);
    if (by.isEmpty()) {
      throw new FcnException(
          "gradient check of net '%s': nothing that the inputs %s reach has a gradient"
              .formatted(net.graph().name(), inputs.keySet()));
    }
    Map<String, INDArray> state = state();
    try (Session session = open(objective)) {
      String wrong = wrong(session, objective, by, state);
      if (!wrong.isEmpty()) {
        throw new AssertionError(
            "wrong gradients of net '%s' in %s%s".formatted(net.graph().name(), phase, wrong));
      }
    } finally {
      state.forEach(net.params()::set);
    }
  }

  private Session open(Objective objective) {
    SessionOptions options =
        SessionOptions.DEFAULT
            .seed(seed)
            .allGradients()
            .keep(objective.blobs().stream().map(Blob::name).toArray(String[]::new))
            .takeDiffs(objective.diffs().keySet().toArray(String[]::new));
    return TestEngine.get().open(net, phase, options);
  }

  private String wrong(
      Session session, Objective objective, Differentiable by, Map<String, INDArray> state) {
    Map<String, INDArray> point = new HashMap<>();
    inputs.forEach((name, array) -> point.put(name, array.dup('c')));
    GradientTarget.Run run =
        () -> {
          state.forEach(net.params()::set);
          session.iteration(0);
          return objective.value(session.forward(point));
        };
    Objective.Value here = run.forward();
    session.backward(objective.diffs());
    List<GradientTarget> targets = new ArrayList<>();
    for (String name : by.inputs()) {
      INDArray array = point.get(name);
      if (array != null) {
        targets.add(new GradientTarget(name, array, session.gradient(name), () -> {}));
      }
    }
    for (String key : by.params()) {
      Param param = net.params().get(key);
      String name = "%s (%s)".formatted(key, param.spec().name());
      INDArray gradient = session.gradient(key);
      targets.add(new GradientTarget(name, param.array(), gradient, net.params()::touch));
    }
    StringBuilder wrong = new StringBuilder();
    for (GradientTarget target : targets) {
      target.check(run, here, tolerance, choice(target)).ifPresent(wrong::append);
    }
    return wrong.toString();
  }

  /** Copies of the running statistics, which every forward in TRAIN changes. */
  private Map<String, INDArray> state() {
    Map<String, INDArray> state = new LinkedHashMap<>();
    for (Param param : net.params().all()) {
      if (!param.spec().learned()) {
        state.put(param.key(), param.array().dup('c'));
      }
    }
    return state;
  }

  private int[] choice(GradientTarget target) {
    int length = target.length();
    if (length <= elements) {
      return IntStream.range(0, length).toArray();
    }
    CounterRandom random = CounterRandom.seeded(seed).stream(target.name());
    return IntStream.iterate(0, i -> i + 1)
        .map(i -> random.below(length, i))
        .distinct()
        .limit(elements)
        .sorted()
        .toArray();
  }
}
