package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.jspecify.annotations.Nullable;

/** A compiled primitive and the memory that it works on. */
final class Primitive {
  private final dnnl_primitive primitive;
  private final dnnl_stream stream;
  private final List<Argument> arguments = new ArrayList<>();
  private @Nullable dnnl_exec_arg_t packed;

  private record Argument(int index, dnnl_memory memory) {}

  Primitive(dnnl_primitive primitive, dnnl_stream stream) {
    this.primitive = primitive;
    this.stream = stream;
  }

  /** Binds memory to one of oneDNN's DNNL_ARG indices. */
  Primitive with(int index, dnnl_memory memory) {
    arguments.removeIf(argument -> argument.index == index);
    arguments.add(new Argument(index, memory));
    packed = null;
    return this;
  }

  void run() {
    if (packed == null) {
      packed = pack();
    }
    Dnnl.check(
        dnnl_primitive_execute(primitive, stream, arguments.size(), packed), "running a primitive");
  }

  private dnnl_exec_arg_t pack() {
    dnnl_exec_arg_t array = new dnnl_exec_arg_t(arguments.size());
    for (int i = 0; i < arguments.size(); i++) {
      array.position(i).arg(arguments.get(i).index).memory(arguments.get(i).memory);
    }
    return array.position(0);
  }
}
