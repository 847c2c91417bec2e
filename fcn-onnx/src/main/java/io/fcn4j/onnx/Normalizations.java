package io.fcn4j.onnx;

import static io.fcn4j.onnx.Attributes.number;
import static io.fcn4j.onnx.Attributes.numbers;
import static io.fcn4j.onnx.Attributes.real;

import io.fcn4j.layers.BatchNorm;
import io.fcn4j.layers.Lrn;
import io.fcn4j.layers.Softmax;
import io.fcn4j.onnx.proto.AttributeProto;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers that measure values by others. */
final class Normalizations {
  static final List<Translator<?>> ALL =
      List.of(
          Translator.of(
              Lrn.class,
              (layer, s) ->
                  layer.region() == Lrn.Region.ACROSS_CHANNELS
                      ? s.op("LRN", acrossChannels(layer), s.x())
                      : withinChannel(layer, s)),
          Translator.of(
              BatchNorm.class,
              (layer, s) ->
                  layer.statistics() == BatchNorm.Statistics.OF_BATCH
                      ? byBatch(layer, s)
                      : byStored(layer, s)),
          Translator.of(
              Softmax.class,
              (layer, s) ->
                  s.op("Softmax", List.of(number("axis", s.shape().axis(layer.axis()))), s.x())));

  private Normalizations() {}

  /** ONNX divides alpha by the size, as Caffe does. */
  private static List<AttributeProto> acrossChannels(Lrn layer) {
    return List.of(
        number("size", layer.localSize()),
        real("alpha", layer.alpha()),
        real("beta", layer.beta()),
        real("bias", layer.k()));
  }

  private static Value withinChannel(Lrn layer, Scope s) {
    long size = layer.localSize();
    long pad = size / 2;
    List<AttributeProto> square =
        List.of(
            numbers("kernel_shape", size, size),
            numbers("pads", pad, pad, pad, pad),
            number("count_include_pad", 1));
    Value mean = s.op("AveragePool", square, s.op("Mul", s.x(), s.x()));
    Value scale = s.op("Add", s.op("Mul", mean, s.scalar(layer.alpha())), s.scalar(1));
    return s.op("Mul", s.x(), s.op("Pow", scale, s.scalar(-layer.beta())));
  }

  /**
   * Caffe keeps sums and the number that they are to be divided by; ONNX wants mean and variance.
   */
  private static Value byStored(BatchNorm layer, Scope s) {
    int channels = Math.toIntExact(s.shape().c());
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    float sum = s.paramArray(2).getFloat(0);
    float factor = sum == 0 ? 0 : 1 / sum;
    return s.op(
        "BatchNormalization",
        List.of(real("epsilon", layer.eps())),
        s.x(),
        s.floats(ones),
        s.floats(new float[channels]),
        s.floats(scaled(s.paramArray(0), factor)),
        s.floats(scaled(s.paramArray(1), factor)));
  }

  private static float[] scaled(INDArray array, float factor) {
    float[] values = array.dup().data().asFloat();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return values;
  }

  private static Value byBatch(BatchNorm layer, Scope s) {
    long[] axes = IntStream.range(0, s.shape().rank()).filter(i -> i != 1).asLongStream().toArray();
    List<AttributeProto> allButChannels = List.of(numbers("axes", axes), number("keepdims", 1));
    Value centered = s.op("Sub", s.x(), s.op("ReduceMean", allButChannels, s.x()));
    Value variance = s.op("ReduceMean", allButChannels, s.op("Mul", centered, centered));
    return s.op("Div", centered, s.op("Sqrt", s.op("Add", variance, s.scalar(layer.eps()))));
  }
}
