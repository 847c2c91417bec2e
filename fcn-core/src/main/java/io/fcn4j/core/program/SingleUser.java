package io.fcn4j.core.program;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.nd4j.OpenMp;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a second thread while a first is at work, and everyone after close. While a thread has
 * its turn, native work that it begins has so many threads as the session was opened for.
 */
final class SingleUser {
  private static final Thread CLOSED = new Thread("closed");
  private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();
  private final int threads;

  /**
   * @param threads of native work; 0 for as many as there are
   */
  SingleUser(int threads) {
    this.threads = threads;
  }

  /** The time during which a session belongs to one thread. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  Turn enter() {
    Thread other = owner.compareAndExchange(null, Thread.currentThread());
    if (other == CLOSED) {
      throw new FcnException("this session is closed");
    }
    if (other != null) {
      throw new FcnException(
          "this session is in use by thread '%s'; thread '%s' needs one of its own"
              .formatted(other.getName(), Thread.currentThread().getName()));
    }
    int before = threads > 0 ? OpenMp.threads(threads) : 0;
    return () -> {
      if (threads > 0) {
        OpenMp.threads(before);
      }
      owner.set(null);
    };
  }

  /**
   * Closing twice is allowed.
   *
   * @return whether this was the first time
   */
  boolean close() {
    Thread other = owner.compareAndExchange(null, CLOSED);
    if (other != null && other != CLOSED) {
      throw new FcnException(
          "this session can't be closed: thread '" + other.getName() + "' is using it");
    }
    return other == null;
  }
}
