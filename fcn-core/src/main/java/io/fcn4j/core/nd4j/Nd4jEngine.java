package io.fcn4j.core.nd4j;

import io.fcn4j.core.Engine;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.program.ProgramSession;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs every layer's own kernel on the ND4J backend of the class path, CPU or CUDA. It is the
 * specification that other engines are tested against.
 */
public final class Nd4jEngine implements Engine {
  public static final Nd4jEngine INSTANCE = new Nd4jEngine();

  private Nd4jEngine() {}

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public String describe() {
    return "ND4J on " + Nd4j.getBackend().getClass().getSimpleName();
  }

  @Override
  public Session open(Net net, Phase phase, SessionOptions options) {
    options.precision().requireOf(this);
    return new ProgramSession(net, phase, options);
  }
}
