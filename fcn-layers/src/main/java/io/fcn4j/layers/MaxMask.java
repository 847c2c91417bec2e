package io.fcn4j.layers;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;

/** A max pooling kernel that also writes the mask: ND4J has no op that tells places by channel. */
final class MaxMask implements Kernel {
  private final Kernel pooling;
  private final Window window;
  private final Shape bottom;
  private final Shape top;
  private final float[] channel;
  private final float[] places;

  MaxMask(Kernel pooling, KernelContext c, Window window) {
    this.pooling = pooling;
    this.window = window;
    bottom = c.bottom();
    top = c.top();
    channel = new float[Math.toIntExact(bottom.count(2))];
    places = new float[Math.toIntExact(top.count(2))];
  }

  @Override
  public void forward(KernelIo io) {
    pooling.forward(io);
    for (long i = 0; i < bottom.count(0, 2); i++) {
      Host.read(io.bottom(), i * channel.length, channel, channel.length);
      findPlaces();
      Host.write(places, places.length, io.top(1), i * places.length);
    }
  }

  private void findPlaces() {
    for (int p = 0; p < places.length; p++) {
      long startY = p / top.w() * window.y().stride() - window.y().pad();
      long startX = p % top.w() * window.x().stride() - window.x().pad();
      places[p] =
          placeIn(
              Math.max(startY, 0),
              Math.min(startY + window.y().kernel(), bottom.h()),
              Math.max(startX, 0),
              Math.min(startX + window.x().kernel(), bottom.w()));
    }
  }

  private long placeIn(long startY, long endY, long startX, long endX) {
    long best = startY * bottom.w() + startX;
    for (long y = startY; y < endY; y++) {
      for (long at = y * bottom.w() + startX; at < y * bottom.w() + endX; at++) {
        if (channel[(int) at] > channel[(int) best]) {
          best = at;
        }
      }
    }
    return best;
  }

  @Override
  public void backward(KernelIo io) {
    pooling.backward(io);
  }
}
