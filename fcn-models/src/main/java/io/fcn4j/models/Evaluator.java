package io.fcn4j.models;

import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.solver.Dataset;
import io.fcn4j.core.solver.Sample;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.metrics.ConfusionMatrix;
import io.fcn4j.models.metrics.Metrics;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Scores a net on a data set: one confusion matrix over all images, and the paper's metrics. */
public final class Evaluator {
  private final Net net;
  private String output = "score";
  private String label = "label";
  private @Nullable Engine engine;
  private IntConsumer progress = done -> {};

  private Evaluator(Net net) {
    this.net = net;
  }

  public static Evaluator of(Net net) {
    return new Evaluator(net);
  }

  /** The head {@code name} of a net with several: blob {@code score_name} against input name. */
  public Evaluator head(String name) {
    output = "score_" + name;
    label = name;
    return this;
  }

  public Evaluator engine(Engine value) {
    engine = value;
    return this;
  }

  /** Told after every image how many are done. */
  public Evaluator listen(IntConsumer listener) {
    progress = listener;
    return this;
  }

  public Metrics run(Dataset dataset) {
    if (dataset.size() == 0) {
      throw new FcnException("the data set is empty; there is nothing to evaluate");
    }
    String input = net.graph().inputs().get(0).name();
    ConfusionMatrix matrix = null;
    try (Session session = (engine == null ? Engines.best() : engine).open(net, Phase.TEST)) {
      for (int i = 0; i < dataset.size(); i++) {
        Sample sample = dataset.get(i);
        INDArray data = sample.array(input);
        INDArray scores = session.forward(Map.of(input, data)).views().get(output);
        if (scores == null) {
          throw new FcnException("the net has no output '" + output + "'");
        }
        if (matrix == null) {
          matrix = ConfusionMatrix.of((int) scores.size(1));
        }
        matrix.add(labels(sample.array(label)), LabelScores.argMax(scores));
        sample.arrays().values().forEach(INDArray::close);
        progress.accept(i + 1);
      }
    }
    if (matrix == null) {
      throw new IllegalStateException("no image was scored");
    }
    return Metrics.of(matrix);
  }

  private static LabelMap labels(INDArray array) {
    float[] values = Host.read(array);
    byte[] labels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      labels[i] = (byte) (int) values[i];
    }
    return LabelMap.of((int) array.size(3), (int) array.size(2), labels);
  }
}
