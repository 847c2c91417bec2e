package io.fcn4j.cli;

import java.util.ArrayList;
import java.util.List;

/** What would make nets faster or keep them from failing on a machine. */
final class Advice {
  private static final long MEMORY_OF_FCN8S = 1_600_000_000;

  private Advice() {}

  static List<String> on(Machine machine, ConvolutionCheck convolution) {
    List<String> advice = new ArrayList<>();
    if (!convolution.exact()) {
      advice.add(
          "A convolution gives a wrong result here. Use another classifier of nd4j-native than that"
              + " of %s, and report this.".formatted(machine.library()));
    }
    if (machine.isCpu() && !machine.oneDnn()) {
      advice.add(
          machine.isX64()
              ? "ND4J has no oneDNN here, which makes convolutions several times faster: put"
                  + " org.nd4j:nd4j-native with the classifier OS-x86_64-onednn on the class path,"
                  + " and no classifier with avx2 or avx512 but without onednn."
              : "There is no ND4J with oneDNN for "
                  + machine.architecture()
                  + "; expect a fraction"
                  + " of the speed of an x86-64 machine.");
    }
    if (machine.isCpu() && machine.isX64() && !machine.avx512()) {
      advice.add("This processor has no AVX-512; one that has it runs convolutions faster.");
    }
    if (machine.maxBytes() > 0 || machine.maxPhysicalBytes() > 0) {
      advice.add(
          "JavaCPP limits the memory of this process by the Java heap, and large nets fail there:"
              + " start Java with -Dorg.bytedeco.javacpp.maxbytes=0"
              + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0, as the launcher does.");
    }
    if (machine.freeMemoryBytes() < MEMORY_OF_FCN8S) {
      advice.add(
          "%,d MB are free, and FCN-8s-VGG16 takes %,d MB for an image of 500 x 500: use --tiles,"
                  .formatted(machine.freeMemoryBytes() / 1_000_000, MEMORY_OF_FCN8S / 1_000_000)
              + " or a narrower model such as fcn8s-vgg16:width=1/2.");
    }
    return advice;
  }
}
