package io.fcn4j.caffe.layer;

import io.fcn4j.core.Layer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All types of layers that can be read and written, and why others can't. */
public final class Codecs {
  private static final Map<String, Codec<?>> BY_TYPE = new LinkedHashMap<>();
  private static final Map<Class<?>, Codec<?>> BY_LAYER = new HashMap<>();

  private static final String STATEFUL =
      "recurrent layers, which keep a state from one step of a sequence to the next, are not"
          + " supported; fully convolutional nets have none";

  private static final Map<String, String> REFUSED =
      Map.of(
          "LSTM", STATEFUL,
          "RNN", STATEFUL,
          "Recurrent", STATEFUL,
          "LSTMUnit", STATEFUL,
          "Filter",
              "the size of its tops follows from values, not from sizes, so that nothing above it"
                  + " can be planned; choose the images before they are fed to the net",
          "HDF5Output",
              "it writes a file in every pass and computes nothing; take the layer out, and read"
                  + " the blobs from the session",
          "Python",
              "it runs code of its own in Python; write it as a Layer in Java and build the net"
                  + " in a program");

  static {
    Stream.of(
            Convolutions.ALL,
            Poolings.ALL,
            Activations.ALL,
            Arithmetic.ALL,
            Normalizations.ALL,
            Structure.ALL,
            Losses.ALL)
        .flatMap(List::stream)
        .forEach(
            codec -> {
              BY_TYPE.put(codec.type(), codec);
              BY_LAYER.put(codec.layer(), codec);
            });
  }

  private Codecs() {}

  public static Optional<Codec<?>> ofType(String type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }

  public static Optional<Codec<?>> of(Layer layer) {
    return Optional.ofNullable(BY_LAYER.get(layer.getClass()));
  }

  /** Why a type of Caffe's is not supported, if it is known. */
  public static Optional<String> refusal(String type) {
    return Optional.ofNullable(REFUSED.get(type));
  }

  public static Collection<String> types() {
    return Collections.unmodifiableSet(BY_TYPE.keySet());
  }
}
