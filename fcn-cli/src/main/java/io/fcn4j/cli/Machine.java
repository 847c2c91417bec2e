package io.fcn4j.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * What counts for the speed and the memory of nets.
 *
 * @param library the file of ND4J's native code, whose name tells the classifier
 * @param oneDnn whether that code has oneDNN in it
 * @param avx512 whether the processor has AVX-512
 * @param maxBytes JavaCPP's limit for what it allocates; 0 for none
 * @param maxPhysicalBytes JavaCPP's limit for the whole process; 0 for none
 */
record Machine(
    String java,
    String os,
    String architecture,
    int cores,
    int threads,
    long memoryBytes,
    long freeMemoryBytes,
    long heapBytes,
    String backend,
    String library,
    boolean oneDnn,
    boolean avx512,
    String blas,
    long maxBytes,
    long maxPhysicalBytes) {
  // libnd4j's level of instruction sets: 2 is AVX2.
  private static final int AVX512 = 3;

  static Machine here() {
    String backend = Nd4j.getBackend().getClass().getSimpleName();
    NativeOps natives = NativeOpsHolder.getInstance().getDeviceNativeOps();
    return new Machine(
        Runtime.version() + ", " + System.getProperty("java.vendor"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        Nd4j.getEnvironment().maxThreads(),
        Pointer.totalPhysicalBytes(),
        Pointer.availablePhysicalBytes(),
        Runtime.getRuntime().maxMemory(),
        backend,
        loadedLibrary(),
        natives.buildInfo().contains("HAVE_ONEDNN"),
        natives.optimalLevel() >= AVX512,
        Nd4j.factory().blas().getBlasVendor().toString(),
        Pointer.maxBytes(),
        Pointer.maxPhysicalBytes());
  }

  /** JavaCPP unpacks CACHE/nd4j-native-VERSION-CLASSIFIER.jar/PACKAGE/libnd4jcpu.so. */
  private static String loadedLibrary() {
    return Loader.getLoadedLibraries().entrySet().stream()
        .filter(library -> library.getKey().startsWith("nd4j"))
        .map(library -> jar(Path.of(library.getValue())))
        .findFirst()
        .orElse("unknown");
  }

  private static String jar(Path library) {
    for (Path part : library) {
      if (part.toString().endsWith(".jar")) {
        return part.toString();
      }
    }
    return library.toString();
  }

  boolean isX64() {
    return architecture.equals("amd64") || architecture.equals("x86_64");
  }

  boolean isCpu() {
    return backend.equals("CpuBackend");
  }

  /** By name, in a sensible order. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("java", java);
    map.put("os", os);
    map.put("architecture", architecture);
    map.put("cores", cores);
    map.put("threads", threads);
    map.put("memoryBytes", memoryBytes);
    map.put("freeMemoryBytes", freeMemoryBytes);
    map.put("heapBytes", heapBytes);
    map.put("backend", backend);
    map.put("library", library);
    map.put("oneDnn", oneDnn);
    map.put("avx512", avx512);
    map.put("blas", blas);
    map.put("javacppMaxBytes", maxBytes);
    map.put("javacppMaxPhysicalBytes", maxPhysicalBytes);
    return map;
  }
}
