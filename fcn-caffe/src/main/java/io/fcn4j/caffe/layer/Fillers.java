package io.fcn4j.caffe.layer;

import io.fcn4j.caffe.proto.FillerParameter;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Filler.VarianceNorm;
import io.fcn4j.core.Names;
import java.util.List;

/** FillerParameter in both directions. */
final class Fillers {
  private static final List<String> TYPES =
      List.of("constant", "uniform", "gaussian", "xavier", "msra", "positive_unitball", "bilinear");

  private Fillers() {}

  static Filler read(FillerParameter p) {
    VarianceNorm norm = VarianceNorm.valueOf(p.getVarianceNorm().name());
    return switch (p.getType()) {
      case "constant" -> Filler.constant(p.getValue());
      case "uniform" -> Filler.uniform(p.getMin(), p.getMax());
      case "gaussian" ->
          p.getSparse() < 0
              ? new Filler.Gaussian(p.getMean(), p.getStd())
              : Filler.sparseGaussian(p.getMean(), p.getStd(), p.getSparse());
      case "xavier" -> Filler.xavier(norm);
      case "msra" -> Filler.msra(norm);
      case "positive_unitball" -> Filler.positiveUnitBall();
      case "bilinear" -> new Filler.Bilinear(false);
      default ->
          throw new FcnException(
              "unknown filler '%s'%s".formatted(p.getType(), Names.nearest(p.getType(), TYPES)));
    };
  }

  static FillerParameter write(Filler filler) {
    FillerParameter.Builder p = FillerParameter.newBuilder();
    if (filler instanceof Filler.Constant constant) {
      p.setType("constant").setValue(constant.value());
    } else if (filler instanceof Filler.Uniform uniform) {
      p.setType("uniform").setMin(uniform.min()).setMax(uniform.max());
    } else if (filler instanceof Filler.Gaussian gaussian) {
      p.setType("gaussian").setMean(gaussian.mean()).setStd(gaussian.std());
    } else if (filler instanceof Filler.SparseGaussian sparse) {
      p.setType("gaussian").setMean(sparse.mean()).setStd(sparse.std()).setSparse(sparse.sparse());
    } else if (filler instanceof Filler.Xavier xavier) {
      p.setType("xavier").setVarianceNorm(norm(xavier.norm()));
    } else if (filler instanceof Filler.Msra msra) {
      p.setType("msra").setVarianceNorm(norm(msra.norm()));
    } else if (filler instanceof Filler.PositiveUnitBall) {
      p.setType("positive_unitball");
    } else if (filler instanceof Filler.Bilinear) {
      p.setType("bilinear");
    }
    return p.build();
  }

  private static FillerParameter.VarianceNorm norm(VarianceNorm norm) {
    return FillerParameter.VarianceNorm.valueOf(norm.name());
  }
}
