package io.fcn4j.caffe.layer;

import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.PoolingParameter;
import io.fcn4j.caffe.proto.SPPParameter;
import io.fcn4j.core.FcnException;
import io.fcn4j.layers.Pooling;
import io.fcn4j.layers.Spp;
import io.fcn4j.layers.Window;
import java.util.List;

/** Layers that take one value for many. */
final class Poolings {
  static final List<Codec<?>> ALL =
      List.of(
          new Codec<>("Pooling", Pooling.class, Poolings::pooling, Poolings::writePooling),
          new Codec<>(
              "SPP",
              Spp.class,
              p ->
                  new Spp(
                      Unsigned.size("pyramid_height", p.getSppParam().getPyramidHeight()),
                      method(p.getSppParam().getPool().name())),
              (layer, p) ->
                  p.getSppParamBuilder()
                      .setPyramidHeight(layer.pyramidHeight())
                      .setPool(SPPParameter.PoolMethod.valueOf(layer.method().name()))));

  private Poolings() {}

  private static Pooling.Method method(String name) {
    if (name.equals("STOCHASTIC")) {
      throw new FcnException(
          "pool STOCHASTIC is not supported, as it is not in Caffe without a GPU; expected MAX or"
              + " AVE");
    }
    return Pooling.Method.valueOf(name);
  }

  private static Pooling pooling(LayerParameter layer) {
    PoolingParameter p = layer.getPoolingParam();
    if (p.getGlobalPooling() && (p.hasKernelSize() || p.hasKernelH() || p.hasKernelW())) {
      throw new FcnException("found a kernel with global_pooling, expected none");
    }
    return new Pooling(
        method(p.getPool().name()),
        p.getGlobalPooling() ? Window.CELL : Windows.read(p),
        Pooling.RoundMode.valueOf(p.getRoundMode().name()),
        p.getGlobalPooling(),
        layer.getTopCount() > 1);
  }

  private static void writePooling(Pooling layer, LayerParameter.Builder target) {
    PoolingParameter.Builder p = target.getPoolingParamBuilder();
    p.setPool(PoolingParameter.PoolMethod.valueOf(layer.method().name()));
    if (layer.global()) {
      p.setGlobalPooling(true);
    } else {
      Windows.write(layer.window(), p);
    }
    if (layer.roundMode() != Pooling.RoundMode.CEIL) {
      p.setRoundMode(PoolingParameter.RoundMode.valueOf(layer.roundMode().name()));
    }
  }
}
