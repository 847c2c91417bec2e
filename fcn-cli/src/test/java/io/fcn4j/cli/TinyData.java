package io.fcn4j.cli;

import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Images of 32 x 32, dark on the left and bright on the right, which is class 1. */
record TinyData(Path root) {
  static final String MODEL = "fcn32s-vgg16:width=1/16,padding=low";
  private static final int SIZE = 32;

  /** In the layout of PASCAL VOC: splits train (4 images) and val (2), no class names. */
  static TinyData voc(Path root) throws IOException {
    TinyData data = new TinyData(root);
    Files.createDirectories(root.resolve("ImageSets/Segmentation"));
    data.split("train", 4);
    data.split("val", 2);
    return data;
  }

  private void split(String name, int images) throws IOException {
    list(
        name,
        IntStream.range(0, images).mapToObj(i -> name + i + "\n").collect(Collectors.joining()));
    for (int i = 0; i < images; i++) {
      image(root.resolve("JPEGImages/" + name + i + ".png"), SIZE / 2 - 4 * i);
      labels(root.resolve("SegmentationClass/" + name + i + ".png"), SIZE / 2 - 4 * i, 1);
    }
  }

  TinyData list(String split, String content) throws IOException {
    Files.writeString(root.resolve("ImageSets/Segmentation/" + split + ".txt"), content);
    return this;
  }

  static void image(Path file, int darkColumns) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    byte[] rgb = new byte[3 * SIZE * SIZE];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % SIZE < darkColumns ? 40 : 200);
    }
    RgbImage.of(SIZE, SIZE, rgb).writePng(file);
  }

  static void labels(Path file, int zeroColumns, int label) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    byte[] labels = new byte[SIZE * SIZE];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i % SIZE < zeroColumns ? 0 : label);
    }
    LabelMap.of(SIZE, SIZE, labels).writePng(file);
  }

  /** Arguments of a short training run into a folder; its defaults give way to others. */
  Object[] train(Path out, int iterations, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("train --data", root, "--out", out));
    arguments.add("--iterations " + iterations);
    List<String> given = CliRun.words(more);
    for (String option :
        List.of("--model " + MODEL, "--lr 1e-3", "--classes 2", "--snapshot-every 2", "--seed 7")) {
      if (!given.contains(option.substring(0, option.indexOf(' ')))) {
        arguments.add(option);
      }
    }
    arguments.addAll(List.of(more));
    return arguments.toArray();
  }
}
