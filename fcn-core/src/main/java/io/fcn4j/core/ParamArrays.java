package io.fcn4j.core;

import io.fcn4j.core.nd4j.SystemMemory;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes the arrays of a net's parameters. */
final class ParamArrays {
  private ParamArrays() {}

  /**
   * Those of a graph, all zero, by key.
   *
   * @throws MemoryException if they need more memory than there is; none has been taken then
   */
  static Map<String, Param> zeros(Graph graph) {
    requireMemory(graph);
    Map<String, Param> params = new LinkedHashMap<>();
    graph
        .paramSpecs()
        .forEach(
            (key, spec) -> {
              INDArray array = Nd4j.create(DataType.FLOAT, spec.shape().dims());
              params.put(key, new Param(key, spec, array, spec.mults()));
            });
    return params;
  }

  private static void requireMemory(Graph graph) {
    Map<String, ParamSpec> specs = graph.paramSpecs();
    long needed = specs.values().stream().mapToLong(ParamArrays::bytes).sum();
    OptionalLong free = SystemMemory.free();
    if (free.isPresent() && needed > free.getAsLong()) {
      String largest =
          specs.entrySet().stream()
              .sorted(Comparator.comparingLong(entry -> -bytes(entry.getValue())))
              .limit(5)
              .map(
                  entry ->
                      "%n  %-24s %-18s %,d MB"
                          .formatted(
                              entry.getKey(),
                              entry.getValue().shape(),
                              bytes(entry.getValue()) / 1_000_000))
              .collect(Collectors.joining());
      throw new MemoryException(
          ("out of memory: the parameters of '%s' need %,d MB and %,d MB are free; the largest"
                  + " are%s%nUse a smaller net, or free memory")
              .formatted(graph.name(), needed / 1_000_000, free.getAsLong() / 1_000_000, largest));
    }
  }

  private static long bytes(ParamSpec spec) {
    return spec.shape().count() * Float.BYTES;
  }
}
