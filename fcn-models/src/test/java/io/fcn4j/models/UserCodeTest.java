package io.fcn4j.models;

import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.deconv;
import static io.fcn4j.layers.Layers.maxPool;
import static io.fcn4j.layers.Layers.relu;
import static io.fcn4j.layers.Layers.softmaxLoss;
import static io.fcn4j.layers.Layers.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.Shape;
import io.fcn4j.core.solver.JsonLines;
import io.fcn4j.core.solver.LrPolicy;
import io.fcn4j.core.solver.Solver;
import io.fcn4j.models.data.SegmentationDataset;
import io.fcn4j.models.image.Images;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.Palette;
import io.fcn4j.models.image.Preprocessing;
import io.fcn4j.models.image.RgbImage;
import io.fcn4j.models.metrics.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The programs of the README, as they stand there; {@link ReadmeTest} compares the texts. */
class UserCodeTest {
  @TempDir Path folder;

  /** Bright squares on a dark ground. */
  private static final class Squares implements SegmentationDataset {
    private static final int SIZE = 48;

    @Override
    public int size() {
      return 8;
    }

    @Override
    public String id(int index) {
      return "square" + index;
    }

    @Override
    public LabelMap labels(int index) {
      CounterRandom random = CounterRandom.seeded(index);
      int left = random.below(SIZE / 2, 0);
      int top = random.below(SIZE / 2, 1);
      byte[] labels = new byte[SIZE * SIZE];
      for (int i = 0; i < labels.length; i++) {
        boolean inside =
            i % SIZE >= left && i % SIZE < left + 20 && i / SIZE >= top && i / SIZE < top + 20;
        labels[i] = (byte) (inside ? 1 : 0);
      }
      return LabelMap.of(SIZE, SIZE, labels);
    }

    @Override
    public RgbImage image(int index) {
      byte[] labels = labels(index).toBytes();
      byte[] rgb = new byte[3 * labels.length];
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = (byte) (labels[i / 3] == 1 ? 200 : 40);
      }
      return RgbImage.of(SIZE, SIZE, rgb);
    }

    @Override
    public List<String> classNames() {
      return List.of("ground", "square");
    }

    /** Near unit variance, as training from scratch wants it. */
    @Override
    public Preprocessing preprocessing() {
      return Preprocessing.VOC.scale(1 / 64f);
    }
  }

  private static Net tinyFcn() {
    NetBuilder b = NetBuilder.named("tiny-fcn");
    Blob data = b.input("data", 3); // channels; N, H, W stay free
    Blob pool1 =
        b.from(data)
            .add("conv1_1", conv(64).kernel(3).pad(1))
            .add("relu1_1", relu())
            .add("pool1", maxPool(2))
            .blob();
    Blob pool2 =
        b.from(pool1)
            .add("conv2_1", conv(128).kernel(3).pad(1))
            .add("relu2_1", relu())
            .add("pool2", maxPool(2))
            .blob();
    Blob coarse = b.add("score2", conv(21).kernel(1).zeros(), pool2);
    Blob up = b.add("upscore2", deconv(21).kernel(4).stride(2).bilinear(), coarse);
    Blob fine = b.add("score1", conv(21).kernel(1).zeros(), pool1);
    Blob fused =
        b.add("fuse", sum(), b.cropLike("upscore2c", up, fine), fine); // the offset is derived
    Blob upscore = b.add("upscore", deconv(21).kernel(4).stride(2).bilinear().frozen(), fused);
    Blob score = b.cropLike("score", upscore, data);
    Net net =
        b.loss("loss", softmaxLoss().ignore(255), score, b.label("label"))
            .output(score)
            .build(1337);
    System.out.println(net.summary(Shape.of(1, 3, 500, 500)));
    return net;
  }

  @Test
  void aNetByHandRuns() {
    Net net = tinyFcn();
    INDArray image = Nd4j.rand(DataType.FLOAT, 1, 3, 33, 47);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 1, 1, 33, 47);
    try (Session session = Engines.best().open(net, Phase.TEST)) {
      INDArray scores = session.forward(Map.of("data", image)).get("score"); // N x C x H x W
      assertThat(Shape.of(scores.shape())).isEqualTo(Shape.of(1, 21, 33, 47));
    }
    try (Session session = Engines.nd4j().open(net, Phase.TRAIN)) {
      session.forward(Map.of("data", image, "label", labels));
      session.backward();
      INDArray gradient = session.gradient("conv1_1.0");
      assertThat(Shape.of(gradient.shape())).isEqualTo(Shape.of(64, 3, 3, 3));
    }
    assertThat(net.summary(Shape.of(1, 3, 500, 500)).toString())
        .contains("conv2_1", "1x128x250x250", "score2", "1x21x125x125", "net 'tiny-fcn'");
  }

  @Test
  void trainStopResumeAndSegment() throws Exception {
    ModelName name = ModelName.parse("fcn8s-vgg16:width=1/16,padding=low");
    Net net = name.fcn(true).classes(2).build();
    SegmentationDataset training = new Squares();
    SegmentationDataset validation = training;
    long iterations = 80;
    Solver solver =
        Solver.sgd(net)
            .lr(LrPolicy.fixed(1e-2))
            .momentum(0.9)
            .weightDecay(5e-4)
            .batch(4)
            .seed(1337)
            .snapshots(folder, 1_000)
            .resume(true)
            .listen(Progress.console())
            .listen(JsonLines.to(folder.resolve("log.jsonl")))
            .build();
    solver.run(training, iterations);
    Metrics metrics = Evaluator.of(net).run(validation);
    System.out.printf("mean IU %.1f%n", 100 * metrics.meanIu());
    assertThat(metrics.meanIu()).isGreaterThan(0.5);
    assertThat(Files.readAllLines(folder.resolve("log.jsonl"))).hasSize(80);

    ModelCard card =
        new ModelCard(name, training.classNames(), training.preprocessing(), Palette.VOC);
    new SavedModel(net, card).save(folder.resolve("model.safetensors"));
    training.image(0).writePng(folder.resolve("dog.png"));
    segment(folder.resolve("model.safetensors"), folder.resolve("dog.png"));
  }

  private void segment(Path weights, Path image) {
    try (Segmenter segmenter = SavedModel.open(weights).segmenter().open()) {
      Segmentation result = segmenter.segment(Images.read(image)); // any size, any thread
      result
          .labels()
          .writePng(folder.resolve("dog-labels.png")); // palette PNG, one index per pixel
      result.overlay(0.5f).legend().writePng(folder.resolve("dog-overlay.png"));
      System.out.println(result.areas()); // {background=0.61, dog=0.39}
      assertThat(result.areas().get("square")).isBetween(0.1, 0.3);
      assertThat(LabelMap.read(folder.resolve("dog-labels.png"))).isEqualTo(result.labels());
    }
  }

  /** Tiles see all that the whole image's pixels see, so the labels are the same. */
  @Test
  void tilesGiveTheLabelsOfTheWholeImage() {
    Net net = tinyFcn();
    for (String layer : List.of("score1.0", "score2.0")) {
      new Filler.Gaussian(0, 0.3f).fill(net.params().get(layer).array(), CounterRandom.seeded(3));
    }
    byte[] noise = new byte[3 * 150 * 110];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) CounterRandom.seeded(4).below(256, i);
    }
    RgbImage image = RgbImage.of(150, 110, noise);
    try (Segmenter whole = Segmenter.of(net).open();
        Segmenter tiled = Segmenter.of(net).tiles(40).open()) {
      LabelMap expected = whole.segment(image).labels();
      assertThat(Arrays.stream(expected.counts()).filter(count -> count > 0).count())
          .isGreaterThan(2);
      assertThat(tiled.segment(image).labels()).isEqualTo(expected);
    }
  }
}
