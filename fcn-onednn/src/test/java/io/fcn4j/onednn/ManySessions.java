package io.fcn4j.onednn;

import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.deconv;
import static io.fcn4j.layers.Layers.lrn;
import static io.fcn4j.layers.Layers.maxPool;
import static io.fcn4j.layers.Layers.relu;
import static io.fcn4j.layers.Layers.softmax;

import io.fcn4j.core.Engine;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Opens and closes sessions, runs one over more sizes than it keeps plans for, and prints by how
 * much resident memory grew after the first tenth.
 */
final class ManySessions {
  private static final int SIZES = 20;

  private ManySessions() {}

  public static void main(String[] args) throws IOException {
    int sessions = Integer.parseInt(args[0]);
    int forwards = Integer.parseInt(args[1]);
    Net net = net();
    List<INDArray> images = new ArrayList<>();
    for (int i = 0; i < SIZES; i++) {
      images.add(BothEngines.random(Shape.of(1, 3, 32 + 4L * i, 64 - i), "image " + i));
    }
    Engine engine = new OneDnnEngine();
    long warm = 0;
    for (int i = 0; i < sessions; i++) {
      openAndClose(engine, net, images.get(i % SIZES), i % 2 == 0 ? Phase.TEST : Phase.TRAIN);
      warm = i == sessions / 10 ? resident() : warm;
    }
    long afterSessions = resident() - warm;
    try (Session session = engine.open(net, Phase.TEST)) {
      for (int i = 0; i < forwards; i++) {
        session.forward(Map.of("x", images.get(i % SIZES))).views();
        warm = i == forwards / 10 ? resident() : warm;
      }
      System.out.println("grown " + afterSessions + " " + (resident() - warm));
    }
  }

  private static void openAndClose(Engine engine, Net net, INDArray image, Phase phase) {
    SessionOptions options = SessionOptions.DEFAULT.takeDiffs("prob");
    try (Session session = engine.open(net, phase, options)) {
      INDArray prob = session.forward(Map.of("x", image)).get("prob");
      if (phase == Phase.TRAIN) {
        session.backward(Map.of("prob", prob));
      }
      prob.close();
    }
  }

  private static Net net() {
    NetBuilder b = NetBuilder.named("many");
    return b.output(
            b.from(b.input("x", 3))
                .add("conv1", conv(32).kernel(3).pad(10))
                .add("relu1", relu())
                .add("norm1", lrn())
                .add("conv2", conv(32).kernel(3).pad(1))
                .add("pool2", maxPool(2))
                .add("score", conv(5))
                .add("up", deconv(5).kernel(4).stride(2).bilinear())
                .add("prob", softmax())
                .blob())
        .build(1);
  }

  private static long resident() throws IOException {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
