package io.fcn4j.caffe;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Coverage-guided fuzzing of both parsers. A plain build only feeds the seeds, and what was found
 * before (files in {@code src/test/resources/io/fcn4j/caffe/JazzerTestInputs/METHOD}). To look for
 * more, for as long as {@code maxDuration} says, one method at a time:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn -pl fcn-caffe -am test -Dtest='JazzerTest#text' -Dsurefire.failIfNoSpecifiedTests=false -Djazzer.hooks=true
 * </pre>
 *
 * <p>What it learns is kept in {@code fcn-caffe/.cifuzz-corpus}, and an input that fails is written
 * into the folder above.
 */
class JazzerTest {
  @TempDir private static Path folder;

  static List<byte[]> texts() {
    return FuzzSeeds.texts();
  }

  static List<byte[]> binaries() {
    return FuzzSeeds.binaries();
  }

  @MethodSource("texts")
  @FuzzTest(maxDuration = "5m")
  void text(byte[] input) throws IOException {
    new FuzzTargets(folder).text(input);
  }

  @MethodSource("binaries")
  @FuzzTest(maxDuration = "5m")
  void binary(byte[] input) throws IOException {
    new FuzzTargets(folder).binary(input);
  }
}
