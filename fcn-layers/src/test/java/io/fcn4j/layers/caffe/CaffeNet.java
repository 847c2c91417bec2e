package io.fcn4j.layers.caffe;

import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.caffe.FloatBlob;
import org.bytedeco.caffe.FloatNet;
import org.bytedeco.caffe.NetParameter;
import org.bytedeco.caffe.global.caffe;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Assumptions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A net that Caffe itself runs, in this process, from the text of a prototxt whose inputs are Input
 * layers (or {@code input} fields).
 *
 * <pre>{@code
 * try (CaffeNet net = CaffeNet.of(prototxt, Phase.TRAIN)) {
 *   net.set("data", x).param("conv", 0, weights).forward();
 *   INDArray y = net.data("conv");
 *   net.backward("conv", dy);
 *   INDArray dx = net.diff("data");
 *   INDArray dw = net.paramDiff("conv", 0);
 * }
 * }</pre>
 *
 * Gradients of inputs need {@code force_backward: true} in the prototxt; without a loss, so does
 * every gradient. A net that Caffe refuses (an unknown layer type, shapes that do not fit) ends the
 * JVM: it must be right before it gets here.
 */
public final class CaffeNet implements AutoCloseable {
  private static final String PLATFORM = "linux-x86_64";

  private final FloatNet net;

  CaffeNet(FloatNet net) {
    this.net = net;
  }

  /** Writes the weights as Caffe does: a binary .caffemodel. */
  public CaffeNet writeWeights(Path file) {
    try (NetParameter parameter = new NetParameter()) {
      net.ToProto(parameter, false);
      caffe.WriteProtoToBinaryFile(parameter, file.toString());
    }
    return this;
  }

  /** Loads weights by the names of layers; what does not fit ends the JVM. */
  public CaffeNet readWeights(Path file) {
    net.CopyTrainedLayersFrom(file.toString());
    return this;
  }

  /** Skips the calling test where Caffe cannot run; {@link #of} does so too. */
  public static void assumeAvailable() {
    Assumptions.assumeTrue(
        Loader.getPlatform().equals(PLATFORM),
        () -> "Caffe's natives exist for " + PLATFORM + " only, not for " + Loader.getPlatform());
  }

  public static CaffeNet of(String prototxt, Phase phase) {
    assumeAvailable();
    try (NetParameter parameter = parse(prototxt)) {
      parameter.mutable_state().set_phase(phase == Phase.TRAIN ? caffe.TRAIN : caffe.TEST);
      return new CaffeNet(new FloatNet(parameter));
    }
  }

  private static NetParameter parse(String prototxt) {
    NetParameter parameter = new NetParameter();
    try {
      Path file = Files.createTempFile("net", ".prototxt");
      try {
        Files.writeString(file, prototxt);
        boolean understood =
            caffe.ReadProtoFromTextFile(file.toString(), parameter)
                && caffe.UpgradeNetAsNeeded(file.toString(), parameter);
        if (!understood) {
          throw new IllegalArgumentException("Caffe cannot parse this prototxt:\n" + prototxt);
        }
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parameter;
  }

  /** Sets the values of a blob, usually an input. */
  public CaffeNet set(String blob, INDArray values) {
    return set(blob, Host.read(values));
  }

  public CaffeNet set(String blob, float... values) {
    write(values, blob(blob), blob(blob).mutable_cpu_data());
    return this;
  }

  /** Gives an input another shape; the blobs above follow at the next forward. */
  public CaffeNet reshape(String blob, Shape shape) {
    blob(blob).Reshape(Arrays.stream(shape.dims()).mapToInt(Math::toIntExact).toArray());
    return this;
  }

  /** Sets the gradient that the next {@link #backward()} starts from, at a blob nobody reads. */
  public CaffeNet setDiff(String blob, INDArray values) {
    write(Host.read(values), blob(blob), blob(blob).mutable_cpu_diff());
    return this;
  }

  /** Sets a parameter. */
  public CaffeNet param(String layer, int i, INDArray values) {
    FloatBlob blob = paramBlob(layer, i);
    write(Host.read(values), blob, blob.mutable_cpu_data());
    return this;
  }

  /** Runs all layers; returns the sum of the losses. */
  public float forward() {
    try (FloatPointer loss = new FloatPointer(1)) {
      net.Forward(loss);
      return loss.get();
    }
  }

  /** Runs all layers backwards; gradients of parameters are zeroed first. */
  public void backward() {
    net.ClearParamDiffs();
    net.Backward();
  }

  /** Runs backwards from the layer that made a blob, with that gradient of the blob. */
  public void backward(String blob, INDArray topDiff) {
    setDiff(blob, topDiff);
    net.ClearParamDiffs();
    net.BackwardFromTo(makerOf(blob), 0);
  }

  public INDArray data(String blob) {
    return read(blob(blob), blob(blob).cpu_data());
  }

  public INDArray diff(String blob) {
    return read(blob(blob), blob(blob).cpu_diff());
  }

  public INDArray param(String layer, int i) {
    return read(paramBlob(layer, i), paramBlob(layer, i).cpu_data());
  }

  public INDArray paramDiff(String layer, int i) {
    return read(paramBlob(layer, i), paramBlob(layer, i).cpu_diff());
  }

  /** How many parameters a layer has. */
  public int params(String layer) {
    requireLayer(layer);
    return Math.toIntExact(net.layer_by_name(layer).blobs().size());
  }

  /** Writes the parameters as HDF5; a layer whose name has a slash ends the JVM. */
  public CaffeNet writeHdf5(Path file) {
    net.ToHDF5(file.toString(), false);
    return this;
  }

  /** Reads the parameters of layers of equal name; a file that does not fit ends the JVM. */
  public CaffeNet readHdf5(Path file) {
    net.CopyTrainedLayersFromHDF5(file.toString());
    return this;
  }

  public Shape shape(String blob) {
    return shape(blob(blob));
  }

  public Shape paramShape(String layer, int i) {
    return shape(paramBlob(layer, i));
  }

  @Override
  public void close() {
    net.close();
  }

  private FloatBlob blob(String name) {
    if (!net.has_blob(name)) {
      throw new IllegalArgumentException("no blob '" + name + "' in this net");
    }
    return net.blob_by_name(name);
  }

  private FloatBlob paramBlob(String layer, int i) {
    if (i < 0 || i >= params(layer)) {
      throw new IllegalArgumentException(
          "no parameter " + i + " in layer '" + layer + "', which has " + params(layer));
    }
    return net.layer_by_name(layer).blobs().get(i);
  }

  private void requireLayer(String name) {
    if (!net.has_layer(name)) {
      throw new IllegalArgumentException("no layer '" + name + "' in this net");
    }
  }

  /** The last layer that writes a blob, since layers in place write it again. */
  private int makerOf(String name) {
    FloatBlob blob = blob(name);
    for (int layer = Math.toIntExact(net.layers().size()) - 1; layer >= 0; layer--) {
      for (FloatBlob top : net.top_vecs().get(layer).get()) {
        if (top.equals(blob)) {
          return layer;
        }
      }
    }
    throw new IllegalArgumentException("no layer makes blob '" + name + "'");
  }

  private static Shape shape(FloatBlob blob) {
    long[] dims = new long[blob.num_axes()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = blob.shape(axis);
    }
    return Shape.of(dims);
  }

  private static void write(float[] values, FloatBlob blob, FloatPointer target) {
    if (values.length != blob.count()) {
      throw new IllegalArgumentException(
          "found " + values.length + " values, expected " + shape(blob));
    }
    target.put(values, 0, values.length);
  }

  private static INDArray read(FloatBlob blob, FloatPointer source) {
    float[] values = new float[blob.count()];
    source.get(values, 0, values.length);
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape(blob).dims());
    Host.write(values, array);
    return array;
  }
}
