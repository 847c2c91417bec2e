package io.fcn4j.caffe;

import io.fcn4j.caffe.hdf5.Hdf5State;
import io.fcn4j.caffe.hdf5.Hdf5Weights;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.Param;
import io.fcn4j.core.io.FileKind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Caffe's snapshot_format. */
enum CaffeFormat {
  BINARYPROTO("") {
    @Override
    void writeWeights(Path path, Net net) {
      if (isKnownToCaffe(net)) {
        Caffe.writeWeights(net, path);
      } else {
        CaffeModel.write(path, net.params().asSource());
      }
    }

    @Override
    void writeState(Path path, CaffeState state) {
      state.write(path);
    }
  },

  /** Shared parameters are there once, as Caffe expects. */
  HDF5(".h5") {
    @Override
    void writeWeights(Path path, Net net) {
      Map<String, INDArray> arrays = new LinkedHashMap<>();
      for (Param param : net.params().all()) {
        arrays.put(param.key(), param.array());
      }
      Hdf5Weights.write(path, arrays);
    }

    @Override
    void writeState(Path path, CaffeState state) {
      new Hdf5State(
              Math.toIntExact(state.iteration()),
              state.learnedNet(),
              state.currentStep(),
              state.history())
          .write(path);
    }
  };

  private static final Logger LOG = LoggerFactory.getLogger(CaffeFormat.class);

  private final String suffix;

  CaffeFormat(String suffix) {
    this.suffix = suffix;
  }

  abstract void writeWeights(Path path, Net net);

  abstract void writeState(Path path, CaffeState state);

  String weightsSuffix() {
    return ".caffemodel" + suffix;
  }

  String stateSuffix() {
    return ".solverstate" + suffix;
  }

  /** Reads a state in the format that its content is in. */
  static CaffeState readState(Path path) {
    if (FileKind.of(path) != FileKind.HDF5) {
      return CaffeState.read(path);
    }
    Hdf5State state = Hdf5State.read(path);
    return new CaffeState(state.iter(), state.learnedNet(), state.currentStep(), state.history());
  }

  /** Training must not fail because Caffe lacks a layer; weights go by the names of layers. */
  private static boolean isKnownToCaffe(Net net) {
    try {
      NetWriter.message(net);
      return true;
    } catch (FcnException e) {
      LOG.warn("the model is written without the definitions of its layers: {}", e.getMessage());
      return false;
    }
  }
}
