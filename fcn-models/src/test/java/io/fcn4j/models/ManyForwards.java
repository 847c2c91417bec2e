package io.fcn4j.models;

import io.fcn4j.core.Engines;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs 1,000 forward passes over 20 sizes and prints by how much memory grew after the first 100.
 */
final class ManyForwards {
  private ManyForwards() {}

  public static void main(String[] args) throws IOException {
    List<INDArray> images = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      images.add(SessionsTest.image(32 + 4 * i, 64 - i, i));
    }
    try (Session session = Engines.nd4j().open(SessionsTest.net(), Phase.TEST)) {
      long warm = 0;
      for (int i = 0; i < 1000; i++) {
        session.forward(Map.of("data", images.get(i % images.size()))).views();
        if (i == 100) {
          warm = OwnJvm.statusBytes("VmRSS");
        }
      }
      System.out.println("grown " + (OwnJvm.statusBytes("VmRSS") - warm));
    }
  }
}
