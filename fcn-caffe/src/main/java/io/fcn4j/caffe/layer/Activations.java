package io.fcn4j.caffe.layer;

import io.fcn4j.core.Filler;
import io.fcn4j.core.Mults;
import io.fcn4j.layers.AbsVal;
import io.fcn4j.layers.BNLL;
import io.fcn4j.layers.Dropout;
import io.fcn4j.layers.ELU;
import io.fcn4j.layers.Exp;
import io.fcn4j.layers.Log;
import io.fcn4j.layers.PReLU;
import io.fcn4j.layers.Power;
import io.fcn4j.layers.ReLU;
import io.fcn4j.layers.Sigmoid;
import io.fcn4j.layers.TanH;
import io.fcn4j.layers.Threshold;
import java.util.List;

/** Layers that look at one value at a time. */
final class Activations {
  /** What a slope begins as in Caffe. */
  private static final Filler QUARTER = Filler.constant(0.25f);

  static final List<Codec<?>> ALL =
      List.of(
          new Codec<>(
              "ReLU",
              ReLU.class,
              p -> new ReLU(p.getReluParam().getNegativeSlope()),
              (layer, p) -> {
                if (layer.negativeSlope() != 0) {
                  p.getReluParamBuilder().setNegativeSlope(layer.negativeSlope());
                }
              }),
          new Codec<>(
              "PReLU",
              PReLU.class,
              p ->
                  new PReLU(
                      p.getPreluParam().getChannelShared(),
                      p.getPreluParam().hasFiller()
                          ? Fillers.read(p.getPreluParam().getFiller())
                          : QUARTER,
                      Mults.DEFAULT),
              (layer, p) ->
                  p.getPreluParamBuilder()
                      .setChannelShared(layer.channelShared())
                      .setFiller(Fillers.write(layer.filler()))),
          new Codec<>(
              "ELU",
              ELU.class,
              p -> new ELU(p.getEluParam().getAlpha()),
              (layer, p) -> p.getEluParamBuilder().setAlpha(layer.alpha())),
          Codec.plain("Sigmoid", Sigmoid.class, new Sigmoid()),
          Codec.plain("TanH", TanH.class, new TanH()),
          Codec.plain("AbsVal", AbsVal.class, new AbsVal()),
          Codec.plain("BNLL", BNLL.class, new BNLL()),
          new Codec<>(
              "Threshold",
              Threshold.class,
              p -> new Threshold(p.getThresholdParam().getThreshold()),
              (layer, p) -> p.getThresholdParamBuilder().setThreshold(layer.threshold())),
          new Codec<>(
              "Dropout",
              Dropout.class,
              p -> new Dropout(p.getDropoutParam().getDropoutRatio()),
              (layer, p) -> p.getDropoutParamBuilder().setDropoutRatio(layer.ratio())),
          new Codec<>(
              "Power",
              Power.class,
              p ->
                  new Power(
                      p.getPowerParam().getPower(),
                      p.getPowerParam().getScale(),
                      p.getPowerParam().getShift()),
              (layer, p) ->
                  p.getPowerParamBuilder()
                      .setPower(layer.power())
                      .setScale(layer.scale())
                      .setShift(layer.shift())),
          new Codec<>(
              "Exp",
              Exp.class,
              p ->
                  new Exp(
                      p.getExpParam().getBase(),
                      p.getExpParam().getScale(),
                      p.getExpParam().getShift()),
              (layer, p) ->
                  p.getExpParamBuilder()
                      .setBase(layer.base())
                      .setScale(layer.scale())
                      .setShift(layer.shift())),
          new Codec<>(
              "Log",
              Log.class,
              p ->
                  new Log(
                      p.getLogParam().getBase(),
                      p.getLogParam().getScale(),
                      p.getLogParam().getShift()),
              (layer, p) ->
                  p.getLogParamBuilder()
                      .setBase(layer.base())
                      .setScale(layer.scale())
                      .setShift(layer.shift())));

  private Activations() {}
}
