package io.fcn4j.core;

import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parameters of a net by key {@code LAYER.INDEX}, in the order of the nodes. Shared parameters
 * are here once, under the node that came first.
 */
public final class Params {
  private static final Logger LOG = LoggerFactory.getLogger(Params.class);

  private final Map<String, Param> byKey;
  private final Map<String, String> ownerOfAlias;
  private final AtomicLong version = new AtomicLong();
  private final AtomicInteger sessions = new AtomicInteger();

  private Params(Map<String, Param> byKey, Map<String, String> ownerOfAlias) {
    this.byKey = byKey;
    this.ownerOfAlias = ownerOfAlias;
  }

  /**
   * Parameters for a graph, filled by their fillers from a seed: same seed, same bits.
   *
   * @throws MemoryException if they need more memory than there is; none has been taken then
   */
  public static Params create(Graph graph, long seed) {
    Params params = new Params(ParamArrays.zeros(graph), graph.paramAliases());
    params.fill(seed, param -> true);
    return params;
  }

  /**
   * Parameters with a source's values, by the rule of {@link #loadByName}; only what the source
   * lacks is filled, from a seed.
   */
  static Params create(Graph graph, long seed, WeightSource source) {
    Params params = new Params(ParamArrays.zeros(graph), graph.paramAliases());
    params.fill(seed, param -> params.keyIn(source, param).isEmpty());
    LOG.info("{}", params.loadByName(source));
    return params;
  }

  private void fill(long seed, Predicate<Param> which) {
    CounterRandom random = CounterRandom.seeded(seed);
    byKey.values().stream()
        .filter(which)
        .forEach(param -> param.spec().filler().fill(param.array(), random.stream(param.key())));
  }

  public Collection<Param> all() {
    return List.copyOf(byKey.values());
  }

  public Param get(String key) {
    Param param = byKey.get(key);
    if (param == null) {
      throw new FcnException(
          "unknown parameter '" + key + "'" + Names.nearest(key, byKey.keySet()));
    }
    return param;
  }

  public boolean contains(String key) {
    return byKey.containsKey(key);
  }

  /**
   * The key under which a source holds a parameter: that of the last layer that shares it. Caffe
   * loads one layer after another, each over what the one before has loaded.
   */
  Optional<String> keyIn(WeightSource source, Param param) {
    Map<String, Shape> shapes = source.shapes();
    String found = shapes.containsKey(param.key()) ? param.key() : null;
    for (Map.Entry<String, String> alias : ownerOfAlias.entrySet()) {
      if (alias.getValue().equals(param.key()) && shapes.containsKey(alias.getKey())) {
        found = alias.getKey();
      }
    }
    return Optional.ofNullable(found);
  }

  /** The keys of all parameters under the names of all layers that use them. */
  Set<String> keysOfLayers() {
    Set<String> keys = new LinkedHashSet<>(byKey.keySet());
    keys.addAll(ownerOfAlias.keySet());
    return keys;
  }

  /** Overwrites a parameter with an array of its shape. */
  public void set(String key, INDArray value) {
    Param param = get(key);
    Shape found = Shape.of(value.shape());
    if (!found.equals(param.shape())) {
      throw new ShapeException(
          "parameter '%s': found %s, expected %s".formatted(key, found, param.shape()));
    }
    param.array().assign(value);
    param.version(version.incrementAndGet());
  }

  /**
   * Loads all parameters from a source that has exactly these, in these shapes; axes of one in
   * front don't count in shapes of four axes, which old Caffe files have for everything (1x1x1x64
   * for 64).
   *
   * @throws FcnException with a table of what is missing, unused or of another shape; nothing has
   *     been changed then. If the source cannot be read to its end, the message says how far
   *     parameters have been overwritten
   */
  public LoadReport load(WeightSource source) {
    LoadReport report = LoadComparison.of(this, source);
    if (!report.isComplete()) {
      String hint =
          report.keys(LoadReport.Outcome.RESHAPED).isEmpty()
              ? "params().transplant(source) takes what has a namesake"
              : "params().transplant(source) also takes fully connected weights for convolutions";
      throw new FcnException(
          "the weights do not fit the net; nothing was loaded (" + hint + ")\n" + report);
    }
    return read(source, report);
  }

  /**
   * Loads what the source has for parameters of the same name, as Caffe does and with the values in
   * the same order: fully connected weights O x (I H W) become a convolution's O x I x H x W.
   * Parameters without a namesake stay as they are. What names or shapes alone can't match is first
   * seen as a {@linkplain WeightSource view of the source} that does.
   *
   * @throws FcnException if a namesake has another number of elements or of outputs, or there is
   *     none at all; nothing has been changed then. If the source cannot be read to its end, the
   *     message says how far parameters have been overwritten
   */
  public LoadReport transplant(WeightSource source) {
    LoadReport report = LoadComparison.of(this, source);
    List<String> mismatched = report.keys(LoadReport.Outcome.MISMATCHED);
    if (!mismatched.isEmpty()) {
      String layers =
          mismatched.stream()
              .map(key -> '"' + Names.layerOf(key) + '"')
              .distinct()
              .collect(Collectors.joining(", "));
      throw new FcnException(
          ("weights of another size have the same name; rename the layer, give it as many outputs,"
                  + " or leave it as it is: transplant(source.without(%s)); nothing was loaded%n%s")
              .formatted(layers, report));
    }
    requireAny(report);
    return read(source, report);
  }

  /**
   * Loads weights by Caffe's own rule: a layer that the source has must be there with as many
   * parameters of the same shapes (but for leading ones, as in {@link #load}); layers that only one
   * side has are left alone.
   *
   * @throws FcnException with a table of what differs, or if no layer is on both sides; nothing has
   *     been changed then
   */
  public LoadReport loadByName(WeightSource source) {
    LoadReport report = LoadComparison.of(this, source);
    if (report.rows().stream()
        .anyMatch(row -> !row.note().isEmpty() || row.outcome() == LoadReport.Outcome.MISMATCHED)) {
      String hint =
          report.keys(LoadReport.Outcome.RESHAPED).isEmpty()
              ? "rename a layer that is not meant to be loaded"
              : "params().transplant(source) takes fully connected weights for convolutions";
      throw new FcnException(
          "the weights do not fit the net; nothing was loaded (%s)%n%s".formatted(hint, report));
    }
    requireAny(report);
    return read(source, report);
  }

  private static void requireAny(LoadReport report) {
    if (report.keys(LoadReport.Outcome.MATCHED).isEmpty()
        && report.keys(LoadReport.Outcome.RESHAPED).isEmpty()) {
      throw new FcnException("no name of the source is a parameter of this net\n" + report);
    }
  }

  private LoadReport read(WeightSource source, LoadReport report) {
    for (Param param : byKey.values()) {
      keyIn(source, param).ifPresent(key -> read(source, key, param));
    }
    touch();
    return report;
  }

  private void read(WeightSource source, String key, Param param) {
    try {
      source.read(key, param.array());
    } catch (RuntimeException e) {
      touch();
      throw new FcnException(
          "%s; parameters up to and including '%s' have been overwritten"
              .formatted(e.getMessage(), param.key()),
          e);
    }
  }

  /** These parameters as a source for those of another net. */
  public WeightSource asSource() {
    return WeightSource.of(arrays());
  }

  /** Writes a safetensors file with what else it should say. */
  public void save(Path file, Map<String, String> metadata) {
    SafeTensors.write(file, arrays(), metadata);
  }

  private Map<String, INDArray> arrays() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    byKey.forEach((key, param) -> arrays.put(key, param.array()));
    return arrays;
  }

  /** Says that arrays have been written to, so that engines read them anew. */
  public void touch() {
    touch(param -> true);
  }

  /** {@link #touch()} for some of them. */
  public void touch(Predicate<Param> which) {
    long changed = version.incrementAndGet();
    byKey.values().stream().filter(which).forEach(param -> param.version(changed));
  }

  /** Engines call it for every session that opens on these parameters. */
  public void sessionOpened() {
    sessions.incrementAndGet();
  }

  /** Engines call it for every session that closes. */
  public void sessionClosed() {
    sessions.decrementAndGet();
  }

  /** How many sessions are open on these parameters. */
  public int openSessions() {
    return sessions.get();
  }

  /** Rises with every write through this object. */
  public long version() {
    return version.get();
  }

  /** The number of values in all parameters. */
  public long count() {
    return byKey.values().stream().mapToLong(param -> param.shape().count()).sum();
  }

  /** Stops learning the parameters of all layers whose name matches a glob like {@code conv1_*}. */
  public void freeze(String layers) {
    multiply(layers, new Mults(0, 0));
  }

  /**
   * Scales the lr and decay multipliers of all layers whose name matches a glob; a parameter that
   * several layers share is scaled for all of them, once.
   */
  public void multiply(String layers, Mults factor) {
    Predicate<String> glob = Names.glob(layers);
    Set<Param> matching = new LinkedHashSet<>();
    for (String key : keysOfLayers()) {
      if (glob.test(Names.layerOf(key))) {
        matching.add(get(ownerOfAlias.getOrDefault(key, key)));
      }
    }
    if (matching.isEmpty()) {
      throw new FcnException(
          "no layer with parameters matches '"
              + layers
              + "'"
              + Names.nearest(layers, keysOfLayers().stream().map(Names::layerOf).toList()));
    }
    for (Param param : matching) {
      Mults now = param.mults();
      param.mults(new Mults(now.lr() * factor.lr(), now.decay() * factor.decay()));
    }
  }

  /** A deep copy. */
  Params copy() {
    Map<String, Param> copies = new LinkedHashMap<>();
    byKey.forEach(
        (key, param) ->
            copies.put(key, new Param(key, param.spec(), param.array().dup('c'), param.mults())));
    return new Params(copies, ownerOfAlias);
  }

  void checkFits(Graph graph) {
    graph
        .paramSpecs()
        .forEach(
            (key, spec) -> {
              Shape found = get(key).shape();
              if (!found.equals(spec.shape())) {
                throw new ShapeException(
                    "parameter '%s': found %s, expected %s by graph '%s'"
                        .formatted(key, found, spec.shape(), graph.name()));
              }
            });
  }
}
