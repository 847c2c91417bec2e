package io.fcn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Net;
import io.fcn4j.models.ModelCard;
import io.fcn4j.models.ModelName;
import io.fcn4j.models.SavedModel;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.Palette;
import io.fcn4j.models.image.Preprocessing;
import io.fcn4j.models.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgreementTest {
  @Test
  void aRowForEachPairOfEngines(@TempDir Path folder) throws IOException {
    ModelName model = ModelName.parse("fcn32s-alexnet:width=1/16");
    Net net = model.fcn(true).classes(2).build();
    // Zeros until it is trained.
    net.params().get("score_fr.0").array().assign(0.1);
    Path weights = folder.resolve("model.safetensors");
    new SavedModel(
            net, new ModelCard(model, List.of("dark", "bright"), Preprocessing.VOC, Palette.VOC))
        .save(weights);
    for (String part : List.of("ImageSets/Segmentation", "JPEGImages", "SegmentationClass")) {
      Files.createDirectories(folder.resolve(part));
    }
    Files.writeString(folder.resolve("ImageSets/Segmentation/val.txt"), "a\n");
    byte[] rgb = new byte[3 * 32 * 40];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 37);
    }
    RgbImage.of(32, 40, rgb).writePng(folder.resolve("JPEGImages/a.png"));
    LabelMap.of(32, 40, new byte[32 * 40]).writePng(folder.resolve("SegmentationClass/a.png"));
    assertThat(Agreement.table(weights, folder, "val").lines().skip(2))
        .satisfiesExactly(
            row ->
                assertThat(row).matches("\\| onednn and nd4j \\| 1,280 \\| 0 \\| 100\\.000 % .*"),
            row -> assertThat(row).startsWith("| onednn bf16 and onednn | 1,280 | "));
  }

  @Test
  void wrongUsage() {
    assertThatThrownBy(() -> Agreement.main(new String[] {"model.safetensors"}))
        .hasMessageStartingWith("found 1 arguments, expected three: weights");
  }
}
