package io.fcn4j.bench.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.fcn4j.core.nd4j.Host;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ONNX Runtime's provider for CPUs, on its own file; for inference only. */
final class OnnxRuntimePeer implements Peer {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private OrtSession.@Nullable Result result;

  OnnxRuntimePeer(NetFiles files, Job job) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(job.threads());
      session = environment.createSession(files.onnx().toString(), options);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void forward(Floats image) {
    if (result != null) {
      result.close();
    }
    try (OnnxTensor input =
        OnnxTensor.createTensor(environment, image.values(), image.shape().dims())) {
      result = session.run(Map.of("data", input));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } finally {
      // The tensor over its memory doesn't keep it.
      Reference.reachabilityFence(image);
    }
  }

  @Override
  public INDArray score() {
    OnnxTensor tensor = (OnnxTensor) Objects.requireNonNull(result, "no forward yet").get(0);
    INDArray copy = Nd4j.createUninitialized(DataType.FLOAT, tensor.getInfo().getShape());
    FloatBuffer values = tensor.getFloatBuffer();
    float[] heap = new float[values.remaining()];
    values.get(heap);
    Host.write(heap, copy);
    return copy;
  }

  @Override
  public double trainStep(Floats image, Floats labels) {
    throw new UnsupportedOperationException("ONNX Runtime runs nets and does not train them");
  }

  @Override
  public void close() {
    try {
      if (result != null) {
        result.close();
      }
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
