package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.io.Npz;
import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.models.ModelName;
import io.fcn4j.models.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class TrainTest {
  @TempDir private Path temp;
  private TinyData data = new TinyData(Path.of("data"));
  private Path out = Path.of("run");

  @BeforeEach
  void makeData() throws IOException {
    data = TinyData.voc(temp.resolve("data"));
    out = temp.resolve("run");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void failsWith(String... texts) {
    CliRun run = CliRun.of(data.train(out, 2));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("fcn train: ").contains(texts).doesNotContain("\tat ");
    assertThat(out).doesNotExist();
  }

  @Test
  void writesWeightsSnapshotsAndLog() throws IOException {
    CliRun run = CliRun.of(data.train(out, 3, "--json"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.json())
        .containsEntry("iterations", 3L)
        .containsEntry("weights", out.resolve("model.safetensors").toString())
        .containsKeys("loss", "secondsPerIteration");
    assertThat(names(out))
        .containsExactly(
            "iter_000002.safetensors",
            "iter_000002.state.safetensors",
            "iter_000003.safetensors",
            "iter_000003.state.safetensors",
            "log.jsonl",
            "model.safetensors");
    assertThat(out.resolve("log.jsonl")).content().hasLineCount(3);
    SavedModel saved = SavedModel.open(out.resolve("model.safetensors"));
    assertThat(saved.card().model()).isEqualTo(ModelName.parse(TinyData.MODEL));
    assertThat(saved.card().classNames()).containsExactly("class 0", "class 1");
  }

  @Test
  void textEndsWithTheWeights() {
    CliRun run = CliRun.of(data.train(out, 1, "--mirror --lr-policy poly:0.9 --iter-size 2"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("1 of 1 iterations done, loss 0.")
        .endsWith("; weights: " + out.resolve("model.safetensors") + System.lineSeparator());
  }

  @Test
  void folderThatHoldsARunIsRefused() throws IOException {
    CliRun.of(data.train(out, 2));
    byte[] before = Files.readAllBytes(out.resolve("model.safetensors"));
    CliRun run = CliRun.of(data.train(out, 4));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "fcn train: folder %s already holds a run; go on with it by --resume, or choose another --out%n"
                .formatted(out));
    assertThat(out.resolve("model.safetensors")).hasBinaryContent(before);
  }

  @Test
  void resumedRunGivesTheSameBits() throws IOException {
    Path whole = temp.resolve("whole");
    CliRun.of(data.train(whole, 4, "--mirror"));
    CliRun.of(data.train(out, 2, "--mirror"));
    CliRun resumed = CliRun.of(data.train(out, 4, "--mirror --resume"));
    assertThat(resumed.exitCode()).isZero();
    assertThat(out.resolve("model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("model.safetensors"));
    assertThat(out.resolve("log.jsonl")).content().hasLineCount(4);
  }

  @Test
  void resumingAFinishedRunChangesNothing() throws IOException {
    CliRun.of(data.train(out, 2));
    byte[] before = Files.readAllBytes(out.resolve("model.safetensors"));
    CliRun run = CliRun.of(data.train(out, 2, "--resume"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("nothing left to do; weights: ");
    assertThat(out.resolve("model.safetensors")).hasBinaryContent(before);
  }

  @Test
  void resumingWithOtherSettingsIsRefused() {
    CliRun.of(data.train(out, 2));
    CliRun run = CliRun.of(data.train(out, 4, "--resume --batch 2"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("the run had batch 1, now it is 2");
  }

  @Test
  void startsFromTheWeightsOfACoarserNet() throws IOException {
    CliRun.of(data.train(out, 1));
    Path archive = temp.resolve("weights.npz");
    try (WeightSource source = SafeTensors.open(out.resolve("model.safetensors"))) {
      Map<String, INDArray> arrays = new TreeMap<>();
      source.shapes().keySet().forEach(name -> arrays.put(name, source.read(name)));
      Npz.write(archive, arrays);
    }
    Path finer = temp.resolve("finer");
    CliRun run =
        CliRun.of(
            data.train(
                finer, 1, "--lr 0 --model fcn16s-vgg16:width=1/16,padding=low --weights", archive));
    assertThat(run.exitCode()).isZero();
    SavedModel coarse = SavedModel.open(out.resolve("model.safetensors"));
    SavedModel fine = SavedModel.open(finer.resolve("model.safetensors"));
    assertThat(fine.net().params().get("conv5_3.0").array())
        .isEqualTo(coarse.net().params().get("conv5_3.0").array());
    assertThat(fine.net().params().get("score_pool4.0").array().amaxNumber().floatValue()).isZero();
  }

  @Test
  void weightsOfAnotherWidthAreRefused() {
    CliRun.of(data.train(out, 1));
    CliRun run =
        CliRun.of(
            data.train(
                temp.resolve("wide"),
                1,
                "--model fcn32s-vgg16:width=1/8,padding=low --weights",
                out.resolve("model.safetensors")));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("weights of another size have the same name")
        .containsPattern("other size +conv1_1\\.0 +needed 8x3x3x3 +found 4x3x3x3");
  }

  @Test
  void namesOfTheDataSet() throws IOException {
    Files.writeString(data.root().resolve("class_names.txt"), "dark\nbright\n");
    CliRun.of(data.train(out, 1));
    assertThat(SavedModel.open(out.resolve("model.safetensors")).card().classNames())
        .containsExactly("dark", "bright");
    CliRun conflict = CliRun.of(data.train(temp.resolve("b"), 1, "--classes 3"));
    assertThat(conflict.exitCode()).isEqualTo(1);
    assertThat(conflict.err()).contains("class_names.txt has 2 names, but --classes is 3");
  }

  @Test
  void namesOfTheCommand() {
    CliRun.of(data.train(out, 1, "--class-names dark,bright --classes 2"));
    assertThat(SavedModel.open(out.resolve("model.safetensors")).card().classNames())
        .containsExactly("dark", "bright");
    CliRun conflict =
        CliRun.of(data.train(temp.resolve("b"), 1, "--class-names a,b,c --classes 2"));
    assertThat(conflict.exitCode()).isEqualTo(2);
    assertThat(conflict.err()).contains("--classes is 2, but --class-names has 3 names");
  }

  @Test
  void unknownClasses() {
    CliRun run =
        CliRun.of(
            "train --iterations 1 --lr 1 --model " + TinyData.MODEL,
            "--data",
            data.root(),
            "--out",
            out);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("the classes are unknown: give --classes or --class-names");
  }

  @Test
  void dataFolderMissing() {
    data = new TinyData(temp.resolve("nowhere"));
    failsWith(
        "data set " + data.root() + ": folder ", " is missing; expected the layout of PASCAL VOC");
  }

  @Test
  void emptySplit() throws IOException {
    data.list("train", "");
    failsWith("split 'train' of " + data.root() + ": there are no samples in it");
  }

  @Test
  void imageTruncated() throws IOException {
    Path image = data.root().resolve("JPEGImages/train2.png");
    byte[] whole = Files.readAllBytes(image);
    Files.write(image, Arrays.copyOf(whole, whole.length / 2));
    failsWith("1 of 4 samples cannot be used", image + ": this PNG is damaged or truncated");
  }

  @Test
  void labelOutOfRange() throws IOException {
    TinyData.labels(data.root().resolve("SegmentationClass/train1.png"), 30, 7);
    failsWith(
        "1 of 4 samples cannot be used",
        "train1.png): the label map holds label 7 (pixels: 64); expected 0 to 1 (2 classes) or 255",
        "a mask of 0 and 255 must be renumbered");
  }

  @Test
  void oneClassOnly() throws IOException {
    for (int i = 0; i < 4; i++) {
      TinyData.labels(data.root().resolve("SegmentationClass/train" + i + ".png"), 32, 0);
    }
    failsWith("all 4096 labelled pixels are class 0", "expected at least two classes");
  }

  @Test
  void weightsThatAreNone() throws IOException {
    Path text = Files.writeString(temp.resolve("weights.txt"), "hello");
    CliRun run = CliRun.of(data.train(out, 1, "--weights", text));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("fcn train: ").contains(text.toString());
    CliRun missing = CliRun.of(data.train(out, 1, "--weights", temp.resolve("none")));
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains("cannot read " + temp.resolve("none") + ": no such file");
  }
}
