package io.fcn4j.bench.peer;

import ai.onnxruntime.OrtEnvironment;
import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Precision;
import io.fcn4j.core.SessionOptions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.caffe.global.caffe;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;

/** The libraries that are compared. */
public enum PeerKind {
  ONEDNN,
  /** The same, which keeps what no image changes. */
  ONEDNN_BORDER,
  /** The same with factors rounded to bfloat16. */
  ONEDNN_BF16,
  ND4J,
  PYTORCH,
  CAFFE,
  ONNXRUNTIME;

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
    return Versions.of(label());
  }

  public boolean trains() {
    return this == ONEDNN || this == ND4J || this == PYTORCH || this == CAFFE;
  }

  /** How far its scores may be from those of the specification, as a part of their range. */
  public double tolerance() {
    return this == ONEDNN_BF16 ? 2e-2 : 1e-3;
  }

  /**
   * Opens it on a net with the inputs {@code data} and {@code label} and the output {@code score},
   * whose dropout is left out. The weights are its own from then on.
   */
  public Peer open(Net net, Job job) {
    require(job);
    Net own = PeerNet.of(net, job);
    return switch (this) {
      case ONEDNN, ONEDNN_BORDER, ONEDNN_BF16, ND4J -> engine(own, job);
      case PYTORCH -> {
        Peer copy = new PyTorchPeer(own, job);
        PeerNet.free(own);
        yield copy;
      }
      case CAFFE, ONNXRUNTIME -> {
        try (TemporaryFolder folder = new TemporaryFolder()) {
          NetFiles files = new NetFiles(folder.path());
          write(own, job, files);
          PeerNet.free(own);
          yield open(files, job);
        }
      }
    };
  }

  /** Writes the files of such a net that it opens. */
  public void write(Net net, Job job, NetFiles files) {
    Net own = PeerNet.of(net, job);
    switch (this) {
      case ONEDNN, ONEDNN_BORDER, ONEDNN_BF16, ND4J, CAFFE -> files.writeCaffe(own);
      case PYTORCH -> throw withoutFiles();
      case ONNXRUNTIME -> files.writeOnnx(own, job);
    }
  }

  /** Opens it on the files that {@link #write} has written, maybe in another process. */
  public Peer open(NetFiles files, Job job) {
    require(job);
    return switch (this) {
      case ONEDNN, ONEDNN_BORDER, ONEDNN_BF16, ND4J -> engine(files.read(job.phase()), job);
      case PYTORCH -> throw withoutFiles();
      case CAFFE -> new CaffePeer(files, job);
      case ONNXRUNTIME -> new OnnxRuntimePeer(files, job);
    };
  }

  private static FcnException withoutFiles() {
    return new FcnException(
        "pytorch: found files, expected a net; only Python writes files of PyTorch");
  }

  private Peer engine(Net net, Job job) {
    // As the others do, it keeps the weights in its own form only.
    SessionOptions inference = SessionOptions.DEFAULT.releasePlainWeights();
    SessionOptions options =
        switch (this) {
          case ONEDNN_BORDER -> inference.keepBorder();
          case ONEDNN_BF16 -> inference.precision(Precision.BF16);
          default -> job.phase() == Phase.TEST ? inference : SessionOptions.DEFAULT;
        };
    return new EnginePeer(engine(), net, job, options);
  }

  private Engine engine() {
    return Engines.named(this == ND4J ? "nd4j" : "onednn");
  }

  private void require(Job job) {
    require();
    if (job.phase() == Phase.TRAIN && !trains()) {
      throw new FcnException(label() + ": found a job in TRAIN, expected TEST; it does not train");
    }
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

  /** Loads the library, which stays. */
  public void require() {
    obstacle()
        .ifPresent(
            why -> {
              throw new FcnException(why);
            });
  }

  private void load() {
    switch (this) {
      case ONEDNN, ONEDNN_BORDER, ONEDNN_BF16, ND4J -> requireRunnable(engine());
      case PYTORCH -> PyTorch.load();
      case CAFFE -> Loader.load(caffe.class);
      case ONNXRUNTIME -> OrtEnvironment.getEnvironment();
    }
  }

  private static void requireRunnable(Engine engine) {
    // Of ND4J as well: what the others load is all that they need.
    Nd4j.getBackend();
    if (engine.priority() < 0) {
      throw new FcnException(engine.describe());
    }
  }
}
