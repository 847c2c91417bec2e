package io.fcn4j.testkit;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One number that a whole net computes, summed up in double precision: all losses by their weights,
 * and all other outputs by random weights of at least one half, which are put in as their
 * gradients.
 */
final class Objective {
  /** Rounding errors of a float32 result, in units of its last place: sums make several. */
  private static final double ROUNDINGS = 4;

  private static final double FLOAT_EPSILON = 0x1p-24;

  private final List<Blob> blobs = new ArrayList<>();
  private final List<float[]> weights = new ArrayList<>();
  private final Map<String, INDArray> diffs = new LinkedHashMap<>();

  /** The objective of a net whose blobs have these shapes. */
  Objective(Graph graph, Map<Blob, Shape> shapes, Set<String> ignored, long seed) {
    Map<Blob, Float> losses = lossWeights(graph);
    Set<Blob> wanted = new LinkedHashSet<>(graph.outputs());
    wanted.addAll(losses.keySet());
    wanted.removeIf(blob -> ignored.contains(blob.name()));
    for (Blob blob : wanted) {
      Shape shape = shapes.get(blob);
      if (shape != null) {
        INDArray weight = Nd4j.create(DataType.FLOAT, shape.dims());
        if (losses.containsKey(blob)) {
          weight.assign(losses.get(blob));
        } else {
          Host.fill(weight, weights(CounterRandom.seeded(seed).stream(blob.name())));
          diffs.put(blob.name(), weight);
        }
        blobs.add(blob);
        weights.add(Host.read(weight));
      }
    }
  }

  private static Map<Blob, Float> lossWeights(Graph graph) {
    Map<Blob, Float> losses = new LinkedHashMap<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      for (int t = 0; t < graph.tops(i).size(); t++) {
        float weight = graph.nodes().get(i).lossWeight(t);
        if (weight != 0) {
          losses.put(graph.tops(i).get(t), weight);
        }
      }
    }
    return losses;
  }

  /** Random weights in +-[0.5, 1.5). */
  static Host.FloatByIndex weights(CounterRandom random) {
    return i -> {
      float centred = 2 * random.uniform(i) - 1;
      return centred < 0 ? centred - 0.5f : centred + 0.5f;
    };
  }

  List<Blob> blobs() {
    return blobs;
  }

  /** The gradients to put in: those of outputs that are no losses. */
  Map<String, INDArray> diffs() {
    return diffs;
  }

  Value value(Outputs outputs) {
    Map<String, INDArray> views = outputs.views();
    List<float[]> arrays = new ArrayList<>();
    for (Blob blob : blobs) {
      INDArray view = views.get(blob.name());
      arrays.add(Host.read(view == null ? outputs.get(blob.name()) : view));
    }
    return new Value(arrays);
  }

  /** What the net computed at one point. */
  final class Value {
    private final List<float[]> arrays;

    private Value(List<float[]> arrays) {
      this.arrays = arrays;
    }

    /** The objective here less that at another point, without cancellation. */
    double minus(Value other) {
      double sum = 0;
      for (int k = 0; k < arrays.size(); k++) {
        float[] weight = weights.get(k);
        float[] here = arrays.get(k);
        float[] there = other.arrays.get(k);
        for (int i = 0; i < here.length; i++) {
          sum += weight[i] * ((double) here[i] - there[i]);
        }
      }
      return sum;
    }

    /**
     * How far {@link #minus} may be off by rounding. What did not change has no error; what did has
     * one of the size of a typical value of its blob, or of itself.
     */
    double noise(Value other) {
      double squares = 0;
      for (int k = 0; k < arrays.size(); k++) {
        float[] weight = weights.get(k);
        float[] here = arrays.get(k);
        float[] there = other.arrays.get(k);
        double typical = rms(here);
        for (int i = 0; i < here.length; i++) {
          if (here[i] != there[i]) {
            double error = weight[i] * Math.max(typical, Math.abs(here[i]));
            squares += error * error;
          }
        }
      }
      return ROUNDINGS * FLOAT_EPSILON * Math.sqrt(squares);
    }
  }

  static double rms(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / values.length);
  }
}
