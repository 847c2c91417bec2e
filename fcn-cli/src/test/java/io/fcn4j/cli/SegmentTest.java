package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Param;
import io.fcn4j.core.Params;
import io.fcn4j.core.io.Json;
import io.fcn4j.core.io.Npz;
import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.models.SavedModel;
import io.fcn4j.models.image.Images;
import io.fcn4j.models.image.LabelMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SegmentTest {
  @TempDir private static Path temp;
  private static Path weights = Path.of("weights");
  private static Path image = Path.of("image");

  /** A bias makes every pixel bright. */
  @BeforeAll
  static void train() throws IOException {
    TinyData data = TinyData.voc(temp.resolve("data"));
    Path run = temp.resolve("run");
    CliRun.of(data.train(run, 1, "--lr 0 --class-names dark,bright --classes 2"));
    SavedModel model = SavedModel.open(run.resolve("model.safetensors"));
    model.net().params().set("score_fr.1", Nd4j.createFromArray(0f, 1f));
    weights = temp.resolve("bright.safetensors");
    model.save(weights);
    image = temp.resolve("photo one.png");
    TinyData.image(image, 10);
  }

  private static CliRun segment(String folder, Object... more) {
    return CliRun.of("segment --out", temp.resolve(folder), "--weights", weights, more);
  }

  private static Map<String, INDArray> arrays() {
    Params params = SavedModel.open(weights).net().params();
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    for (Param param : params.all()) {
      arrays.put(param.key(), param.array());
    }
    return arrays;
  }

  @Test
  void writesLabelsAndOverlay() {
    CliRun run = segment("out", image);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("%s: bright 100.0%%%n".formatted(image));
    LabelMap labels = LabelMap.read(temp.resolve("out/photo one-labels.png"));
    assertThat(labels.counts()[1]).isEqualTo(32 * 32);
    assertThat(Images.read(temp.resolve("out/photo one-overlay.png")).height())
        .as("the image and a legend")
        .isGreaterThan(32);
  }

  @Test
  void jsonHasOneEntryForEachImage() throws IOException {
    Path other = temp.resolve("other.png");
    TinyData.image(other, 3);
    CliRun run = segment("json", "--json", image, other);
    assertThat(run.exitCode()).isZero();
    assertThat(Json.parse(run.out()))
        .isEqualTo(List.of(entry("json", image, "photo one"), entry("json", other, "other")));
  }

  private static Map<String, Object> entry(String folder, Path file, String name) {
    Path out = temp.resolve(folder);
    return Map.of(
        "image", file.toString(),
        "labels", out.resolve(name + "-labels.png").toString(),
        "overlay", out.resolve(name + "-overlay.png").toString(),
        "areas", Map.of("bright", 1.0));
  }

  @Test
  void tilesGiveTheSameLabels() {
    CliRun run = segment("tiles", "--tiles 32", image);
    assertThat(run.exitCode()).isZero();
    assertThat(LabelMap.read(temp.resolve("tiles/photo one-labels.png")).counts()[1])
        .isEqualTo(32 * 32);
  }

  @Test
  void badImageDoesNotKeepTheOthers() throws IOException {
    Path bad = Files.writeString(temp.resolve("bad.png"), "not an image");
    Path gone = temp.resolve("gone.jpg");
    CliRun run = segment("some", "--json", bad, gone, image);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("fcn segment: image %s: expected PNG or JPEG".formatted(bad))
        .contains("fcn segment: cannot read image %s: no such file".formatted(gone))
        .doesNotContain("\tat ");
    assertThat(Json.parse(run.out()))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(3)
        .endsWith(entry("some", image, "photo one"))
        .contains(
            Map.of(
                "image",
                gone.toString(),
                "error",
                "cannot read image %s: no such file".formatted(gone)));
    assertThat(temp.resolve("some/photo one-labels.png")).exists();
    assertThat(temp.resolve("some/bad-labels.png")).doesNotExist();
  }

  @Test
  void imagesOfOneNameAreRefused() {
    CliRun run = segment("same", temp.resolve("a/dog.jpg"), temp.resolve("b/dog.png"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "%s and %s would both become dog-labels.png"
                .formatted(temp.resolve("a/dog.jpg"), temp.resolve("b/dog.png")));
    assertThat(temp.resolve("same")).doesNotExist();
  }

  @Test
  void folderThatIsAFile() throws IOException {
    Files.createFile(temp.resolve("file"));
    CliRun run = segment("file", image);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(temp.resolve("file") + " is in the way");
  }

  @Test
  void weightsWithoutACardNeedTheModel() {
    Path plain = temp.resolve("plain.safetensors");
    SafeTensors.write(plain, arrays(), Map.of());
    CliRun without = CliRun.of("segment --out", temp.resolve("plain"), "--weights", plain, image);
    assertThat(without.exitCode()).isEqualTo(1);
    assertThat(without.err())
        .contains("does not say its 'model'", "name the model (--model fcn8s-vgg16)");
    Path archive = temp.resolve("plain.npz");
    Npz.write(archive, arrays());
    for (Path file : List.of(plain, archive)) {
      CliRun run =
          CliRun.of(
              "segment --out",
              temp.resolve("plain"),
              "--model " + TinyData.MODEL + " --weights",
              file,
              image);
      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).isEqualTo("%s: class 1 100.0%%%n".formatted(image));
    }
  }

  @Test
  void cardAndModelContradict() {
    CliRun run = segment("both", "--model fcn8s-vgg16", image);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("says itself what net it is for; leave --model out");
  }

  @Test
  void weightsThatDoNotFitAreOneTable() {
    Map<String, INDArray> arrays = arrays();
    arrays.remove("conv1_1.1");
    arrays.put("fc8.0", Nd4j.zeros(DataType.FLOAT, 3, 5));
    arrays.put("conv1_2.0", Nd4j.zeros(DataType.FLOAT, 4, 4, 5, 5));
    Path file = temp.resolve("unfit.safetensors");
    SafeTensors.write(file, arrays, SavedModel.open(weights).card().toMetadata());
    CliRun run = CliRun.of("segment --out", temp.resolve("unfit"), "--weights", file, image);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("the weights do not fit the net; nothing was loaded")
        .containsPattern("missing +conv1_1\\.1 +needed 4 +found -")
        .containsPattern("other size +conv1_2\\.0 +needed 4x4x3x3 +found 4x4x5x5")
        .containsPattern("unused +fc8\\.0 +needed - +found 3x5");
  }
}
