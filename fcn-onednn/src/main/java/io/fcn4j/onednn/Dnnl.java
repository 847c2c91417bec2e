package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_invalid_arguments;
import static org.bytedeco.dnnl.global.dnnl.dnnl_out_of_memory;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;
import static org.bytedeco.dnnl.global.dnnl.dnnl_unimplemented;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.MemoryException;
import org.bytedeco.dnnl.dnnl_engine;

/** oneDNN's library in this process: one CPU engine, which lives as long as the process does. */
final class Dnnl {
  /** The CPU. Its initialiser loads the native library. */
  static final dnnl_engine ENGINE = create();

  private Dnnl() {}

  private static dnnl_engine create() {
    dnnl_engine engine = new dnnl_engine();
    check(dnnl_engine_create(engine, dnnl_cpu, 0), "creating the CPU engine");
    return engine;
  }

  /** Throws unless a call succeeded. */
  static void check(int status, String what) {
    if (status == dnnl_success) {
      return;
    }
    if (status == dnnl_out_of_memory) {
      throw new MemoryException(
          "oneDNN, " + what + ": out of memory; use a smaller input, or free memory");
    }
    throw new FcnException("oneDNN, " + what + ": " + name(status));
  }

  private static String name(int status) {
    return switch (status) {
      case dnnl_invalid_arguments -> "invalid arguments";
      case dnnl_unimplemented -> "not implemented";
      default -> "status " + status;
    };
  }
}
