package io.fcn4j.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** How all benchmarks here are run; passes for each second. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
// The first pass makes the plan and its arrays, oneDNN compiles its kernels on the first few, and
// the JIT has little to do: half a second of warm-up reaches the steady state.
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
// Where native memory falls differs from JVM to JVM more than from iteration to iteration, so
// forks tell more than iterations. A heap of fixed size that is touched before keeps its growth
// out of the figures.
@Fork(
    value = 2,
    jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", Jvm.ANY_BYTES, Jvm.ANY_PHYSICAL_BYTES})
public abstract class Throughput {
  Throughput() {}
}
