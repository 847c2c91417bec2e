package io.fcn4j.bench;

/** Options of the processes that run our engines. */
final class Jvm {
  // JavaCPP would count ND4J's memory against the heap and call the collector.
  static final String ANY_BYTES = "-Dorg.bytedeco.javacpp.maxbytes=0";
  static final String ANY_PHYSICAL_BYTES = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0";

  private Jvm() {}
}
