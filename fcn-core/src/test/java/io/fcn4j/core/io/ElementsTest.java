package io.fcn4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The heap holds one chunk of a tensor at a time, however large the tensor. */
class ElementsTest {
  private static final int MEGABYTE = 1 << 20;
  private static final Shape LARGE = Shape.of(5 * Elements.CHUNK / 2);

  @Test
  void readsInChunks() throws IOException {
    INDArray array = Elements.create(LARGE);
    Elements.read(
        (into, offset, length) -> {
          assertThat(into.length).isEqualTo(MEGABYTE);
          // Fewer bytes than asked for, as a stream may give.
          int read = Math.min(length, 999);
          Arrays.fill(into, offset, offset + read, (byte) 0x3f);
          return read;
        },
        ElementType.F32,
        array);
    float expected = Float.intBitsToFloat(0x3f3f3f3f);
    float[] all = new float[(int) LARGE.count()];
    Arrays.fill(all, expected);
    assertThat(Host.read(array)).isEqualTo(all);
  }

  @Test
  void writesInChunks() throws IOException {
    INDArray array = Elements.create(LARGE).assign(1);
    long[] written = {0};
    Elements.write(
        array,
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("byte by byte");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            assertThat(bytes).hasSizeLessThanOrEqualTo(MEGABYTE);
            written[0] += length;
          }
        });
    assertThat(written[0]).isEqualTo(LARGE.count() * Float.BYTES);
  }

  @Test
  void saysWhereASourceEnds() {
    INDArray array = Elements.create(Shape.of(3));
    boolean[] ended = {false};
    assertThatThrownBy(
            () ->
                Elements.read(
                    (into, offset, length) -> {
                      int read = ended[0] ? -1 : 5;
                      ended[0] = true;
                      return read;
                    },
                    ElementType.F32,
                    array))
        .isInstanceOf(EOFException.class)
        .hasMessage("the data ends after 5 of 12 bytes; truncated");
  }
}
