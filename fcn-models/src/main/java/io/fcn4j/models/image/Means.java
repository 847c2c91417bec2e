package io.fcn4j.models.image;

/** The mean colour of a data set, in levels from 0 to 255, subtracted from every pixel. */
public record Means(double blue, double green, double red) {
  /** The mean that Caffe's ILSVRC nets and all PASCAL nets of the FCN paper subtract. */
  public static final Means VOC_BGR = new Means(104.00698793, 116.66876762, 122.67891434);
}
