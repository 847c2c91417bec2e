package io.fcn4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class SafeTensorsDamageTest {
  private final Path file;

  SafeTensorsDamageTest(@TempDir Path folder) {
    file = folder.resolve("model.safetensors");
  }

  @Test
  void missing() {
    assertRefused("no such file");
  }

  @Test
  void folderInsteadOfAFile() throws IOException {
    Files.createDirectory(file);
    assertThatThrownBy(() -> SafeTensors.open(file)).isInstanceOf(WeightFileException.class);
  }

  @Test
  void truncatedAnywhere() throws IOException {
    SafeTensors.write(file, Map.of("a", Nd4j.createFromArray(1f, 2)), Map.of());
    byte[] whole = Files.readAllBytes(file);
    int dataBegin = whole.length - 8;
    assertThat(dataBegin).isEqualTo(8 + 56);
    for (int size = 0; size < whole.length; size++) {
      Files.write(file, Arrays.copyOf(whole, size));
      if (size <= 8) {
        assertRefused("not a safetensors file; it looks like ");
      } else if (size < dataBegin) {
        assertRefused(
            "the header takes 56 bytes from byte 8 on, but the file ends at byte "
                + size
                + "; it is truncated or damaged");
      } else {
        assertRefused(
            "header entry 'a': its data takes 8 bytes from byte 64 on, but the file ends at byte "
                + size
                + "; it is truncated or damaged");
      }
    }
  }

  @Test
  void anotherFormat() throws IOException {
    Files.write(file, new byte[0]);
    assertRefused("not a safetensors file; it looks like an empty file");
    Files.writeString(file, "<!doctype html>");
    assertRefused(
        "not a safetensors file; it looks like an HTML page, perhaps of a failed download");
  }

  @Test
  void hostileHeaderLength() throws IOException {
    byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
    Files.write(file, SafeTensorsFile.bytes(Long.MIN_VALUE, json, new byte[0]));
    assertRefused("a header of 9223372036854775808 bytes was announced, expected at most 8388608");
    Files.write(file, SafeTensorsFile.bytes(Integer.MAX_VALUE, json, new byte[0]));
    assertRefused("a header of 2147483647 bytes was announced, expected at most 8388608");
    Files.write(file, SafeTensorsFile.bytes(8 << 20, json, new byte[0]));
    assertRefused(
        "the header takes 8388608 bytes from byte 8 on, but the file ends at byte 10; it is"
            + " truncated or damaged");
  }

  @Test
  void headerThatIsNotJson() throws IOException {
    refuse("{a:1}", 0, "the header is not JSON: line 1, column 3: ");
    refuse("{} x", 0, "the header is not JSON: line 1, column 5: ");
    byte[] json = {'{', '"', (byte) 0xff, '"', '}'};
    Files.write(file, SafeTensorsFile.bytes(json.length, json, new byte[0]));
    assertRefused("the header is not UTF-8");
  }

  @Test
  void entriesOfAnotherType() {
    refuse("{\"a\":1}", 0, "header entry 'a': found 1, expected an object");
    refuse("{\"a\":{}}", 0, "header entry 'a': found null, expected a string");
    refuse(
        "{\"__metadata__\":{\"k\":1}}",
        0,
        "header entry '__metadata__': found 1, expected a string");
    refuse(tensor("F8_E4M3", "[1]", "[0,1]"), 1, "element type 'F8_E4M3' cannot be read");
    refuse(tensor("F32", "[1.5]", "[0,4]"), 4, "found [1.5], expected a list of whole numbers");
    refuse(tensor("F32", "[-1]", "[0,4]"), 4, "found [-1], expected a list of whole numbers");
    refuse(tensor("F32", "[0]", "[0,0]"), 0, "every dimension must be at least 1");
    refuse(tensor("F32", "[1]", "[4]"), 4, "found [4], expected data_offsets [begin, end]");
    refuse(tensor("F32", "[1]", "[4,0]"), 4, "found [4,0], expected data_offsets [begin, end]");
  }

  @Test
  void sizesThatDoNotFit() {
    refuse(tensor("F32", "[2,2]", "[0,8]"), 8, "found 8, expected as many bytes as F32 2x2 takes");
    refuse(
        tensor("F32", "[4294967296,4294967296,4294967296]", "[0,4]"),
        4,
        "more elements than any memory holds");
    refuse(
        tensor("F32", "[2305843009213693953]", "[0,4]"), 4, "more elements than any memory holds");
    refuse(tensor("F32", "[1]", "[0,9223372036854775807]"), 4, "but the file ends at byte");
    refuse(
        tensor("F32", "[1]", "[9223372036854775803,9223372036854775807]"),
        4,
        "but the file ends at byte");
  }

  @Test
  void overlapsAndGaps() {
    String two =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}}";
    refuse(two.formatted(0, 8, 4, 8), 8, "'b' begins at byte 119, inside 'a'");
    refuse(two.formatted(0, 8, 12, 16), 16, "bytes 125 to 129 belong to no tensor");
    refuse(two.formatted(0, 8, 8, 12), 16, "bytes 128 to 132 belong to no tensor");
  }

  private static String tensor(String type, String shape, String offsets) {
    return "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
        .formatted(type, shape, offsets);
  }

  private void refuse(String header, int dataBytes, String message) {
    SafeTensorsFile.write(file, header, new byte[dataBytes]);
    assertRefused(message);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> SafeTensors.open(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageStartingWith("cannot read " + file + ": ")
        .hasMessageContaining(message);
  }
}
