package io.fcn4j.caffe;

import io.fcn4j.caffe.DataLayer.Kind;
import io.fcn4j.caffe.DataLayer.Top;
import io.fcn4j.core.Shape;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The shapes of inputs that were said, and what follows from them for the others: what belongs to
 * an image is as many, and its maps are as large.
 */
record GivenShapes(Map<String, Shape> given) {
  private static final int MAP_RANK = 4;

  GivenShapes with(String name, Shape shape) {
    Map<String, Shape> more = new LinkedHashMap<>(given);
    more.put(name, shape);
    return new GivenShapes(more);
  }

  /**
   * The shape of a top; empty if it is free, or not known at all.
   *
   * @param layer that has the top
   * @param all data layers of the net: images and labels may come from one each
   */
  Optional<Shape> of(Top top, DataLayer layer, Collection<DataLayer> all) {
    Shape own = given.get(top.name());
    if (own != null) {
      return Optional.of(own);
    }
    if (top.shape().isPresent()) {
      Shape images = given.get(layer.tops().get(0).name());
      return images == null || top.kind() != Kind.LABEL
          ? top.shape()
          : top.shape().map(shape -> shape.with(0, images.dim(0)));
    }
    return top.channels().flatMap(channels -> maps(layer, all).map(map -> map.with(1, channels)));
  }

  /** The first shape of maps that was given, for the same layer or else for another one. */
  private Optional<Shape> maps(DataLayer layer, Collection<DataLayer> all) {
    return Stream.concat(Stream.of(layer), all.stream())
        .flatMap(any -> any.tops().stream())
        .flatMap(top -> Optional.ofNullable(given.get(top.name())).stream())
        .filter(shape -> shape.rank() == MAP_RANK)
        .findFirst();
  }
}
