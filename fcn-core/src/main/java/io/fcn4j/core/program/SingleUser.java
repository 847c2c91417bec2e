package io.fcn4j.core.program;

import io.fcn4j.core.FcnException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Refuses a second thread while a first is at work, and everyone after close. */
final class SingleUser {
  private static final Thread CLOSED = new Thread("closed");
  private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();

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
    return () -> owner.set(null);
  }

  /** Closing twice is allowed. */
  void close() {
    Thread other = owner.compareAndExchange(null, CLOSED);
    if (other != null && other != CLOSED) {
      throw new FcnException(
          "this session can't be closed: thread '" + other.getName() + "' is using it");
    }
  }
}
