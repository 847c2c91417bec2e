package io.fcn4j.bench;

import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Images per second of one session with {@code threads} threads, or of as many sessions with one
 * thread each, which share a net and take the next image when they are done with one. All scores
 * are compared with Nd4jEngine's before and after.
 */
@State(Scope.Benchmark)
public class ParallelBenchmark extends Throughput {
  private static final int IMAGES = 8;
  private static final double TOLERANCE = 1e-3;

  /** How the threads are used. */
  public enum Way {
    ONE_SESSION,
    SESSIONS
  }

  @Param("onednn")
  String engine;

  @Param("fcn8s-vgg16")
  String net;

  @Param("1/8")
  String width;

  @Param("64")
  int size;

  @Param("2")
  int threads;

  @Param Way way;

  private final List<Session> sessions = new ArrayList<>();
  private ExecutorService pool;
  private Map<String, INDArray> image;
  private INDArray expected;

  @Setup
  public void open() {
    Workload workload = new Workload(net, width, size);
    Net model = workload.build();
    image = Map.of("data", workload.pixels().array());
    try (Session session = Engines.nd4j().open(model, Phase.TEST)) {
      expected = session.forward(image).get("score");
    }
    int count = way == Way.SESSIONS ? threads : 1;
    Engine each = Engines.named(engine).threads(threads / count);
    for (int i = 0; i < count; i++) {
      sessions.add(each.open(model, Phase.TEST));
    }
    pool = Executors.newFixedThreadPool(count);
    check();
  }

  private void check() {
    for (Session session : sessions) {
      Check.agree(session.forward(image).get("score"), expected, TOLERANCE);
    }
  }

  @TearDown
  public void close() {
    check();
    pool.shutdown();
    sessions.forEach(Session::close);
  }

  @Benchmark
  @OperationsPerInvocation(IMAGES)
  public void forward() throws InterruptedException, ExecutionException {
    AtomicInteger left = new AtomicInteger(IMAGES);
    for (Future<?> done : pool.invokeAll(sessions.stream().map(one -> share(one, left)).toList())) {
      done.get();
    }
  }

  private Callable<Integer> share(Session session, AtomicInteger left) {
    return () -> {
      int images = 0;
      while (left.getAndDecrement() > 0) {
        session.forward(image);
        images++;
      }
      return images;
    };
  }
}
