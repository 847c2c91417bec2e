package io.fcn4j.models;

import static io.fcn4j.layers.Layers.deconv;
import static io.fcn4j.layers.Layers.maxPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Crop;
import io.fcn4j.core.Engines;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Fraction;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Node;
import io.fcn4j.core.Param;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.Shape;
import io.fcn4j.core.solver.Dataset;
import io.fcn4j.core.solver.Sample;
import io.fcn4j.core.solver.Solver;
import io.fcn4j.layers.Convolution;
import io.fcn4j.layers.InnerProduct;
import io.fcn4j.models.image.Palette;
import io.fcn4j.models.image.Preprocessing;
import io.fcn4j.models.image.RgbImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The published facts of the three nets, all derived and none of them typed in the library. */
class FcnTest {
  private static Backbone slim(String name) {
    Backbone backbone =
        switch (name) {
          case "vgg16" -> Vgg16.backbone();
          case "alexnet" -> AlexNet.backbone();
          default -> GoogLeNet.backbone();
        };
    return backbone.width(1, 16);
  }

  private static Fcn fcn(int stride, Backbone backbone) {
    return (switch (stride) {
          case 32 -> Fcn.stride32(backbone);
          case 16 -> Fcn.stride16(backbone);
          default -> Fcn.stride8(backbone);
        })
        .classes(21);
  }

  /** The crop offsets of a net by the name of the crop. */
  private static Map<String, List<Long>> offsets(Net net) {
    Map<String, List<Long>> offsets = new HashMap<>();
    for (Node node : net.graph().nodes()) {
      if (node.layer() instanceof Crop crop) {
        offsets.put(node.name(), crop.offsets());
      }
    }
    return offsets;
  }

  private static List<Long> both(long offset) {
    return List.of(offset, offset);
  }

  @Test
  void offsetsOfThePublishedVggNets() {
    assertThat(offsets(fcn(32, slim("vgg16")).build())).isEqualTo(Map.of("score", both(19)));
    assertThat(offsets(fcn(16, slim("vgg16")).build()))
        .isEqualTo(Map.of("score_pool4c", both(5), "score", both(27)));
    assertThat(offsets(fcn(8, slim("vgg16")).build()))
        .isEqualTo(Map.of("score_pool4c", both(5), "score_pool3c", both(9), "score", both(31)));
  }

  @Test
  void offsetsOfThePaddingFreeVggNets() {
    assertThat(offsets(fcn(32, slim("vgg16")).padding(Padding.LOW).build()))
        .isEqualTo(Map.of("score", both(16)));
    assertThat(offsets(fcn(16, slim("vgg16")).padding(Padding.LOW).build()))
        .isEqualTo(Map.of("upscore2c", both(1), "score", both(8)));
    assertThat(offsets(fcn(8, slim("vgg16")).padding(Padding.LOW).build()))
        .isEqualTo(Map.of("upscore2c", both(1), "upscore_pool4c", both(1), "score", both(4)));
  }

  @Test
  void offsetsOfAlexNetAndGoogLeNet() {
    assertThat(offsets(fcn(32, slim("alexnet")).build())).isEqualTo(Map.of("score", both(18)));
    assertThat(offsets(fcn(8, slim("alexnet")).build()))
        .isEqualTo(Map.of("score_pool2c", both(5), "score_pool1c", both(10), "score", both(18)));
    assertThat(offsets(fcn(32, slim("googlenet")).build())).isEqualTo(Map.of("score", both(1)));
    assertThat(offsets(fcn(8, slim("googlenet")).build()))
        .isEqualTo(
            Map.of("upscore2c", both(0), "upscore_inception_4ec", both(0), "score", both(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "500, 698, 349, 175, 88, 44, 22, 16, 544, 34, 560, 70, 568",
    "375, 573, 287, 144, 72, 36, 18, 12, 416, 26, 432, 54, 440",
    "333, 531, 266, 133, 67, 34, 17, 11, 384, 24, 400, 50, 408",
    "256, 454, 227, 114, 57, 29, 15, 9, 320, 20, 336, 42, 344",
    "480, 678, 339, 170, 85, 43, 22, 16, 544, 34, 560, 70, 568",
    "640, 838, 419, 210, 105, 53, 27, 21, 704, 44, 720, 90, 728",
    "1, 199, 100, 50, 25, 13, 7, 1, 64, 4, 80, 10, 88"
  })
  void sizesOfTheVggNets(
      long input,
      long conv1,
      long pool1,
      long pool2,
      long pool3,
      long pool4,
      long pool5,
      long fc6,
      long upscore,
      long upscore2,
      long upscore16,
      long upscorePool4,
      long upscore8) {
    Backbone backbone = slim("vgg16");
    Map<String, Long> in8 = sizes(fcn(8, backbone).build(), input);
    assertThat(in8)
        .containsEntry("conv1_1", conv1)
        .containsEntry("pool1", pool1)
        .containsEntry("pool2", pool2)
        .containsEntry("pool3", pool3)
        .containsEntry("pool4", pool4)
        .containsEntry("pool5", pool5)
        .containsEntry("fc6", fc6)
        .containsEntry("upscore2", upscore2)
        .containsEntry("upscore_pool4", upscorePool4)
        .containsEntry("upscore8", upscore8)
        .containsEntry("score", input);
    assertThat(sizes(fcn(16, backbone).build(), input)).containsEntry("upscore16", upscore16);
    assertThat(sizes(fcn(32, backbone).build(), input)).containsEntry("upscore", upscore);
  }

  @ParameterizedTest
  @CsvSource({"500, 173, 86, 43, 21, 16, 543", "375, 142, 71, 35, 17, 12, 415"})
  void sizesOfFcnAlexNet(
      long input, long conv1, long pool1, long pool2, long pool5, long fc6, long upscore) {
    assertThat(sizes(fcn(32, slim("alexnet")).build(), input))
        .containsEntry("conv1", conv1)
        .containsEntry("pool1", pool1)
        .containsEntry("pool2", pool2)
        .containsEntry("pool5", pool5)
        .containsEntry("fc6", fc6)
        .containsEntry("upscore", upscore);
  }

  private static Map<String, Long> sizes(Net net, long input) {
    Map<String, Long> sizes = new HashMap<>();
    net.graph()
        .shapes(Map.of("data", Shape.of(1, 3, input, input)))
        .forEach((blob, shape) -> sizes.put(blob.name(), shape.h()));
    return sizes;
  }

  static Stream<Arguments> everyNetAndPadding() {
    return Stream.of("vgg16", "alexnet", "googlenet")
        .flatMap(
            name ->
                Stream.of(32, 16, 8)
                    .flatMap(
                        stride ->
                            Stream.of(Padding.values())
                                .map(padding -> Arguments.of(name, stride, padding))));
  }

  /** Every crop is in bounds for every size from the smallest that the backbone can take. */
  @ParameterizedTest
  @MethodSource("everyNetAndPadding")
  void everyInputSizeIsAccepted(String name, int stride, Padding padding) {
    Graph graph = fcn(stride, slim(name)).padding(padding).build().graph();
    boolean unpadded = name.equals("googlenet") || padding == Padding.LOW;
    for (long size = unpadded ? 64 : 1; size < 400; size++) {
      Shape input = Shape.of(1, 3, size, size + 13);
      assertThat(graph.shapes(Map.of("data", input)).get(graph.blob("score")))
          .isEqualTo(Shape.of(1, 21, size, size + 13));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "vgg16, 134346581, 16, 404",
    "alexnet, 56954261, 8, 355",
    "googlenet, 5995077, 22, 715"
  })
  void sizeDepthAndFieldOfTheFullNets(String name, long params, int depth, long field) {
    Net net = fcn(32, new Backbone(slim(name).design(), Fraction.ONE, false)).build();
    long learned =
        net.params().all().stream()
            .filter(Param::isLearned)
            .mapToLong(p -> p.shape().count())
            .sum();
    assertThat(learned).isEqualTo(params);
    assertThat(longestPath(net.graph())).isEqualTo(depth);
    Graph graph = net.graph();
    CoordMap map = graph.coordMap(graph.blob("score_fr"), graph.blob("data")).orElseThrow();
    assertThat(map.y().extent()).hasToString(Long.toString(field));
    assertThat(map.y().scale()).hasToString("32");
  }

  /** The largest number of convolutions on a path from the image to score_fr. */
  private static int longestPath(Graph graph) {
    Map<Blob, Integer> depth = new HashMap<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      int below = graph.bottoms(i).stream().mapToInt(b -> depth.getOrDefault(b, 0)).max().orElse(0);
      int here = below + (graph.nodes().get(i).layer() instanceof Convolution ? 1 : 0);
      graph.tops(i).forEach(top -> depth.put(top, here));
    }
    return depth.getOrDefault(graph.blob("score_fr"), 0);
  }

  /** Section 3.1 of the paper: a classifier made convolutional is the same function. */
  @ParameterizedTest
  @CsvSource({"vgg16, 224", "alexnet, 227", "googlenet, 224"})
  void aConvolutionalClassifierGivesTheClassifiersScores(String name, int size) {
    Backbone backbone = slim(name).fromScratch();
    Net classifier = backbone.classifier(7);
    Net convolutional = backbone.convolutionalClassifier(7);
    assertThat(classifier.graph().nodes()).anyMatch(node -> node.layer() instanceof InnerProduct);
    convolutional.params().transplant(classifier.params().asSource());
    INDArray image = random(Shape.of(1, 3, size, size));
    INDArray expected = run(classifier, image);
    INDArray actual = run(convolutional, image);
    assertThat(Shape.of(actual.shape())).isEqualTo(Shape.of(1, 7, 1, 1));
    double largest = expected.amaxNumber().doubleValue();
    assertThat(largest).isGreaterThan(0);
    assertThat(actual.reshape(1, 7).sub(expected).amaxNumber().doubleValue())
        .isLessThan(1e-5 * largest);
  }

  private static INDArray random(Shape shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape.dims());
    new Filler.Uniform(-100, 100).fill(array, CounterRandom.seeded(5));
    return array;
  }

  private static INDArray run(Net net, INDArray image) {
    String output = net.graph().outputs().get(0).name();
    try (Session session = Engines.nd4j().open(net, Phase.TEST)) {
      return session.forward(Map.of("data", image)).get(output);
    }
  }

  /** With zero scores every class is equally likely: the mean loss is ln C. */
  @Test
  void aNewNetLosesLnC() {
    Net net = fcn(8, slim("vgg16").fromScratch()).build();
    try (Session session = Engines.nd4j().open(net, Phase.TRAIN)) {
      INDArray label = Nd4j.zeros(DataType.FLOAT, 1, 1, 40, 50);
      double loss =
          session.forward(Map.of("data", random(Shape.of(1, 3, 40, 50)), "label", label)).loss();
      assertThat(loss).isCloseTo(Math.log(21), within(1e-5));
    }
  }

  @Test
  void anUpgradedNetPredictsAtFirstWhatItsSourceDid() {
    Backbone backbone = slim("vgg16").fromScratch();
    Net coarse = fcn(32, backbone).build();
    INDArray scores = coarse.params().get("score_fr.0").array();
    new Filler.Gaussian(0, 0.05f).fill(scores, CounterRandom.seeded(1));
    Net fine = fcn(16, backbone.fromScratch()).upgradeFrom(coarse).build();
    INDArray image = random(Shape.of(1, 3, 96, 96));
    INDArray before = Nd4j.argMax(run(coarse, image), 1);
    INDArray after = Nd4j.argMax(run(fine, image), 1);
    double same = before.eq(after).castTo(DataType.DOUBLE).meanNumber().doubleValue();
    assertThat(same).isGreaterThan(0.9);
  }

  @Test
  void severalHeadsShareOneTrunk() {
    Net net = Fcn.stride16(slim("vgg16")).head("sem", 33).head("geo", 3).build();
    Graph graph = net.graph();
    assertThat(graph.nodes())
        .extracting(Node::name)
        .contains("score_fr_sem", "score_pool4_geoc", "fuse_pool4_sem", "upscore16_geo")
        .contains("loss", "loss_geo");
    assertThat(graph.outputs()).extracting(Blob::name).containsExactly("score_sem", "score_geo");
    assertThat(net.params().get("score_pool4_geo.0").shape().n()).isEqualTo(3);
  }

  @Test
  void atOnceScalesTheSkips() {
    Net net = Fcn.stride8AtOnce(slim("vgg16")).classes(21).build();
    Param scale = net.params().get("scale_pool3.0");
    assertThat(scale.array().getFloat(0)).isEqualTo(0.0001f);
    assertThat(scale.isLearned()).isFalse();
    assertThat(net.params().get("scale_pool4.0").array().getFloat(3)).isEqualTo(0.01f);
  }

  @Test
  void onlyTheInnerUpsamplingCanBeLearned() {
    Net net = fcn(8, slim("vgg16")).learnUpsampling().build();
    assertThat(net.params().get("upscore2.0").isLearned()).isTrue();
    assertThat(net.params().get("upscore_pool4.0").isLearned()).isTrue();
    assertThat(net.params().get("upscore8.0").isLearned()).isFalse();
    assertThat(fcn(8, slim("vgg16")).build().params().get("upscore2.0").isLearned()).isFalse();
  }

  @Test
  void modelNamesAreReadAndPrinted() {
    ModelName name = ModelName.parse("fcn8s-atonce-googlenet:width=1/8,padding=low");
    assertThat(name.head()).isEqualTo("fcn8s-atonce");
    assertThat(name).hasToString("fcn8s-atonce-googlenet:padding=low,width=1/8");
    assertThat(ModelName.parse("fcn32s-vgg16")).hasToString("fcn32s-vgg16");
    assertThatThrownBy(() -> ModelName.parse("fcn4s-vgg16"))
        .hasMessageContaining("unknown model 'fcn4s-vgg16'")
        .hasMessageContaining("fcn8s-vgg16:width=1/8");
    assertThatThrownBy(() -> ModelName.parse("fcn8s-vgg16:witdh=1/8"))
        .hasMessageContaining("unknown option 'witdh=1/8'");
  }

  /** The published kernel of FCN-AlexNet is 63 wide because 64 would be half a pixel off. */
  @Test
  void anUpsamplingThatIsHalfAPixelOffIsRefused() {
    NetBuilder b = NetBuilder.named("alexnet-64");
    Blob data = b.input("data", 3);
    Stem stem = new Stem(b, slim("alexnet"));
    Blob pool5 = slim("alexnet").design().features(stem, data, 100).stride32();
    Blob fc7 = slim("alexnet").design().top(stem, pool5, Stem.Style.CONVOLUTION, 0);
    Blob up = b.add("upscore", deconv(32).kernel(64).stride(32), fc7);
    assertThatThrownBy(() -> b.cropLike("score", up, data))
        .hasMessageContaining("cropLike 'score': 'upscore' can't be cropped to 'data'")
        .hasMessageContaining("the offset would be 18.5 rows, 18.5 columns, which is not whole")
        .hasMessageContaining("even <-> odd");
  }

  /** Caffe's nets begin with zeros; who forgets to load weights must hear of it. */
  @Test
  void trainingAnEmptyBackboneIsRefused() {
    Net net = fcn(32, slim("vgg16")).padding(Padding.LOW).build();
    Dataset noise =
        new Dataset() {
          @Override
          public int size() {
            return 1;
          }

          @Override
          public Sample get(int index) {
            INDArray label = Nd4j.zeros(DataType.FLOAT, 1, 1, 64, 64);
            return new Sample(
                "noise", Map.of("data", random(Shape.of(1, 3, 64, 64)), "label", label));
          }
        };
    assertThatThrownBy(() -> Solver.sgd(net).lr(0.01).build().run(noise, 1))
        .isInstanceOf(FcnException.class)
        .hasMessageContaining("weights are all zero and get no gradient")
        .hasMessageContaining("conv1_1.0")
        .hasMessageContaining("Load pretrained weights");
  }

  @Test
  void aNetWithoutClassesIsRefused() {
    assertThatThrownBy(() -> Fcn.stride32(slim("vgg16")).build())
        .isInstanceOf(FcnException.class)
        .hasMessage("found no classes to score; call classes(21) or head(name, classes)");
  }

  @Test
  void modelNamesMadeByHandAreChecked() {
    assertThatThrownBy(() -> new ModelName("fcn4s", "vgg16", Map.of()))
        .hasMessageContaining("unknown model 'fcn4s-vgg16'");
    assertThatThrownBy(() -> new ModelName("fcn8s", "resnet", Map.of()))
        .hasMessageContaining("unknown model 'fcn8s-resnet'");
    assertThatThrownBy(() -> new ModelName("fcn8s", "vgg16", Map.of("padding", "none")))
        .hasMessageContaining("unknown option 'padding=none'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model | fcn4s",
        "classes | [1",
        "classes | 7",
        "mean | [1, 2]",
        "mean | [1, 2, \"x\"]",
        "order | BRG",
        "scale | large",
        "palette | [null]"
      })
  void damagedMetadataNamesTheFileAndTheKey(String key, String value) {
    ModelCard card =
        new ModelCard(ModelName.parse("fcn8s-vgg16"), List.of("a"), Preprocessing.VOC, Palette.VOC);
    Map<String, String> metadata = new HashMap<>(card.toMetadata());
    assertThat(ModelCard.of(metadata, "w.safetensors")).isEqualTo(card);
    metadata.put(key, value);
    assertThatThrownBy(() -> ModelCard.of(metadata, "w.safetensors"))
        .isInstanceOf(FcnException.class)
        .hasMessageStartingWith("w.safetensors: its '" + key + "' is damaged: ");
  }

  @Test
  void scoresOfAnotherSizeThanTheImageAreRefused() {
    NetBuilder b = NetBuilder.named("half");
    Blob data = b.input("data", 3);
    Net net = b.output(b.add("score", maxPool(2), data)).build(1);
    try (Segmenter segmenter = Segmenter.of(net).open()) {
      assertThatThrownBy(() -> segmenter.segment(RgbImage.of(8, 6, new byte[3 * 48])))
          .isInstanceOf(FcnException.class)
          .hasMessageContaining("found 3 rows, 4 columns, expected the image's 6 rows, 8 columns");
    }
  }
}
