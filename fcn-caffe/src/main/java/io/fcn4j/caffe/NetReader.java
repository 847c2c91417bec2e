package io.fcn4j.caffe;

import io.fcn4j.caffe.layer.Codec;
import io.fcn4j.caffe.layer.Codecs;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.ParamSpec;
import io.fcn4j.caffe.upgrade.PlacedLayer;
import io.fcn4j.core.Blob;
import io.fcn4j.core.Crop;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Mults;
import io.fcn4j.core.Names;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Node;
import io.fcn4j.core.ParamRule;
import io.fcn4j.core.Phase;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.InfogainLoss;
import io.fcn4j.layers.InfogainMatrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds the layers of a file to a builder, one after another, as Caffe's net does. */
final class NetReader {
  private static final Logger LOG = LoggerFactory.getLogger(NetReader.class);

  private static final String AUTOMATIC = "(automatic)";

  private final NetBuilder builder;
  private final Phase phase;
  private final Function<String, Path> files;
  private final Set<String> names = new HashSet<>();
  private int automaticTops;
  private final Map<String, Integer> again = new HashMap<>();

  /**
   * @param files finds a file that a layer names
   */
  NetReader(NetBuilder builder, Phase phase, Function<String, Path> files) {
    this.builder = builder;
    this.phase = phase;
    this.files = files;
  }

  void add(PlacedLayer at) {
    try {
      builder.add(node(at));
    } catch (PrototxtException e) {
      throw e;
    } catch (FcnException e) {
      String message = String.valueOf(e.getMessage());
      boolean named = message.startsWith("layer '");
      throw new PrototxtException(at.place(), named ? message : at.describe() + ": " + message, e);
    }
  }

  private Node node(PlacedLayer at) {
    LayerParameter p = at.layer();
    if (p.hasPhase() && !p.getPhase().name().equals(phase.name())) {
      throw at.refuse(
          "found phase %s in a net for %s; a layer runs in the phase of its net, take the field out"
              .formatted(p.getPhase(), phase));
    }
    Layer layer = layer(at);
    List<String> tops = tops(p);
    return new Node(
        unusedName(p.getName()),
        layer,
        p.getBottomList(),
        tops,
        p.getParamList().stream().map(NetReader::rule).toList(),
        lossWeights(at, tops.size()),
        propagateDown(at));
  }

  /** Caffe takes a name for several layers, and looks the weights of all of them up by it. */
  private String unusedName(String name) {
    String unused = name;
    while (!names.add(unused)) {
      unused = name + "_" + again.merge(name, 2, (i, first) -> i + 1);
    }
    return unused;
  }

  private Layer layer(PlacedLayer at) {
    LayerParameter p = at.layer();
    if (p.getType().equals("Crop") && !p.hasCropParam()) {
      return crop(at);
    }
    Layer layer = codec(at).read(p);
    String source = p.getInfogainLossParam().getSource();
    return layer instanceof InfogainLoss loss && !source.isEmpty()
        ? loss.matrix(matrix(files.apply(source)))
        : layer;
  }

  private static Codec<?> codec(PlacedLayer at) {
    String type = at.layer().getType();
    return Codecs.ofType(type)
        .orElseThrow(
            () ->
                at.refuse(
                    Codecs.refusal(type)
                        .orElseGet(
                            () ->
                                type.isEmpty()
                                    ? "found no type"
                                    : "Caffe 1.0 has no layer of this type"
                                        + Names.nearest(type, Codecs.types()))));
  }

  /**
   * The first FCN models come from a branch of Caffe whose Crop had no settings: it found its
   * offset as {@link NetBuilder#cropLike} does. Caffe itself would cut from offset 0 on.
   */
  private Crop crop(PlacedLayer at) {
    LayerParameter p = at.layer();
    if (p.getBottomCount() == 2) {
      Blob blob = builder.blob(p.getBottom(0));
      Blob reference = builder.blob(p.getBottom(1));
      if (builder.startsWithin(reference, blob)) {
        Crop crop = builder.cropLayer(p.getName(), blob, reference);
        LOG.info(
            "{}: {} says no offset; {} lines it up", at.place(), at.describe(), crop.offsets());
        return crop;
      }
    }
    return new Crop(2, List.of());
  }

  private static InfogainMatrix matrix(Path file) {
    try (INDArray array = MeanImage.read(file)) {
      int classes = (int) Math.round(Math.sqrt((double) array.length()));
      return InfogainMatrix.of(classes, Host.read(array));
    }
  }

  /** Losses may leave out their top; it has Caffe's own name then, and a number from 2 on. */
  private List<String> tops(LayerParameter p) {
    if (p.getTopCount() > 0 || !isLoss(p)) {
      return p.getTopList();
    }
    automaticTops++;
    return List.of(automaticTops == 1 ? AUTOMATIC : AUTOMATIC + "_" + automaticTops);
  }

  private static boolean isLoss(LayerParameter p) {
    return p.getType().endsWith("Loss");
  }

  private static ParamRule rule(ParamSpec p) {
    return new ParamRule(
        p.getName().isEmpty() ? null : p.getName(),
        p.getShareMode() == ParamSpec.DimCheckMode.PERMISSIVE,
        p.hasLrMult() || p.hasDecayMult() ? new Mults(p.getLrMult(), p.getDecayMult()) : null);
  }

  private static List<Float> lossWeights(PlacedLayer at, int tops) {
    LayerParameter p = at.layer();
    if (p.getLossWeightCount() > 0 && p.getLossWeightCount() != tops) {
      throw at.refuse(
          "found %d loss_weight, expected one for each of %d tops"
              .formatted(p.getLossWeightCount(), tops));
    }
    if (p.getLossWeightCount() > 0 || !isLoss(p)) {
      return p.getLossWeightList();
    }
    List<Float> weights = new ArrayList<>();
    for (int i = 0; i < tops; i++) {
      weights.add(i == 0 ? 1f : 0f);
    }
    return weights;
  }

  private static List<Boolean> propagateDown(PlacedLayer at) {
    LayerParameter p = at.layer();
    if (p.getPropagateDownCount() > 0 && p.getPropagateDownCount() != p.getBottomCount()) {
      throw at.refuse(
          "found %d propagate_down, expected one for each of %d bottoms"
              .formatted(p.getPropagateDownCount(), p.getBottomCount()));
    }
    return p.getPropagateDownList();
  }
}
