package io.fcn4j.core.program;

import io.fcn4j.core.Layer;
import io.fcn4j.core.Locality;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import java.util.List;

/**
 * One layer at work on values of known shapes.
 *
 * @param name of the node that it is, or is a part of
 * @param params the keys of its parameters
 * @param lossWeights the weight of every top in the loss; 0 for no loss
 * @param propagates whether gradients may flow to each bottom
 */
public record Step(
    String name,
    Layer layer,
    List<Value> bottoms,
    List<Value> tops,
    List<String> params,
    List<Float> lossWeights,
    List<Boolean> propagates) {

  public Step {
    bottoms = List.copyOf(bottoms);
    tops = List.copyOf(tops);
    params = List.copyOf(params);
    lossWeights = List.copyOf(lossWeights);
    propagates = List.copyOf(propagates);
  }

  /** A step that a pass puts in: one bottom, one top, no parameters, no loss. */
  public static Step between(String name, Layer layer, Value bottom, Value top) {
    return new Step(
        name, layer, List.of(bottom), List.of(top), List.of(), List.of(0f), List.of(true));
  }

  /** A step that a pass puts in to look at a value. */
  static Step reading(String name, Layer layer, Value bottom) {
    return new Step(name, layer, List.of(bottom), List.of(), List.of(), List.of(), List.of(true));
  }

  /** What the layer tells of images; nothing is known of how it makes anything else. */
  Locality locality(Phase phase) {
    boolean images =
        tops.size() == 1
            && tops.get(0).shape().rank() == 4
            && bottoms.stream().allMatch(bottom -> bottom.shape().rank() == 4);
    return images ? layer.locality(phase) : Locality.ANY;
  }

  /** This step with another layer on other values. */
  public Step with(Layer other, List<Value> newBottoms, List<Value> newTops) {
    return new Step(name, other, newBottoms, newTops, params, lossWeights, propagates);
  }

  public List<Shape> bottomShapes() {
    return bottoms.stream().map(Value::shape).toList();
  }

  public List<Shape> topShapes() {
    return tops.stream().map(Value::shape).toList();
  }

  /** For messages: {@code layer 'fuse' (Eltwise)}. */
  public String describe() {
    return "layer '" + name + "' (" + layer.type() + ")";
  }
}
