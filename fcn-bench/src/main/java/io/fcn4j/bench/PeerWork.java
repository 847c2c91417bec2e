package io.fcn4j.bench;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The work that peers are compared on: small by default; the paper's nets are {@code -p
 * net=fcn8s-vgg16,fcn8s-alexnet,fcn8s-googlenet -p width=1 -p size=500}.
 */
@State(Scope.Benchmark)
public abstract class PeerWork {
  @Param("fcn8s-vgg16")
  String net;

  @Param("1/8")
  String width;

  @Param("64")
  int size;

  @Param("2")
  int threads;

  PeerWork() {}

  Workload workload() {
    return new Workload(net, width, size);
  }
}
