package io.fcn4j.core.program;

import java.util.ArrayList;
import java.util.List;

/** All frames of a program, in the order in which {@link StaticBorder} meets them. */
final class Border implements AutoCloseable {
  private final List<Frame> frames = new ArrayList<>();

  /** The frame at a place, which is new when it is met for the first time. */
  Frame frame(int place, Cells inner, Cells outer) {
    if (place == frames.size()) {
      frames.add(Frame.around(inner, outer));
    }
    return frames.get(place);
  }

  /** Whether there is something to gain, and a pass has filled all of it. */
  boolean isFilled() {
    return !frames.isEmpty() && frames.stream().allMatch(Frame::isFilled);
  }

  @Override
  public void close() {
    frames.forEach(Frame::close);
  }
}
