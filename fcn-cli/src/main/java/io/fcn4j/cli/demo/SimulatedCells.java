package io.fcn4j.cli.demo;

import io.fcn4j.models.data.SegmentationDataset;
import io.fcn4j.models.image.ChannelOrder;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.Means;
import io.fcn4j.models.image.Palette;
import io.fcn4j.models.image.Preprocessing;
import io.fcn4j.models.image.RgbImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A data set of simulated images, all in memory. */
record SimulatedCells(int first, List<SimulatedImage> images) implements SegmentationDataset {
  /** Slate, blue, amber and pink: apart from each other on a light page and on a dark one. */
  private static final Palette PALETTE = Palette.of(0x20252D, 0x3B82F6, 0xF59E0B, 0xEC4899);

  /** Brings the levels near mean 0 and deviation 1. */
  private static final Preprocessing PREPROCESSING =
      new Preprocessing(new Means(66, 112, 92), ChannelOrder.RGB, 1 / 56f);

  SimulatedCells {
    images = List.copyOf(images);
  }

  /** The images {@code first} to {@code first + count - 1} of a simulator. */
  static SimulatedCells of(CellSimulator simulator, int first, int count) {
    return new SimulatedCells(
        first, IntStream.range(first, first + count).mapToObj(simulator::image).toList());
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public String id(int index) {
    return String.format(Locale.ROOT, "cells_%05d", first + index);
  }

  @Override
  public RgbImage image(int index) {
    return images.get(index).image();
  }

  @Override
  public LabelMap labels(int index) {
    return images.get(index).labels();
  }

  @Override
  public List<String> classNames() {
    return CellSimulator.classes();
  }

  @Override
  public Palette palette() {
    return PALETTE;
  }

  @Override
  public Preprocessing preprocessing() {
    return PREPROCESSING;
  }
}
