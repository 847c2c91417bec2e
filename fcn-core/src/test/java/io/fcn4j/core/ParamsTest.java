package io.fcn4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.LoadReport.Outcome;
import io.fcn4j.core.TestLayers.Weigh;
import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ParamsTest {
  private static Net net() {
    return builder().build(1);
  }

  private static NetBuilder builder() {
    NetBuilder b = NetBuilder.named("two");
    Blob x = b.input("x", Shape.of(1, 1, 2, 3));
    b.add("second", new Weigh(Filler.constant(2)), b.add("first", new Weigh(Filler.zeros()), x));
    return b;
  }

  @Test
  void aNetIsBuiltWithWeightsAndWhatTheyLackIsFilled() {
    WeightSource weights = WeightSource.of(arrays(Map.of("first.0", new long[] {1, 1, 2, 3})));
    Net net = builder().build(1, weights);
    assertThat(net.params().get("first.0").array().sumNumber().doubleValue()).isEqualTo(42);
    assertThat(net.params().get("second.0").array().sumNumber().doubleValue()).isEqualTo(12);
    WeightSource other = WeightSource.of(arrays(Map.of("first.0", new long[] {5})));
    assertThatThrownBy(() -> builder().build(1, other))
        .hasMessageContaining("nothing was loaded")
        .hasMessageContaining("other size   first.0");
  }

  private static Map<String, INDArray> arrays(Map<String, long[]> shapes) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    shapes.forEach((key, shape) -> arrays.put(key, Nd4j.ones(DataType.FLOAT, shape).muli(7)));
    return arrays;
  }

  @Test
  void aStrictLoadReportsEverythingInOneTableAndChangesNothing() {
    Net net = net();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("first.0", new long[] {1, 6});
    shapes.put("third.0", new long[] {4});
    assertThatThrownBy(() -> net.params().load(WeightSource.of(arrays(shapes))))
        .isInstanceOf(FcnException.class)
        .hasMessageContaining("nothing was loaded")
        .hasMessageContaining("transplant")
        .hasMessageContaining(
            "other shape  first.0                  needed 1x1x2x3            found 1x6"
                + " (same count, as in fc->conv)")
        .hasMessageContaining("missing      second.0                 needed 1x1x2x3")
        .hasMessageContaining("unused       third.0")
        .hasMessageContaining("found 4");
    assertThat(net.params().get("first.0").array().sumNumber().doubleValue()).isZero();
  }

  @Test
  void aTransplantTakesNamesakesAndReshapesThem() {
    Net net = net();
    LoadReport report =
        net.params().transplant(WeightSource.of(arrays(Map.of("first.0", new long[] {1, 6}))));
    assertThat(report.keys(Outcome.RESHAPED)).containsExactly("first.0");
    assertThat(report.keys(Outcome.MISSING)).containsExactly("second.0");
    assertThat(net.params().get("first.0").array().sumNumber().doubleValue()).isEqualTo(42);
    assertThat(net.params().get("second.0").array().sumNumber().doubleValue()).isEqualTo(12);
  }

  @Test
  void aTransplantRefusesAnotherSizeAndStrangers() {
    Net net = net();
    assertThatThrownBy(
            () ->
                net.params().transplant(WeightSource.of(arrays(Map.of("first.0", new long[] {5})))))
        .hasMessageContaining("weights of another size have the same name")
        .hasMessageContaining("leave it as it is: transplant(source.without(\"first\"))")
        .hasMessageContaining("other size   first.0");
    assertThatThrownBy(
            () -> net.params().transplant(WeightSource.of(arrays(Map.of("fc8.0", new long[] {5})))))
        .hasMessageContaining("no name of the source is a parameter of this net");
  }

  @Test
  void savedAndLoadedAgain(@TempDir Path folder) {
    Net net = net();
    net.params().set("first.0", Nd4j.ones(DataType.FLOAT, 1, 1, 2, 3));
    net.params().save(folder.resolve("w.safetensors"), Map.of("model", "two"));
    Net other = net();
    long version = other.params().version();
    try (WeightSource source = SafeTensors.open(folder.resolve("w.safetensors"))) {
      assertThat(other.params().load(source).isComplete()).isTrue();
      assertThat(source.metadata()).containsEntry("model", "two");
    }
    assertThat(other.params().version()).isGreaterThan(version);
    assertThat(other.params().get("first.0").array().sumNumber().doubleValue()).isEqualTo(6);
  }

  @Test
  void layersAreFrozenByGlob() {
    Net net = net();
    net.params().freeze("sec*");
    assertThat(net.params().get("second.0").isLearned()).isFalse();
    assertThat(net.params().get("first.0").isLearned()).isTrue();
    assertThatThrownBy(() -> net.params().freeze("thrid"))
        .hasMessageContaining("no layer with parameters matches 'thrid'; nearest: first, second");
  }

  @Test
  void aForkKeepsItsValues() {
    Net net = net();
    Net fork = net.fork();
    net.params().get("second.0").array().assign(9f);
    assertThat(fork.params().get("second.0").array().sumNumber().doubleValue()).isEqualTo(12);
  }

  @Test
  void unknownKeysAndWrongShapesAreRefused() {
    Params params = net().params();
    assertThatThrownBy(() -> params.get("frist.0"))
        .hasMessage("unknown parameter 'frist.0'; nearest: first.0, second.0");
    assertThatThrownBy(() -> params.set("first.0", Nd4j.ones(DataType.FLOAT, 2)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("parameter 'first.0': found 2, expected 1x1x2x3");
    assertThat(params.all()).extracting(Param::key).isEqualTo(List.of("first.0", "second.0"));
  }

  private static Net siamese() {
    NetBuilder b = NetBuilder.named("siamese");
    Weigh layer = new Weigh(Filler.zeros());
    b.input("x", Shape.of(1, 1, 2, 3));
    b.add(Node.of("left", layer, List.of("x")).withParams(ParamRule.sharedAs("w")));
    b.add(Node.of("right", layer, List.of("x")).withParams(ParamRule.sharedAs("w")));
    return b.build(1);
  }

  @Test
  void sharedParametersAreKnownByEveryLayerThatSharesThem() {
    Net net = siamese();
    net.params().multiply("*", new Mults(3, 1));
    assertThat(net.params().get("left.0").mults()).isEqualTo(new Mults(3, 1));
    net.fork().params().freeze("right");
    net.params().freeze("right");
    assertThat(net.params().get("left.0").isLearned()).isFalse();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("left.0", new long[] {1, 1, 2, 3});
    shapes.put("right.0", new long[] {1, 1, 2, 3});
    assertThat(net.params().load(WeightSource.of(arrays(shapes))).isComplete()).isTrue();
    shapes.remove("left.0");
    assertThat(net.params().load(WeightSource.of(arrays(shapes))).toString())
        .contains("1 of 1 matched");
  }

  /** Caffe loads layer after layer, each over what the one before has loaded. */
  @Test
  void ofLayersThatShareTheLastOneCounts() {
    Net net = siamese();
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("right.0", Nd4j.valueArrayOf(new long[] {1, 1, 2, 3}, 2f));
    net.params().loadByName(WeightSource.of(arrays));
    assertThat(net.params().get("left.0").array().getFloat(0)).isEqualTo(2);
    arrays.put("left.0", Nd4j.valueArrayOf(new long[] {1, 1, 2, 3}, 1f));
    net.params().loadByName(WeightSource.of(arrays));
    assertThat(net.params().get("left.0").array().getFloat(0)).isEqualTo(2);
    arrays.put("right.0", Nd4j.zeros(5));
    assertThatThrownBy(() -> net.params().loadByName(WeightSource.of(arrays)))
        .hasMessageContaining(
            "other size   left.0                   needed 1x1x2x3            found 5 in right.0");
  }

  @ParameterizedTest
  @CsvSource({
    "4x3x2x2, 4x12, RESHAPED",
    "4x12, 4x3x2x2, RESHAPED",
    "4x3x2x2, 1x1x4x12, RESHAPED",
    "1x3x2x2, 1x1x1x12, RESHAPED",
    "1x3x2x2, 1x12, RESHAPED",
    "4x12, 1x1x4x12, MATCHED",
    "4, 1x1x1x4, MATCHED",
    "1x4, 1x1x1x4, MATCHED",
    "4, 1x1x4x1, RESHAPED",
    "4x12, 1x4x12, RESHAPED",
    "3x2x2, 3x1x2x2, RESHAPED",
    "1x1x1x4, 4, RESHAPED",
    "1x1x1x1x4, 1x1x1x4, RESHAPED",
    "4x3x2x2, 3x4x2x2, MISMATCHED",
    "4x3x2x2, 12x4, MISMATCHED",
    "4x12, 48, MISMATCHED"
  })
  void onlyTheSameValuesInTheSameOrderAreReshaped(String needed, String found, Outcome outcome) {
    NetBuilder b = NetBuilder.named("reshaped");
    b.add("w", new Weigh(Filler.zeros()), b.input("x", Shape.parse(needed)));
    WeightSource source = WeightSource.of(arrays(Map.of("w.0", Shape.parse(found).dims())));
    LoadReport report = LoadComparison.of(b.build(1).params(), source);
    assertThat(report.keys(outcome)).containsExactly("w.0");
  }

  @Test
  void aSourceThatFailsMidwaySaysHowFarItCame() {
    Params params = net().params();
    WeightSource good = net().params().asSource();
    long version = params.version();
    assertThatThrownBy(() -> params.load(new Failing(good, "second.0")))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "the disk is gone; parameters up to and including 'second.0' have been overwritten");
    assertThat(params.version()).isGreaterThan(version);
  }

  private record Failing(WeightSource good, String key) implements WeightSource {
    @Override
    public Map<String, Shape> shapes() {
      return good.shapes();
    }

    @Override
    public void read(String name, INDArray target) {
      if (name.equals(key)) {
        throw new FcnException("the disk is gone");
      }
      good.read(name, target);
    }

    @Override
    public Map<String, String> metadata() {
      return good.metadata();
    }

    @Override
    public String describe() {
      return good.describe();
    }

    @Override
    public void close() {
      good.close();
    }
  }
}
