package io.fcn4j.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fcn4j.core.solver.Sample;
import io.fcn4j.models.image.Overlay;
import io.fcn4j.models.metrics.ConfusionMatrix;
import io.fcn4j.models.metrics.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real microscope images in the layout of PASCAL VOC. */
class NucleiTest {
  private static final Path ROOT = Path.of("../../shared/data/nuclei");
  private static final List<String> NAMES = List.of("background", "fluorescence", "stained");

  @BeforeAll
  static void requireTheData() {
    assumeTrue(Files.isDirectory(ROOT), "skipped: there is no " + ROOT + " beside the checkout");
  }

  @Test
  void opensAndChecksTheSplits() {
    Voc nuclei = Voc.open(ROOT, NAMES);
    assertThat(nuclei.split("train").size()).isEqualTo(292);
    FileDataset val = nuclei.split("val");
    assertThat(val.size()).isEqualTo(51);
    DatasetCheck check = DatasetCheck.of(val);
    assertThat(check.pixels()).containsExactly(3_128_027L, 247_244L, 180_057L);
    assertThat(check.ignored()).isZero();
  }

  @Test
  void convertsAndDrawsASample() {
    FileDataset val = Voc.open(ROOT, NAMES).split("val");
    Sample sample = val.get(0);
    assertThat(sample.id()).isEqualTo("dsb_0000");
    assertThat(sample.array("data").shape()).containsExactly(1, 3, 256, 256);
    assertThat(sample.array("label").shape()).containsExactly(1, 1, 256, 256);
    assertThat(Overlay.of(val.image(0), val.labels(0)).classNames(NAMES).legend().render().height())
        .isGreaterThan(256);
  }

  @Test
  void scoresTheTruthAsPerfect() {
    FileDataset val = Voc.open(ROOT, NAMES).split("val");
    ConfusionMatrix matrix = ConfusionMatrix.of(NAMES.size());
    for (int i = 0; i < val.size(); i++) {
      matrix.add(val.labels(i), val.labels(i));
    }
    assertThat(Metrics.of(matrix).meanIu()).isEqualTo(1);
  }
}
