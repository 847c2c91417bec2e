package io.fcn4j.core.program;

import io.fcn4j.core.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stretch of a session's arena and the times during which it must not be reused. */
final class Region {
  /** Elements between the starts of two regions: 64 bytes, a cache line. */
  private static final long ALIGNMENT = 16;

  final String label;
  final long length;
  private final List<long[]> times = new ArrayList<>();
  long offset = -1;

  private Region(String label, long elements) {
    this.label = label;
    this.length = (elements + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Room for an array, which must have a shape. */
  static Region of(String label, @Nullable Shape shape) {
    if (shape == null) {
      throw new IllegalStateException("no shape for " + label);
    }
    return new Region(label + " " + shape, shape.count());
  }

  /** The region of a value that must have one. */
  static Region of(Map<Value, Region> regions, Value value) {
    Region region = regions.get(value);
    if (region == null) {
      throw new IllegalStateException("no region for " + value);
    }
    return region;
  }

  /** Reserves this region from one time to another, both included. */
  Region during(long from, long to) {
    times.add(new long[] {from, to});
    return this;
  }

  private long start() {
    return times.stream().mapToLong(time -> time[0]).min().orElse(0);
  }

  boolean overlapsInTime(Region other) {
    for (long[] mine : times) {
      for (long[] theirs : other.times) {
        if (mine[0] <= theirs[1] && theirs[0] <= mine[1]) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Gives every region an offset so that regions which live at the same time don't overlap: largest
   * first, then earliest first, each at the lowest place that is free.
   *
   * @return the length of the arena that holds them all
   */
  static long place(List<Region> regions) {
    List<Region> bySize = new ArrayList<>(regions);
    bySize.sort(
        Comparator.comparingLong((Region region) -> -region.length)
            .thenComparingLong(region -> region.start()));
    List<Region> placed = new ArrayList<>(); // by offset
    long end = 0;
    for (Region region : bySize) {
      long offset = 0;
      for (Region other : placed) {
        if (other.offset >= offset + region.length) {
          break;
        }
        if (other.overlapsInTime(region)) {
          offset = Math.max(offset, other.offset + other.length);
        }
      }
      region.offset = offset;
      end = Math.max(end, offset + region.length);
      int at = 0;
      while (at < placed.size() && placed.get(at).offset <= offset) {
        at++;
      }
      placed.add(at, region);
    }
    return end;
  }
}
