package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

/** What instructions oneDNN uses here: those of the CPU, less what DNNL_MAX_CPU_ISA forbids. */
final class Isa {
  private Isa() {}

  /**
   * Whether a set is there with all that it is made of.
   *
   * @param set one of oneDNN's dnnl_cpu_isa values
   */
  static boolean has(int set) {
    return (dnnl_get_effective_cpu_isa() & set) == set;
  }
}
