package io.fcn4j.bench.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.fcn4j.core.Phase;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.onnx.Onnx;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ONNX Runtime's provider for CPUs, on the file that we write for it; for inference only. */
final class OnnxRuntimePeer implements Peer {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private OrtSession.@Nullable Result result;

  OnnxRuntimePeer(Task task) {
    if (task.phase() != Phase.TEST) {
      throw new IllegalArgumentException("ONNX Runtime runs nets and does not train them");
    }
    try (TemporaryFolder folder = new TemporaryFolder();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      Path file = folder.file("net.onnx");
      Onnx.write(file, task.net(), Map.of("data", task.image()));
      task.freeWeights();
      options.setIntraOpNumThreads(task.threads());
      session = environment.createSession(file.toString(), options);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void forward(INDArray image) {
    if (result != null) {
      result.close();
    }
    try (OnnxTensor input = OnnxTensor.createTensor(environment, values(image), image.shape())) {
      result = session.run(Map.of("data", input));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } finally {
      // The tensor over its memory doesn't keep the array.
      Reference.reachabilityFence(image);
    }
  }

  /** The memory of the image itself. */
  private static FloatBuffer values(INDArray image) {
    FloatPointer memory = new FloatPointer(image.data().addressPointer());
    return memory.capacity(image.length()).asBuffer();
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
  public double trainStep(INDArray image, INDArray labels) {
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
