package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorTest {
  private static final ConvolutionCheck FINE = new ConvolutionCheck(100, true);

  private static Machine machine(
      String architecture, boolean oneDnn, boolean avx512, long freeBytes, long limit) {
    return new Machine(
        "17",
        "Linux",
        architecture,
        2,
        2,
        8_000_000_000L,
        freeBytes,
        1_000_000_000,
        "CpuBackend",
        "nd4j-native.jar",
        oneDnn,
        avx512,
        "OPENBLAS",
        0,
        limit);
  }

  @Test
  void tellsOfThisMachine() {
    CliRun run = CliRun.of("doctor --json");
    assertThat(run.exitCode()).isZero();
    assertThat(run.json())
        .containsEntry("backend", "CpuBackend")
        .containsEntry("cores", (long) Runtime.getRuntime().availableProcessors())
        .containsEntry("convolutionExact", true)
        .containsEntry("javacppMaxPhysicalBytes", 0L)
        .containsKeys("advice", "oneDnn", "avx512", "blas", "memoryBytes");
    assertThat(run.json().get("library")).asString().startsWith("nd4j-native-").endsWith(".jar");
    assertThat(run.json().get("convolutionGflops"))
        .satisfies(gflops -> assertThat((double) gflops).isBetween(0.01, 1e5));
  }

  @Test
  void textHasTheSameFacts() {
    CliRun run = CliRun.of("doctor");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("backend +CpuBackend")
        .containsPattern("javacppMaxBytes +no limit")
        .containsPattern("convolutionExact +yes");
  }

  @Test
  void nothingToImprove() {
    assertThat(Advice.on(machine("amd64", true, true, 4_000_000_000L, 0), FINE)).isEmpty();
  }

  @Test
  void withoutOneDnn() {
    List<String> advice = Advice.on(machine("amd64", false, true, 4_000_000_000L, 0), FINE);
    assertThat(advice).singleElement().asString().contains("nd4j-native", "OS-x86_64-onednn");
  }

  @Test
  void whereThereIsNoOneDnn() {
    List<String> advice = Advice.on(machine("aarch64", false, false, 4_000_000_000L, 0), FINE);
    assertThat(advice).singleElement().asString().startsWith("There is no ND4J with oneDNN for");
  }

  @Test
  void withoutAvx512() {
    List<String> advice = Advice.on(machine("amd64", true, false, 4_000_000_000L, 0), FINE);
    assertThat(advice).singleElement().asString().contains("no AVX-512");
  }

  @Test
  void memory() {
    List<String> advice = Advice.on(machine("amd64", true, true, 500_000_000, 4_000), FINE);
    assertThat(advice).hasSize(2);
    assertThat(advice.get(0)).contains("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    assertThat(advice.get(1)).startsWith("500 MB are free").contains("--tiles");
  }

  @Test
  void wrongResult() {
    List<String> advice =
        Advice.on(machine("amd64", true, true, 4_000_000_000L, 0), new ConvolutionCheck(9, false));
    assertThat(advice).singleElement().asString().startsWith("A convolution gives a wrong result");
  }
}
