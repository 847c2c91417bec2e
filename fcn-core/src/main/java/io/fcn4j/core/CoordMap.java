package io.fcn4j.core;

/**
 * Where the cells of a blob lie in the coordinates of another blob further down, per spatial axis:
 * cell {@code i} is centred at {@code scale * i + shift} and sees {@code extent} cells around that.
 * Exact: scales and shifts are fractions. Crop offsets, strides, receptive fields and the alignment
 * of fused blobs all come out of this object (section 3 of the paper; Caffe's coord_map.py).
 *
 * @param defined false for a layer whose tops have no image coordinates (InnerProduct)
 */
public record CoordMap(Axis y, Axis x, boolean defined) {
  public static final CoordMap IDENTITY = of(Axis.IDENTITY, Axis.IDENTITY);
  public static final CoordMap UNDEFINED = new CoordMap(Axis.IDENTITY, Axis.IDENTITY, false);

  public static CoordMap of(Axis y, Axis x) {
    return new CoordMap(y, x, true);
  }

  /** This map seen through the map of the blob that it leads to. */
  public CoordMap after(CoordMap inner) {
    return new CoordMap(y.after(inner.y), x.after(inner.x), defined && inner.defined);
  }

  /** Whether both put every cell at the same place (what they see may differ). */
  public boolean alignedWith(CoordMap other) {
    return y.alignedWith(other.y) && x.alignedWith(other.x);
  }

  /** This map, seeing what either sees. */
  public CoordMap widenedBy(CoordMap other) {
    return of(y.widenedBy(other.y), x.widenedBy(other.x));
  }

  /** One axis of a {@link CoordMap}. */
  public record Axis(Fraction scale, Fraction shift, Fraction extent) {
    public static final Axis IDENTITY = new Axis(Fraction.ONE, Fraction.ZERO, Fraction.ONE);

    /** A window that slides: convolution and pooling. */
    public static Axis window(long kernel, long stride, long pad, long dilation) {
      long extent = (kernel - 1) * dilation + 1;
      return new Axis(
          Fraction.of(stride), Fraction.of(extent - 1 - 2 * pad, 2), Fraction.of(extent));
    }

    /** The transpose of {@link #window}: deconvolution. */
    public static Axis upsampling(long kernel, long stride, long pad, long dilation) {
      long extent = (kernel - 1) * dilation + 1;
      return new Axis(
          Fraction.of(1, stride),
          Fraction.of(2 * pad - extent + 1, 2 * stride),
          Fraction.of((extent + stride - 1) / stride));
    }

    /** A crop that starts at {@code offset}. */
    public static Axis offset(long offset) {
      return new Axis(Fraction.ONE, Fraction.of(offset), Fraction.ONE);
    }

    Axis after(Axis inner) {
      return new Axis(
          inner.scale.times(scale),
          inner.scale.times(shift).plus(inner.shift),
          extent.minus(Fraction.ONE).times(inner.scale).plus(inner.extent));
    }

    boolean alignedWith(Axis other) {
      return scale.equals(other.scale) && shift.equals(other.shift);
    }

    Axis widenedBy(Axis other) {
      return other.extent.compareTo(extent) > 0 ? other : this;
    }

    /** How far {@code reference} starts inside this axis, in cells: the offset of a crop. */
    public Fraction offsetOf(Axis reference) {
      return reference.shift.minus(shift).over(scale);
    }
  }
}
