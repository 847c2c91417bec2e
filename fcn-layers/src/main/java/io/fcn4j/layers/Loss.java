package io.fcn4j.layers;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.Layer;

/**
 * What most losses are: a scalar of predictions and targets, with a gradient for the predictions
 * that forward has made, so that backward reads neither bottoms nor tops.
 */
interface Loss extends Layer {
  @Override
  default Arity arity() {
    return Arity.of(2, 1);
  }

  @Override
  default CoordMap coordMap() {
    return CoordMap.UNDEFINED;
  }

  @Override
  default boolean propagatesTo(int bottom) {
    return bottom == 0;
  }

  @Override
  default Capabilities capabilities() {
    return Capabilities.READS_NOTHING.andMixesBatch();
  }
}
