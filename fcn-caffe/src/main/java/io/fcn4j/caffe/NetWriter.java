package io.fcn4j.caffe;

import com.google.protobuf.TextFormat;
import io.fcn4j.caffe.layer.Codec;
import io.fcn4j.caffe.layer.Codecs;
import io.fcn4j.caffe.layer.Shapes;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.NetParameter;
import io.fcn4j.caffe.proto.ParamSpec;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Input;
import io.fcn4j.core.Mults;
import io.fcn4j.core.Net;
import io.fcn4j.core.Node;
import io.fcn4j.core.ParamRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A net as Caffe's message. */
final class NetWriter {
  private NetWriter() {}

  static String text(NetParameter net) {
    return TextFormat.printer().printToString(net);
  }

  /** With multipliers as they are now: those of the parameters may have been changed. */
  static NetParameter message(Net net) {
    return message(net.graph(), key -> net.params().get(key).mults());
  }

  static NetParameter message(Graph graph) {
    return message(graph, key -> Objects.requireNonNull(graph.paramSpecs().get(key)).mults());
  }

  private static NetParameter message(Graph graph, Function<String, Mults> mults) {
    NetParameter.Builder message = NetParameter.newBuilder().setName(graph.name());
    if (graph.forceBackward()) {
      message.setForceBackward(true);
    }
    graph
        .phase()
        .ifPresent(
            phase ->
                message
                    .getStateBuilder()
                    .setPhase(io.fcn4j.caffe.proto.Phase.valueOf(phase.name())));
    Set<String> taken = graph.nodes().stream().map(Node::name).collect(Collectors.toSet());
    graph.inputs().forEach(input -> message.addLayer(input(input, taken)));
    for (int i = 0; i < graph.nodes().size(); i++) {
      message.addLayer(layer(graph, i, mults));
    }
    return message.build();
  }

  /** Caffe finds weights by the names of layers, so that no layer may be called as another one. */
  private static LayerParameter input(Input input, Set<String> taken) {
    String name = taken.contains(input.name()) ? input.name() + "_input" : input.name();
    LayerParameter.Builder layer =
        LayerParameter.newBuilder().setName(name).setType("Input").addTop(input.name());
    layer.getInputParamBuilder().addShape(Shapes.write(input.nominal()));
    return layer.build();
  }

  private static LayerParameter layer(Graph graph, int i, Function<String, Mults> mults) {
    Node node = graph.nodes().get(i);
    Codec<?> codec =
        Codecs.of(node.layer())
            .orElseThrow(
                () ->
                    new FcnException(
                        node.describe()
                            + ": Caffe has no such layer; leave it out, or build it from Caffe's"));
    LayerParameter.Builder layer =
        LayerParameter.newBuilder()
            .setName(node.name())
            .addAllBottom(node.bottoms())
            .addAllTop(node.tops())
            .addAllPropagateDown(propagateDown(node));
    if (!node.lossWeights().equals(defaultLossWeights(codec, node))) {
      layer.addAllLossWeight(lossWeights(node));
    }
    layer.addAllParam(params(graph, i, mults));
    try {
      codec.write(node.layer(), layer);
    } catch (FcnException e) {
      throw new FcnException(node.describe() + ": " + e.getMessage(), e);
    }
    return layer.build();
  }

  /** One for each top, as Caffe wants them. */
  private static List<Float> lossWeights(Node node) {
    List<Float> weights = new ArrayList<>();
    for (int top = 0; top < node.tops().size(); top++) {
      weights.add(node.lossWeight(top));
    }
    return weights;
  }

  /** What Caffe takes where nothing is said: only a loss of one top is one then. */
  private static List<Float> defaultLossWeights(Codec<?> codec, Node node) {
    return codec.type().endsWith("Loss") && node.tops().size() == 1 ? List.of(1f) : List.of();
  }

  /** None, or one for each bottom. */
  private static List<Boolean> propagateDown(Node node) {
    List<Boolean> flags = new ArrayList<>(node.propagateDown());
    for (int i = flags.size(); !flags.isEmpty() && i < node.bottoms().size(); i++) {
      flags.add(node.layer().propagatesTo(i));
    }
    return flags;
  }

  private static List<ParamSpec> params(Graph graph, int i, Function<String, Mults> mults) {
    Node node = graph.nodes().get(i);
    List<ParamSpec> params = new ArrayList<>();
    boolean plain = true;
    for (int p = 0; p < graph.paramKeys(i).size(); p++) {
      String key = graph.paramKeys(i).get(p);
      ParamSpec param = param(node.paramRule(p), graph, key, mults.apply(key));
      plain &= param.equals(ParamSpec.getDefaultInstance());
      params.add(param);
    }
    return plain ? List.of() : params;
  }

  private static ParamSpec param(ParamRule rule, Graph graph, String key, Mults mults) {
    ParamSpec.Builder param = ParamSpec.newBuilder();
    if (rule.shared() != null) {
      param.setName(rule.shared());
    }
    if (rule.permissive()) {
      param.setShareMode(ParamSpec.DimCheckMode.PERMISSIVE);
    }
    boolean learned = Objects.requireNonNull(graph.paramSpecs().get(key)).learned();
    boolean statistic = !learned && param.hasName();
    if (rule.mults() != null || statistic || (learned && !mults.equals(Mults.DEFAULT))) {
      param.setLrMult(mults.lr()).setDecayMult(mults.decay());
    }
    return param.build();
  }
}
