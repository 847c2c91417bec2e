package io.fcn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The engine where there is less than it would like. */
class OtherMachinesTest {

  /** Prints which engine is chosen, and what the other one says of itself. */
  static final class Chosen {
    private Chosen() {}

    public static void main(String[] args) {
      System.out.println("chosen " + Engines.best().name());
      Engine engine = Engines.named("onednn");
      System.out.println("priority " + engine.priority() + ": " + engine.describe());
      try {
        engine.open(NetsAgreeTest.net("fcn32s-alexnet:width=1/16"), Phase.TEST).close();
      } catch (FcnException e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }

  @Test
  void withoutNativesNd4jServes() throws Exception {
    String out =
        OwnJvm.run(
            List.of(),
            jar -> !jar.contains("dnnl-") || !jar.contains("x86_64"),
            new ProcessBuilder(),
            Chosen.class);
    assertThat(out)
        .contains("chosen nd4j")
        .contains("priority -1: oneDNN's natives are not on the class path or can't be loaded")
        .contains("refused: engine onednn can't run");
  }

  /** Compares nets on both engines. */
  static final class Compared {
    private Compared() {}

    public static void main(String[] args) {
      for (String name : List.of("fcn8s-vgg16", "fcn8s-alexnet", "fcn8s-googlenet")) {
        NetsAgreeTest.scoresAndLabels(NetsAgreeTest.net(name + ":width=1/8"), 65, 70);
        NetsAgreeTest.gradients(NetsAgreeTest.net(name + ":width=1/8"), 65, 70);
        System.out.println("agrees " + name);
      }
    }
  }

  /** Blocks of 8 channels and no Winograd; or hardly anything at all. */
  @Test
  void olderCpus() throws Exception {
    for (String isa : List.of("AVX2", "SSE41")) {
      ProcessBuilder process = new ProcessBuilder();
      process.environment().put("ONEDNN_MAX_CPU_ISA", isa);
      process.environment().put("OMP_WAIT_POLICY", "passive");
      assertThat(OwnJvm.run(List.of(), jar -> true, process, Compared.class))
          .as(isa)
          .contains("agrees fcn8s-vgg16", "agrees fcn8s-alexnet", "agrees fcn8s-googlenet");
    }
  }
}
