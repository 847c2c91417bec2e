package io.fcn4j.cli;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the end of the process back when a signal (Ctrl-C, SIGTERM) arrives, until the command has
 * finished what it must not leave half done.
 */
final class OrderlyStop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrderlyStop.class);

  private final Thread hook;

  private OrderlyStop(Thread hook) {
    this.hook = hook;
  }

  /**
   * @param stop asks the command to come to an end
   * @param then what it does after its iteration, for a message
   * @param done is counted down when it has, its messages printed
   */
  static OrderlyStop install(Runnable stop, String then, CountDownLatch done) {
    Thread hook =
        new Thread(
            () -> {
              LOG.info("told to stop: finishing this iteration{}", then);
              stop.run();
              await(done);
            },
            "fcn-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    return new OrderlyStop(hook);
  }

  private static void await(CountDownLatch done) {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the hook is running and waits for the rest of the command", e);
    }
  }
}
