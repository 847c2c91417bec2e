package io.fcn4j.caffe;
import io.fcn4j.core.*;
import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.Test;
class TryTest {
  @Test void all() throws Exception {
    List<Path> files;
    try (var s = Files.walk(SharedData.path(""))) { files = s.filter(p -> p.toString().endsWith(".prototxt")).filter(p->!p.toString().contains("solver")).sorted().toList(); }
    for (Path f : files) for (Phase phase : Phase.values()) {
      try {
        Prototxt p = Prototxt.read(f, phase); if (f.toString().contains("autoenc") && phase==Phase.TEST) p = p.stages("test-on-train");
        for (DataLayer d : p.dataLayers()) for (DataLayer.Top t : d.tops()) if (t.shape().isEmpty() && t.channels().isEmpty()) {
          String s = f.toString();
          int n = d.tops().stream().flatMap(x->x.shape().stream()).mapToInt(x->(int)x.dim(0)).findFirst().orElse(8);
          Shape sh = s.contains("hdf5") ? (t.name().equals("label") ? Shape.of(10) : Shape.of(10,4)) : s.contains("cifar") ? Shape.of(n,3,32,32) : s.contains("siamese") ? Shape.of(n,2,28,28) : Shape.of(n,1,28,28);
          p = p.input(t.name(), sh);
        }
        Net net = p.build(1);
        System.out.println("OK " + f + " " + phase + " " + net);
      } catch (FcnException e) { System.out.println("FAIL " + f + " " + phase + " " + e.getMessage()); }
    }
  }
}
