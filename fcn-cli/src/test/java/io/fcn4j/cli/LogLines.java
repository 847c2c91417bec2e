package io.fcn4j.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What is logged from now until it is closed. */
final class LogLines implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.fcn4j");
  private final @Nullable Level before = logger.getLevel();
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  LogLines() {
    events.start();
    logger.addAppender(events);
    logger.setLevel(Level.INFO);
  }

  List<String> warnings() {
    return lines(Level.WARN);
  }

  List<String> infos() {
    return lines(Level.INFO);
  }

  private List<String> lines(Level level) {
    return events.list.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(events);
    logger.setLevel(before);
  }
}
