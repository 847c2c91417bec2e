package io.fcn4j.caffe.layer;

import io.fcn4j.caffe.proto.BiasParameter;
import io.fcn4j.caffe.proto.EltwiseParameter;
import io.fcn4j.caffe.proto.FillerParameter;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.ParameterParameter;
import io.fcn4j.caffe.proto.ReductionParameter;
import io.fcn4j.caffe.proto.ScaleParameter;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Mults;
import io.fcn4j.layers.Bias;
import io.fcn4j.layers.Eltwise;
import io.fcn4j.layers.Parameter;
import io.fcn4j.layers.Reduction;
import io.fcn4j.layers.Scale;
import java.util.List;

/** Layers that add, multiply and sum up. */
final class Arithmetic {
  static final List<Codec<?>> ALL =
      List.of(
          new Codec<>("Eltwise", Eltwise.class, Arithmetic::eltwise, Arithmetic::writeEltwise),
          new Codec<>("Scale", Scale.class, Arithmetic::scale, Arithmetic::writeScale),
          new Codec<>("Bias", Bias.class, Arithmetic::bias, Arithmetic::writeBias),
          new Codec<>(
              "Reduction",
              Reduction.class,
              p ->
                  new Reduction(
                      Reduction.Method.valueOf(p.getReductionParam().getOperation().name()),
                      p.getReductionParam().getAxis(),
                      p.getReductionParam().getCoeff()),
              (layer, p) ->
                  p.getReductionParamBuilder()
                      .setOperation(ReductionParameter.ReductionOp.valueOf(layer.method().name()))
                      .setAxis(layer.axis())
                      .setCoeff(layer.coeff())),
          new Codec<>(
              "Parameter",
              Parameter.class,
              p ->
                  new Parameter(
                      Shapes.read(p.getParameterParam().getShape()), Filler.zeros(), Mults.DEFAULT),
              (layer, p) ->
                  p.setParameterParam(
                      ParameterParameter.newBuilder().setShape(Shapes.write(layer.shape())))));

  private Arithmetic() {}

  private static Eltwise eltwise(LayerParameter p) {
    EltwiseParameter e = p.getEltwiseParam();
    if (e.getCoeffCount() > 0
        && (e.getOperation() != EltwiseParameter.EltwiseOp.SUM
            || e.getCoeffCount() != p.getBottomCount())) {
      throw new FcnException(
          "found %d coeff for %s of %d bottoms, expected none, or one for each of a SUM"
              .formatted(e.getCoeffCount(), e.getOperation(), p.getBottomCount()));
    }
    return new Eltwise(
        switch (e.getOperation()) {
          case PROD -> new Eltwise.Prod(e.getStableProdGrad());
          case SUM -> new Eltwise.Sum(e.getCoeffList());
          case MAX -> new Eltwise.Max();
        });
  }

  private static void writeEltwise(Eltwise layer, LayerParameter.Builder p) {
    EltwiseParameter.Builder e = p.getEltwiseParamBuilder();
    e.setOperation(EltwiseParameter.EltwiseOp.valueOf(layer.op().caffeName()));
    if (layer.op() instanceof Eltwise.Sum sum) {
      e.addAllCoeff(sum.coeffs());
    } else if (layer.op() instanceof Eltwise.Prod prod && !prod.stableGradient()) {
      e.setStableProdGrad(false);
    }
  }

  private static Scale scale(LayerParameter p) {
    ScaleParameter s = p.getScaleParam();
    return new Scale(
        s.getAxis(),
        s.getNumAxes(),
        p.getBottomCount() == 1,
        s.hasFiller() ? Fillers.read(s.getFiller()) : Filler.constant(1),
        s.getBiasTerm(),
        Fillers.read(s.getBiasFiller()),
        Mults.DEFAULT);
  }

  private static void writeScale(Scale layer, LayerParameter.Builder p) {
    ScaleParameter.Builder s = p.getScaleParamBuilder();
    s.setAxis(layer.axis()).setNumAxes(layer.numAxes());
    if (layer.learned()) {
      s.setFiller(Fillers.write(layer.filler()));
    }
    if (layer.biasTerm()) {
      s.setBiasTerm(true).setBiasFiller(Fillers.write(layer.biasFiller()));
    }
  }

  private static Bias bias(LayerParameter p) {
    BiasParameter b = p.getBiasParam();
    FillerParameter filler = b.getFiller();
    return new Bias(
        b.getAxis(), b.getNumAxes(), p.getBottomCount() == 1, Fillers.read(filler), Mults.DEFAULT);
  }

  private static void writeBias(Bias layer, LayerParameter.Builder p) {
    BiasParameter.Builder b = p.getBiasParamBuilder();
    b.setAxis(layer.axis()).setNumAxes(layer.numAxes());
    WeightSettings.filler(layer.filler(), b::setFiller);
  }
}
