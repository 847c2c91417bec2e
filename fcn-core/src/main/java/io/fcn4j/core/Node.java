package io.fcn4j.core;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A named layer with the names of its bottoms and tops. A top equal to the bottom at the same index
 * is in place: from there on the name means the new value.
 *
 * @param params rules for the layer's parameters by index; may be shorter than the parameters
 * @param lossWeights the weight of every top in the loss, 0 for no loss; empty for no loss at all
 * @param propagateDown whether gradients may flow to each bottom; empty for the layer's own choice
 */
public record Node(
    String name,
    Layer layer,
    List<String> bottoms,
    List<String> tops,
    List<ParamRule> params,
    List<Float> lossWeights,
    List<Boolean> propagateDown) {

  public Node {
    bottoms = List.copyOf(bottoms);
    tops = List.copyOf(tops);
    params = List.copyOf(params);
    lossWeights = List.copyOf(lossWeights);
    propagateDown = List.copyOf(propagateDown);
  }

  /** A node whose single top has its name (further tops: NAME_1, NAME_2, ...). */
  public static Node of(String name, Layer layer, List<String> bottoms) {
    List<String> tops =
        IntStream.range(0, layer.arity().tops())
            .mapToObj(i -> i == 0 ? name : name + "_" + i)
            .toList();
    return new Node(name, layer, bottoms, tops, List.of(), List.of(), List.of());
  }

  public Node withTops(List<String> names) {
    return new Node(name, layer, bottoms, names, params, lossWeights, propagateDown);
  }

  public Node withParams(ParamRule... rules) {
    return new Node(name, layer, bottoms, tops, List.of(rules), lossWeights, propagateDown);
  }

  public Node withLossWeights(Float... weights) {
    return new Node(name, layer, bottoms, tops, params, List.of(weights), propagateDown);
  }

  public Node withPropagateDown(Boolean... flags) {
    return new Node(name, layer, bottoms, tops, params, lossWeights, List.of(flags));
  }

  /** What is said about a parameter of the layer. */
  public ParamRule paramRule(int index) {
    return index < params.size() ? params.get(index) : ParamRule.NONE;
  }

  /** The weight of a top in the loss; 0 if it is no loss. */
  public float lossWeight(int top) {
    return top < lossWeights.size() ? lossWeights.get(top) : 0f;
  }

  /** Whether gradients may flow to a bottom. */
  public boolean propagatesTo(int bottom) {
    return layer.propagatesTo(bottom)
        && (bottom >= propagateDown.size() || propagateDown.get(bottom));
  }

  /** Whether that top overwrites the name of the bottom at the same index. */
  public boolean inPlace(int top) {
    return top < bottoms.size() && tops.get(top).equals(bottoms.get(top));
  }

  /** For messages: {@code layer 'fuse' (Eltwise)}. */
  public String describe() {
    return "layer '" + name + "' (" + layer.type() + ")";
  }
}
