package io.fcn4j.onnx;

import io.fcn4j.core.Shape;
import io.fcn4j.onnx.proto.GraphProto;
import io.fcn4j.onnx.proto.NodeProto;
import io.fcn4j.onnx.proto.TensorProto;
import io.fcn4j.onnx.proto.TypeProto;
import io.fcn4j.onnx.proto.ValueInfoProto;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A model as ONNX's message, all but the weights. */
final class GraphMessage {
  private final Map<Value, String> names;
  private final UniqueNames nodeNames = new UniqueNames();

  private GraphMessage(Map<Value, String> names) {
    this.names = names;
  }

  static GraphProto of(Model model) {
    GraphMessage message = new GraphMessage(model.names());
    GraphProto.Builder graph = GraphProto.newBuilder().setName(model.name());
    model.flow().operations().forEach(operation -> graph.addNode(message.node(operation)));
    model.flow().constants().forEach(constant -> graph.addInitializer(message.tensor(constant)));
    model.inputs().forEach((value, shape) -> graph.addInput(message.info(value, shape)));
    model.outputs().forEach((value, shape) -> graph.addOutput(message.info(value, shape)));
    return graph.build();
  }

  private NodeProto node(Operation operation) {
    return NodeProto.newBuilder()
        .setName(nodeNames.like(operation.origin()))
        .setOpType(operation.type())
        .addAllInput(names(operation.inputs()))
        .addAllOutput(names(operation.outputs()))
        .addAllAttribute(operation.attributes())
        .build();
  }

  private TensorProto tensor(Constant constant) {
    return constant.tensor().toBuilder().setName(name(constant.value())).build();
  }

  private ValueInfoProto info(Value value, Shape shape) {
    TypeProto.Builder type = TypeProto.newBuilder();
    TypeProto.Tensor.Builder tensor = type.getTensorTypeBuilder();
    tensor.setElemType(TensorProto.DataType.FLOAT_VALUE);
    // Also where it has no dimension: without a shape, any would do.
    tensor.getShapeBuilder();
    for (long dim : shape.dims()) {
      tensor.getShapeBuilder().addDimBuilder().setDimValue(dim);
    }
    return ValueInfoProto.newBuilder().setName(name(value)).setType(type).build();
  }

  private List<String> names(List<Value> values) {
    return values.stream().map(this::name).toList();
  }

  private String name(Value value) {
    return Objects.requireNonNull(names.get(value));
  }
}
