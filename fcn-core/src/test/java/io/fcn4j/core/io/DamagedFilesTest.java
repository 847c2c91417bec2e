package io.fcn4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.FcnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whatever bytes a file holds, it is read or refused with an exception of this library. */
class DamagedFilesTest {
  private static final int CASES = 2000;

  private final Path file;
  private final Map<String, INDArray> arrays = new LinkedHashMap<>();

  DamagedFilesTest(@TempDir Path folder) {
    file = folder.resolve("damaged");
    arrays.put("conv1_1.0", Nd4j.ones(DataType.FLOAT, 2, 3));
    arrays.put("conv1_1.1", Nd4j.ones(DataType.FLOAT, 2));
  }

  @Test
  void safetensors() throws IOException {
    SafeTensors.write(file, arrays, Map.of("model", "fcn8s"));
    assertReadOrRefused((int) Files.size(file) - 32, () -> readAll(SafeTensors.open(file)));
  }

  @Test
  void npy() throws IOException {
    Npy.write(file, Nd4j.ones(DataType.FLOAT, 2, 3));
    assertReadOrRefused(70, () -> Npy.read(file));
  }

  @Test
  void npz() throws IOException {
    Npz.write(file, arrays);
    assertReadOrRefused((int) Files.size(file), () -> Npz.read(file));
  }

  private static void readAll(WeightSource source) {
    try (source) {
      source.shapes().keySet().forEach(source::read);
    }
  }

  private void assertReadOrRefused(int headerLength, Runnable read) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(1337);
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] damaged = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(headerLength)] ^= (byte) (1 << random.nextInt(8));
      }
      // In place: some file systems flush a file that was truncated and written anew.
      Files.write(file, damaged, StandardOpenOption.WRITE);
      try {
        read.run();
      } catch (FcnException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(CASES / 4, CASES);
  }
}
