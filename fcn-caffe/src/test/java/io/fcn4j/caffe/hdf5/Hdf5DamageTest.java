package io.fcn4j.caffe.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.io.WeightFileException;
import io.fcn4j.core.io.WeightSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Damaged and hostile files are refused with words, whatever jHDF makes of them. */
class Hdf5DamageTest {
  private final Path file;

  Hdf5DamageTest(@TempDir Path folder) {
    file = folder.resolve("net.h5");
  }

  @Test
  void truncatedAnywhere() throws IOException {
    byte[] whole = weights();
    for (int size = 0; size < whole.length; size += size < 128 ? 1 : 13) {
      Files.write(file, Arrays.copyOf(whole, size));
      assertThatThrownBy(() -> Hdf5Weights.open(file))
          .isInstanceOf(WeightFileException.class)
          .hasMessageStartingWith("cannot read " + file + ": ");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertRefused(
        "it says that it ends at byte "
            + whole.length
            + ", but the file ends at byte "
            + (whole.length - 1)
            + "; it is truncated or damaged: copy or download it again");
  }

  @Test
  void anyByteOfWeights() throws IOException {
    everyDamage(
        weights(),
        () -> {
          try (WeightSource source = Hdf5Weights.open(file)) {
            source.shapes().keySet().forEach(source::read);
          }
        });
  }

  @Test
  void anyByteOfAState() throws IOException {
    List<INDArray> history = List.of(Nd4j.createFromArray(1f, 2), Nd4j.scalar(3f));
    new Hdf5State(3, "net.caffemodel.h5", 1, history).write(file);
    everyDamage(Files.readAllBytes(file), () -> Hdf5State.read(file));
  }

  /** What a file holds is read, or it is refused: no other exception, and no end of reading. */
  private void everyDamage(byte[] whole, Runnable read) {
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          int[] damages = {0x01, 0x80, 0xff};
          int refused = 0;
          // Fields are words: an odd stride meets every byte of them in turn.
          for (int at = 0; at < whole.length; at += 5) {
            byte[] bytes = whole.clone();
            bytes[at] ^= (byte) damages[at % damages.length];
            Files.write(file, bytes);
            try {
              read.run();
            } catch (FcnException e) {
              refused++;
            }
          }
          assertThat(refused).isBetween(whole.length / 50, whole.length / 5);
        });
  }

  @Test
  void hostileSizesTakeNoMemory() throws IOException {
    // 2^31 - 1 rows of three numbers: 26 GB, for a heap of 2 GB.
    byte[] bytes = weights();
    int rows = indexOf(bytes, words(2, 3));
    buffer(bytes).putLong(rows, Integer.MAX_VALUE);
    Files.write(file, bytes);
    assertRefused(
        "data set 'data/b/0' takes 25769803764 bytes from byte ",
        ", but the file ends at byte " + bytes.length + "; it is truncated or damaged");
    // So large that the bytes of the product of the sizes would wrap around.
    buffer(bytes).putLong(rows, Integer.MAX_VALUE).putLong(rows + 8, Integer.MAX_VALUE);
    Files.write(file, bytes);
    assertRefused(
        "data set 'data/b/0': shape 2147483647x2147483647: more elements than any memory holds");
  }

  @Test
  void hostileHeaderTakesNoMemory() throws IOException {
    byte[] bytes = weights();
    int header = (int) buffer(bytes).getLong(64);
    buffer(bytes).putInt(header + 8, Integer.MAX_VALUE);
    Files.write(file, bytes);
    assertRefused("it is damaged, or written as neither Caffe nor h5py does (", "");
  }

  @Test
  void arraysThatOverlap() throws IOException {
    byte[] bytes = weights();
    // The layouts hold the address and the size of a's eight bytes, then of b's 24.
    int a = indexOf(bytes, words(bytes.length - 32L, 8));
    int b = indexOf(bytes, words(bytes.length - 24L, 24));
    buffer(bytes).putLong(a, buffer(bytes).getLong(b) + 4);
    Files.write(file, bytes);
    assertRefused("data sets 'data/b/0' and 'data/a/0' overlap at byte ", "; the file is damaged");
  }

  @Test
  void groupInsideItself() throws IOException {
    byte[] bytes = weights();
    int entry = indexOf(bytes, "SNOD".getBytes(StandardCharsets.US_ASCII)) + 8;
    long root = buffer(bytes).getLong(64);
    buffer(bytes).putLong(entry + 8, root);
    Files.write(file, bytes);
    assertRefused("group 'data/data' appears twice; the file is damaged", "");
  }

  private byte[] weights() throws IOException {
    Hdf5Weights.write(
        file,
        Map.of(
            "a.0", Nd4j.createFromArray(1f, 2),
            "b.0", Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}})));
    return Files.readAllBytes(file);
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] words(long... words) {
    byte[] bytes = new byte[words.length * Long.BYTES];
    buffer(bytes).asLongBuffer().put(words);
    return bytes;
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new AssertionError("not found");
  }

  private void assertRefused(String start, String end) {
    assertThatThrownBy(() -> Hdf5Weights.open(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageStartingWith("cannot read " + file + ": " + start)
        .hasMessageEndingWith(end);
  }

  private void assertRefused(String message) {
    assertRefused(message, message);
  }
}
