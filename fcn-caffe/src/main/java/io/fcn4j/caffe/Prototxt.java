package io.fcn4j.caffe;

import io.fcn4j.caffe.DataLayer.Top;
import io.fcn4j.caffe.proto.NetParameter;
import io.fcn4j.caffe.proto.NetState;
import io.fcn4j.caffe.text.TextFile;
import io.fcn4j.caffe.upgrade.NetFile;
import io.fcn4j.caffe.upgrade.PlacedLayer;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Names;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A net in Caffe's text format, of any age (V0, V1, V2), seen for one phase.
 *
 * <pre>{@code
 * Net net = Prototxt.read(Path.of("deploy.prototxt"), Phase.TEST).withWeights(Path.of("w.caffemodel"));
 * }</pre>
 *
 * <p>Layers that read data become inputs of the net, named as their tops. Where the file does not
 * tell the shape of one (it is in a database), {@link #input} does; where it tells no more than the
 * channels (images of any size, label maps), it is as many and as large as another one that was
 * said.
 */
public final class Prototxt {
  private final NetFile file;
  private final NetState state;
  private final List<PlacedLayer> layers;
  private final GivenShapes given;

  private Prototxt(NetFile file, NetState state, List<PlacedLayer> layers, GivenShapes given) {
    this.file = file;
    this.state = state;
    this.layers = layers;
    this.given = given;
  }

  /**
   * Reads a file; the net is checked when it is built.
   *
   * @throws PrototxtException with file, line and column
   * @throws io.fcn4j.core.io.FileException if the file cannot be read
   */
  public static Prototxt read(Path path, Phase phase) {
    return of(NetFile.of(TextFile.read(path, NetParameter.getDefaultInstance())), phase);
  }

  static Prototxt of(NetFile file, Phase phase) {
    NetState state =
        file.settings().getState().toBuilder()
            .setPhase(io.fcn4j.caffe.proto.Phase.valueOf(phase.name()))
            .build();
    return of(file, state);
  }

  static Prototxt of(NetFile file, NetState state) {
    return new Prototxt(
        file, state, new StateFilter(state).of(file.layers()), new GivenShapes(Map.of()));
  }

  /** With these stages besides those of the file: layers with rules of Caffe's {@code stage}. */
  public Prototxt stages(String... names) {
    NetState more = state.toBuilder().addAllStage(List.of(names)).build();
    return new Prototxt(file, more, new StateFilter(more).of(file.layers()), given);
  }

  /** At this level: layers with rules of Caffe's {@code min_level} and {@code max_level}. */
  public Prototxt level(int level) {
    NetState other = state.toBuilder().setLevel(level).build();
    return new Prototxt(file, other, new StateFilter(other).of(file.layers()), given);
  }

  /** The names of the layers that their rules (include, exclude) keep out of this state. */
  public List<String> leftOut() {
    return new StateFilter(state).notOf(file.layers());
  }

  /** Says the shape of an input, or another one than the file does. */
  public Prototxt input(String name, Shape shape) {
    List<String> inputs = inputs().stream().map(Top::name).toList();
    if (!inputs.contains(name)) {
      throw new FcnException(
          "%s: the net has no input '%s'%s"
              .formatted(file.file(), name, Names.known(name, inputs)));
    }
    return new Prototxt(file, state, layers, given.with(name, shape));
  }

  /** What the net calls itself; the name of the file if it does not. */
  public String name() {
    return file.settings().getName().isEmpty()
        ? String.valueOf(file.file().getFileName())
        : file.settings().getName();
  }

  public Phase phase() {
    return Phase.valueOf(state.getPhase().name());
  }

  /** The layers that became inputs. */
  public List<DataLayer> dataLayers() {
    return layers.stream().map(Prototxt::dataLayer).flatMap(Optional::stream).toList();
  }

  private List<Top> inputs() {
    return dataLayers().stream().flatMap(layer -> layer.tops().stream()).toList();
  }

  private static Optional<DataLayer> dataLayer(PlacedLayer at) {
    try {
      return DataLayers.of(at.layer());
    } catch (FcnException e) {
      throw new PrototxtException(at.place(), at.describe() + ": " + e.getMessage(), e);
    }
  }

  /**
   * The net's structure.
   *
   * @throws PrototxtException with the place of the layer that cannot be
   */
  public Graph graph() {
    return builder().graph();
  }

  /** The net, its parameters filled from a seed by the fillers of the file. */
  public Net build(long seed) {
    return builder().build(seed);
  }

  /**
   * The net with weights of a {@code .caffemodel} or {@code .caffemodel.h5}, as Caffe loads them:
   * by the names of layers; a layer that the file lacks stays as it was filled, and is logged.
   *
   * @throws FcnException with a table, if a layer has another number of parameters in the file, or
   *     of another shape
   */
  public Net withWeights(Path path) {
    try (WeightSource weights = Caffe.openWeights(path)) {
      return withWeights(weights);
    }
  }

  /** The net with weights from anywhere. */
  public Net withWeights(WeightSource weights) {
    return builder().build(0, weights);
  }

  private NetBuilder builder() {
    NetBuilder builder = NetBuilder.named(name());
    if (StateFilter.dependsOnPhase(file.layers()) || file.settings().getState().hasPhase()) {
      builder.phase(phase());
    }
    if (file.settings().getForceBackward()) {
      builder.forceBackward();
    }
    NetReader reader = new NetReader(builder, phase(), this::find);
    List<DataLayer> inputs = dataLayers();
    List<String> made = new ArrayList<>();
    for (PlacedLayer at : layers) {
      Optional<DataLayer> data = dataLayer(at);
      if (data.isPresent()) {
        for (Top top : data.get().tops()) {
          declare(builder, at, top, given.of(top, data.get(), inputs));
        }
      } else {
        reader.add(at);
      }
      made.add(at.layer().getName());
    }
    if (made.isEmpty()) {
      throw new PrototxtException(
          Place.in(file.file()), "found no layer in phase " + phase() + ", expected a net");
    }
    return builder;
  }

  private static void declare(NetBuilder builder, PlacedLayer at, Top top, Optional<Shape> shape) {
    try {
      if (shape.isPresent()) {
        builder.input(top.name(), shape.get());
      } else if (top.channels().isPresent()) {
        builder.input(top.name(), top.channels().get());
      } else {
        throw new FcnException(
            "the shape of '%s' is in the data, which is not read here; give it with an --input of the command line, or with Prototxt.input"
                .formatted(top.name()));
      }
    } catch (FcnException e) {
      throw new PrototxtException(at.place(), at.describe() + ": " + e.getMessage(), e);
    }
  }

  /**
   * A file that the net names. Caffe looks in the folder that it runs in; here the folder of the
   * net serves too.
   */
  public Path find(String name) {
    try {
      return Files.exists(Path.of(name)) ? Path.of(name) : file.file().resolveSibling(name);
    } catch (InvalidPathException e) {
      throw new FcnException("found '%s', which cannot be the name of a file".formatted(name), e);
    }
  }
}
