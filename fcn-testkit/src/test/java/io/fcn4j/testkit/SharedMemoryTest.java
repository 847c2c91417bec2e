package io.fcn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Input;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.Param;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.testkit.SampleLayers.Copies;
import io.fcn4j.testkit.SampleLayers.Drop;
import io.fcn4j.testkit.SampleLayers.HalfSquares;
import io.fcn4j.testkit.SampleLayers.Rectify;
import io.fcn4j.testkit.SampleLayers.Steep;
import io.fcn4j.testkit.SampleLayers.TwiceLess;
import io.fcn4j.testkit.SampleLayers.Weigh;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A plan lets blobs, gradients and the memory of kernels share an arena, and layers run in place.
 * On random graphs this must not show: a session that keeps every blob gives the same bits.
 */
class SharedMemoryTest {
  private static final int GRAPHS = 300;
  private static final Shape SHAPE = Shape.of(2, 2, 3, 3);
  private static final List<Layer> UNARY =
      List.of(new Rectify(), new Steep(2), new Drop(), new Copies(1), new Copies(3));
  private static final List<Layer> BINARY = List.of(new TwiceLess(), new Weigh());

  /** Draws numbers one after the other. */
  private static final class Dice {
    private final CounterRandom random;
    private long thrown;

    Dice(long seed) {
      random = CounterRandom.seeded(seed);
    }

    int below(int bound) {
      return random.below(bound, thrown++);
    }

    <T> T of(List<T> list) {
      return list.get(below(list.size()));
    }
  }

  /** A net of up to 15 nodes on two inputs, with some losses, and any blobs as further outputs. */
  private static Net randomNet(long seed) {
    Dice dice = new Dice(seed);
    NetBuilder b = NetBuilder.named("random " + seed);
    List<Blob> blobs = new ArrayList<>(List.of(b.input("a", SHAPE), b.input("b", SHAPE)));
    int nodes = 1 + dice.below(15);
    for (int i = 0; i < nodes; i++) {
      String name = "node" + i;
      switch (dice.below(8)) {
        case 0 -> b.loss(name, 1 + dice.below(3), new HalfSquares(), dice.of(blobs));
        case 1, 2, 3 ->
            blobs.addAll(b.addAll(name, dice.of(BINARY), dice.of(blobs), dice.of(blobs)));
        case 4 -> {
          Blob bottom = dice.of(blobs);
          blobs.remove(bottom);
          blobs.add(b.addInPlace(name, new Rectify(), bottom));
        }
        default -> blobs.addAll(b.addAll(name, dice.of(UNARY), dice.of(blobs)));
      }
    }
    b.loss("last", new HalfSquares(), dice.of(blobs));
    for (int i = dice.below(3); i >= 0; i--) {
      b.output(dice.of(blobs));
    }
    return b.build(seed);
  }

  private static INDArray random(CounterRandom random) {
    INDArray array = Nd4j.create(DataType.FLOAT, SHAPE.dims());
    Host.fill(array, i -> 2 * random.uniform(i) - 1);
    return array;
  }

  private static Map<String, INDArray> inputs(long seed) {
    CounterRandom random = CounterRandom.seeded(seed);
    return Map.of("a", random(random.stream("a")), "b", random(random.stream("b")));
  }

  /** Everything that can be read of one forward and backward, after one with other inputs. */
  private static Map<String, float[]> run(Net net, SessionOptions options) {
    Map<String, INDArray> diffs = new LinkedHashMap<>();
    net.graph()
        .outputs()
        .forEach(blob -> diffs.put(blob.name(), random(CounterRandom.seeded(blob.id()))));
    SessionOptions taking = options.takeDiffs(diffs.keySet().toArray(String[]::new));
    Map<String, float[]> made = new LinkedHashMap<>();
    try (Session session = TestEngine.get().open(net, Phase.TRAIN, taking)) {
      for (long seed = 1; seed <= 2; seed++) {
        session.iteration(0);
        session.clearGradients();
        Outputs outputs = session.forward(inputs(seed));
        made.put("loss", new float[] {(float) outputs.loss()});
        outputs.views().forEach((name, view) -> made.put(name, Host.read(view)));
        session.backward(diffs);
        made.put("loss after backward", new float[] {(float) outputs.loss()});
        outputs.views().forEach((name, view) -> made.put(name + " later", Host.read(view)));
        for (Map.Entry<String, INDArray> gradient : gradients(net, session).entrySet()) {
          made.put("gradient of " + gradient.getKey(), Host.read(gradient.getValue()));
        }
      }
    }
    return made;
  }

  private static Map<String, INDArray> gradients(Net net, Session session) {
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    net.graph().inputs().stream().map(Input::name).forEach(names::add);
    net.params().all().stream().map(Param::key).forEach(names::add);
    for (String name : names) {
      try {
        gradients.put(name, session.gradient(name));
      } catch (FcnException e) {
        gradients.put(name + ": " + e.getMessage(), Nd4j.scalar(0f));
      }
    }
    return gradients;
  }

  private static String[] allBlobs(Graph graph) {
    return graph.blobs().stream().map(Blob::name).distinct().toArray(String[]::new);
  }

  @TestFactory
  List<DynamicTest> graphsGiveTheSameBitsWithAndWithoutSharing() {
    List<DynamicTest> tests = new ArrayList<>();
    for (long seed = 0; seed < GRAPHS; seed++) {
      Net net = randomNet(seed);
      tests.add(
          DynamicTest.dynamicTest(
              net.graph().name(),
              () -> {
                SessionOptions all = SessionOptions.DEFAULT.allGradients();
                Map<String, float[]> alone = run(net, all.keep(allBlobs(net.graph())));
                Map<String, float[]> shared = run(net, all);
                assertThat(shared.keySet()).isEqualTo(alone.keySet());
                alone.forEach(
                    (what, bits) -> assertThat(shared.get(what)).as(what).isEqualTo(bits));
              }));
    }
    return tests;
  }

  @Test
  void aLossThatIsNoOutputIsRightAfterLaterNodesAndBackward() {
    NetBuilder b = NetBuilder.named("loss first");
    Blob a = b.input("a", SHAPE);
    Net net = b.loss("loss", new HalfSquares(), a).output(b.add("y", new Steep(2), a)).build(1);
    SessionOptions options = SessionOptions.DEFAULT.allGradients();
    try (Session session = TestEngine.get().open(net, Phase.TRAIN, options)) {
      Outputs outputs = session.forward(Map.of("a", Nd4j.ones(DataType.FLOAT, SHAPE.dims())));
      assertThat(outputs.loss()).isEqualTo(0.5);
      session.backward();
      assertThat(outputs.loss()).isEqualTo(0.5);
    }
  }

  @Test
  void anInputIsFedAndHasAGradientWhereALayerWorksInPlaceOnIt() {
    NetBuilder b = NetBuilder.named("in place on an input");
    Blob a = b.addInPlace("rectify", new Rectify(), b.input("a", SHAPE));
    Net net = b.loss("loss", new HalfSquares(), a).build(1);
    INDArray input = Nd4j.ones(DataType.FLOAT, SHAPE.dims());
    input.putScalar(0, -3);
    SessionOptions options = SessionOptions.DEFAULT.allGradients();
    try (Session session = TestEngine.get().open(net, Phase.TRAIN, options)) {
      session.forward(Map.of("a", input));
      session.backward();
      float each = 1f / SHAPE.count();
      float[] expected = new float[(int) SHAPE.count()];
      Arrays.fill(expected, 1, expected.length, each);
      assertThat(Host.read(session.gradient("a"))).isEqualTo(expected);
    }
  }
}
