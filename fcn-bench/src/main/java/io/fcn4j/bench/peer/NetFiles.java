package io.fcn4j.bench.peer;

import io.fcn4j.caffe.Caffe;
import io.fcn4j.caffe.Prototxt;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.onnx.Onnx;
import java.nio.file.Path;
import java.util.Map;

/** A net in a folder, in the files that libraries open. */
public record NetFiles(Path folder) {
  Path prototxt() {
    return folder.resolve("net.prototxt");
  }

  Path caffemodel() {
    return folder.resolve("net.caffemodel");
  }

  Path onnx() {
    return folder.resolve("net.onnx");
  }

  void writeCaffe(Net net) {
    Caffe.write(net, prototxt(), caffemodel());
  }

  void writeOnnx(Net net, Job job) {
    Onnx.write(onnx(), net, Map.of("data", job.image()));
  }

  /** As our own users open Caffe's files. */
  Net read(Phase phase) {
    return Prototxt.read(prototxt(), phase).withWeights(caffemodel());
  }
}
