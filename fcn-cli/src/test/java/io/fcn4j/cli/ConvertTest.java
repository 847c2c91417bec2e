package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ConvertTest {
  private static final List<String> FORMATS =
      List.of("safetensors", "npz", "caffemodel", "caffemodel.h5");

  @TempDir private Path temp;
  private final Map<String, INDArray> arrays = new LinkedHashMap<>();

  @BeforeEach
  void write() {
    arrays.put("conv/1.0", Nd4j.rand(2, 3, 1, 2));
    arrays.put("conv/1.1", Nd4j.rand(2));
    arrays.put("fc.0", Nd4j.rand(4, 3));
    SafeTensors.write(temp.resolve("first.safetensors"), arrays, Map.of("model", "mine"));
  }

  private static Map<String, INDArray> read(Path file) {
    try (WeightSource source = WeightFiles.open(file)) {
      return source.readAll();
    }
  }

  @Test
  void everyFormatIntoEveryOther() {
    for (String from : FORMATS) {
      Path in = temp.resolve("in." + from);
      assertThat(CliRun.of("convert", temp.resolve("first.safetensors"), in).exitCode()).isZero();
      assertThat(read(in)).isEqualTo(arrays);
      for (String to : FORMATS) {
        Path out = temp.resolve("out." + to);
        CliRun run = CliRun.of("convert", in, out);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(out + ": 3 arrays, 26 values\n");
        assertThat(read(out)).isEqualTo(arrays);
      }
    }
  }

  @Test
  void metadataStaysWhereThereIsRoomForIt() {
    Path out = temp.resolve("out.safetensors");
    CliRun.of("convert", temp.resolve("first.safetensors"), out);
    try (WeightSource source = SafeTensors.open(out)) {
      assertThat(source.metadata()).containsEntry("model", "mine");
    }
  }

  @Test
  void refusesOtherNamesAndFiles() throws Exception {
    CliRun name = CliRun.of("convert", temp.resolve("first.safetensors"), temp.resolve("out.pth"));
    assertThat(name.exitCode()).isEqualTo(2);
    assertThat(name.err()).contains("expected .caffemodel, .caffemodel.h5, .safetensors or .npz");
    Path text = Files.writeString(temp.resolve("text.txt"), "no weights");
    CliRun file = CliRun.of("convert", text, temp.resolve("out.npz"));
    assertThat(file.exitCode()).isEqualTo(1);
    assertThat(file.err())
        .contains(
            text
                + ": it holds no weights but looks like a text file; expected a .caffemodel,"
                + " .caffemodel.h5, .safetensors or .npz");
    assertThat(temp.resolve("out.npz")).doesNotExist();
  }
}
