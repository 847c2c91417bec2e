package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files by the thousand, the same ones in every run. Each is read or refused, in seconds,
 * and whatever lengths it announces, without much memory. {@link JazzerTest} looks for more.
 */
class MutationTest {
  private static final int MAX_SECONDS = 5;

  /** A megabyte of buffers for each of five readings, and what a seed grows to. */
  private static final long MAX_BYTES = 16 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path folder;
  private final ExecutorService reader = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    reader.shutdownNow();
  }

  private interface Target {
    void read(byte[] input) throws Exception;
  }

  private void feed(
      int inputs,
      List<byte[]> seeds,
      Target target,
      BiFunction<Mutator, List<byte[]>, byte[]> mutation)
      throws Exception {
    // Classes and natives are loaded here, not within the limits.
    for (byte[] seed : seeds) {
      target.read(seed);
    }
    for (int seed = 0; seed < inputs; seed++) {
      int number = seed;
      byte[] input = mutation.apply(new Mutator(seed), seeds);
      try {
        long allocated =
            reader.submit(() -> allocated(target, input)).get(MAX_SECONDS, TimeUnit.SECONDS);
        assertThat(allocated).as(() -> describe(number, input)).isLessThan(MAX_BYTES);
      } catch (ExecutionException e) {
        throw new AssertionError(describe(seed, input), e.getCause());
      } catch (TimeoutException e) {
        throw new AssertionError(
            "took more than %d s: %s".formatted(MAX_SECONDS, describe(seed, input)), e);
      }
    }
  }

  private static long allocated(Target target, byte[] input) throws Exception {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    target.read(input);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static String describe(int seed, byte[] input) {
    boolean text = true;
    for (byte b : input) {
      text &= b >= ' ' || b == '\n';
    }
    return "seed %d: %s"
        .formatted(seed, text ? new String(input, StandardCharsets.UTF_8) : Arrays.toString(input));
  }

  @Test
  void textIsReadOrRefused() throws Exception {
    feed(6_000, FuzzSeeds.texts(), new FuzzTargets(folder)::text, Mutator::text);
  }

  @Test
  void binariesAreReadOrRefused() throws Exception {
    feed(14_000, FuzzSeeds.binaries(), new FuzzTargets(folder)::binary, Mutator::binary);
  }
}
