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

/** A net as Caffe's message. */
final class NetWriter {
  private NetWriter() {}

  static String text(NetParameter net) {
    return TextFormat.printer().printToString(net);
  }

  static NetParameter message(Net net) {
    Graph graph = net.graph();
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
    graph.inputs().forEach(input -> message.addLayer(input(input)));
    for (int i = 0; i < graph.nodes().size(); i++) {
      message.addLayer(layer(net, i));
    }
    return message.build();
  }

  private static LayerParameter input(Input input) {
    LayerParameter.Builder layer =
        LayerParameter.newBuilder().setName(input.name()).setType("Input").addTop(input.name());
    layer.getInputParamBuilder().addShape(Shapes.write(input.nominal()));
    return layer.build();
  }

  private static LayerParameter layer(Net net, int i) {
    Node node = net.graph().nodes().get(i);
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
            .addAllPropagateDown(node.propagateDown());
    if (!node.lossWeights().equals(defaultLossWeights(codec, node))) {
      layer.addAllLossWeight(lossWeights(node));
    }
    layer.addAllParam(params(net, i));
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

  /** What Caffe takes where nothing is said. */
  private static List<Float> defaultLossWeights(Codec<?> codec, Node node) {
    List<Float> weights = new ArrayList<>();
    if (codec.type().endsWith("Loss")) {
      for (int top = 0; top < node.tops().size(); top++) {
        weights.add(top == 0 ? 1f : 0f);
      }
    }
    return weights;
  }

  /**
   * Parameters as they are learned now: multipliers may have been changed since the net was made.
   */
  private static List<ParamSpec> params(Net net, int i) {
    Node node = net.graph().nodes().get(i);
    List<String> keys = net.graph().paramKeys(i);
    List<ParamSpec> params = new ArrayList<>();
    boolean plain = true;
    for (int p = 0; p < keys.size(); p++) {
      ParamRule rule = node.paramRule(p);
      ParamSpec.Builder param = ParamSpec.newBuilder();
      if (rule.shared() != null) {
        param.setName(rule.shared());
      }
      if (rule.permissive()) {
        param.setShareMode(ParamSpec.DimCheckMode.PERMISSIVE);
      }
      Mults mults = net.params().get(keys.get(p)).mults();
      if (net.params().get(keys.get(p)).spec().learned() && !mults.equals(Mults.DEFAULT)) {
        param.setLrMult(mults.lr()).setDecayMult(mults.decay());
      }
      plain &= param.build().equals(ParamSpec.getDefaultInstance());
      params.add(param.build());
    }
    return plain ? List.of() : params;
  }
}
