package io.fcn4j.bench.peer;

import ai.onnxruntime.OrtEnvironment;
import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.bytedeco.caffe.global.caffe;
import org.bytedeco.javacpp.Loader;

/** The libraries that are compared. */
public enum PeerKind {
  ONEDNN,
  /** The same with factors rounded to bfloat16. */
  ONEDNN_BF16,
  ND4J,
  PYTORCH,
  CAFFE,
  ONNXRUNTIME;

  private static final Properties VERSIONS = versions();

  /** The peer of a label. */
  public static PeerKind labelled(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new FcnException(
                    "unknown peer '%s'; there are %s"
                        .formatted(label, Arrays.stream(values()).map(PeerKind::label).toList())));
  }

  /** As parameters of benchmarks say it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it is and of which version. */
  public String version() {
    return Objects.requireNonNull(VERSIONS.getProperty(label()), label());
  }

  public boolean trains() {
    return this != ONNXRUNTIME && this != ONEDNN_BF16;
  }

  /** How far its scores may be from those of the specification, as a part of their range. */
  public double tolerance() {
    return this == ONEDNN_BF16 ? 2e-2 : 1e-3;
  }

  private Engine engine() {
    return Engines.named(this == ND4J ? "nd4j" : "onednn");
  }

  /** Why it can't run here, if it can't: its natives are missing, usually. */
  public Optional<String> obstacle() {
    try {
      load();
      return Optional.empty();
    } catch (LinkageError | RuntimeException e) {
      return Optional.of("%s can't run here: %s".formatted(label(), e));
    }
  }

  /** Opens it. The weights of the task's net are its own from then on. */
  public Peer open(Task task) {
    obstacle()
        .ifPresent(
            why -> {
              throw new FcnException(why);
            });
    return switch (this) {
      case ONEDNN_BF16 -> new EnginePeer(engine(), task, Precision.BF16);
      case ONEDNN, ND4J -> new EnginePeer(engine(), task, Precision.F32);
      case PYTORCH -> new PyTorchPeer(task);
      case CAFFE -> new CaffePeer(task);
      case ONNXRUNTIME -> new OnnxRuntimePeer(task);
    };
  }

  private void load() {
    switch (this) {
      case ONEDNN, ONEDNN_BF16, ND4J -> requireRunnable(engine());
      case PYTORCH -> PyTorch.load();
      case CAFFE -> Loader.load(caffe.class);
      case ONNXRUNTIME -> OrtEnvironment.getEnvironment();
    }
  }

  private static void requireRunnable(Engine engine) {
    if (engine.priority() < 0) {
      throw new FcnException(engine.describe());
    }
  }

  private static Properties versions() {
    Properties properties = new Properties();
    try (InputStream in = PeerKind.class.getResourceAsStream("versions.properties")) {
      properties.load(Objects.requireNonNull(in, "versions.properties"));
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
