package io.fcn4j.bench.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fcn4j.core.Blob;
import io.fcn4j.core.Crop;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Net;
import io.fcn4j.core.Param;
import io.fcn4j.core.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A graph in ops of PyTorch, from the image to the scores. */
final class PyTorchNet {
  private final Map<Param, NDArray> params = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final Blob image;
  private final Blob score;

  /**
   * One layer.
   *
   * @param last the bottoms that no later one reads: their memory is given back
   */
  private record Step(PyTorchOp op, List<Blob> bottoms, Blob top, List<Blob> last) {}

  PyTorchNet(Net net, Shape shape, NDManager manager) {
    Graph graph = net.graph();
    Map<Blob, Shape> shapes = graph.shapes(Map.of("data", shape));
    Map<String, NDArray> byKey = new HashMap<>();
    for (String key : graph.paramSpecs().keySet()) {
      Param param = net.params().get(key);
      try (NDArray shared = PyTorch.over(param.array(), manager)) {
        byKey.put(key, shared.duplicate());
      }
      params.put(param, byKey.get(key));
    }
    image = graph.input(graph.inputs().get(0));
    score = graph.blob("score");
    Set<Blob> read = new HashSet<>(Set.of(image, score));
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      steps.add(0, step(graph, i, shapes, byKey, read));
    }
  }

  private static Step step(
      Graph graph, int i, Map<Blob, Shape> shapes, Map<String, NDArray> params, Set<Blob> read) {
    // What a Crop is lined up with gives its shape alone.
    boolean crop = graph.nodes().get(i).layer() instanceof Crop;
    List<Blob> bottoms = crop ? graph.bottoms(i).subList(0, 1) : graph.bottoms(i);
    Blob top = graph.tops(i).get(0);
    PyTorchOp op =
        PyTorchOp.of(
            graph.nodes().get(i).layer(),
            graph.paramKeys(i).stream().map(params::get).toList(),
            Objects.requireNonNull(shapes.get(bottoms.get(0))),
            Objects.requireNonNull(shapes.get(top)));
    return new Step(op, bottoms, top, bottoms.stream().distinct().filter(read::add).toList());
  }

  /** The scores; whatever is made on the way belongs to the image's manager. */
  NDArray scores(NDArray input) {
    Map<Blob, NDArray> live = new HashMap<>(Map.of(image, input));
    for (Step step : steps) {
      live.put(step.top(), step.op().apply(step.bottoms().stream().map(live::get).toList()));
      step.last().forEach(blob -> Objects.requireNonNull(live.remove(blob)).close());
    }
    return Objects.requireNonNull(live.get(score));
  }

  /** Every parameter with its tensor. */
  Map<Param, NDArray> params() {
    return params;
  }
}
