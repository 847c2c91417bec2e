package io.fcn4j.core.nd4j;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Params;
import io.fcn4j.core.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A plan with its memory: the arrays of all blobs and gradients, and the nodes bound to them. */
final class Bindings {
  final List<BoundNode> nodes = new ArrayList<>();
  final Nd4jPlan plan;
  private final Arena arena;
  private final Map<Blob, INDArray> values = new HashMap<>();
  private final Map<Blob, INDArray> diffs = new HashMap<>();

  Bindings(
      Nd4jPlan plan,
      Arena arena,
      Function<PlannedNode, List<String>> paramKeys,
      Params params,
      Gradients gradients,
      CounterRandom seed) {
    this.plan = plan;
    this.arena = arena;
    plan.values.forEach((blob, region) -> values.put(blob, view(region, blob)));
    plan.diffs.forEach((blob, region) -> diffs.put(blob, view(region, blob)));
    for (PlannedNode node : plan.nodes) {
      List<INDArray> arrays = new ArrayList<>();
      List<@Nullable INDArray> paramDiffs = new ArrayList<>();
      List<ParamSpec> specs = node.node.layer().params(node.bottoms());
      List<String> keys = paramKeys.apply(node);
      for (int p = 0; p < keys.size(); p++) {
        String key = keys.get(p);
        long[] dims = specs.get(p).shape().dims();
        arrays.add(inShape(params.get(key).array(), dims));
        paramDiffs.add(
            node.backward() && plan.wantsParam(key) ? inShape(gradients.of(key), dims) : null);
      }
      nodes.add(new BoundNode(node, this, arrays, paramDiffs, seed));
    }
  }

  /** Layers that share a parameter permissively may each see it in a shape of their own. */
  private static INDArray inShape(INDArray array, long[] dims) {
    return Arrays.equals(array.shape(), dims) ? array : Views.reshape(array, dims);
  }

  INDArray value(Blob blob) {
    return existing(values.get(blob), blob);
  }

  INDArray diff(Blob blob) {
    return existing(diffs.get(blob), blob);
  }

  boolean hasDiff(Blob blob) {
    return diffs.containsKey(blob);
  }

  boolean wantsBottom(PlannedNode node, int bottom) {
    return plan.wantsBottom(node, bottom);
  }

  INDArray view(Region region, Blob blob) {
    return view(region, existing(plan.shapes.get(blob), blob));
  }

  INDArray view(Region region, Shape shape) {
    return arena.view(region.offset, shape.dims());
  }

  private static <T> T existing(@Nullable T thing, Blob blob) {
    if (thing == null) {
      throw new IllegalStateException("blob '" + blob + "' is not part of this plan");
    }
    return thing;
  }
}
