package io.fcn4j.cli.demo;

import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.RgbImage;

/** An image and what is in it: label 0 is background, {@link CellKind} gives the others. */
record SimulatedImage(RgbImage image, LabelMap labels) {}
