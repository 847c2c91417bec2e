package io.fcn4j.caffe;

import static io.fcn4j.caffe.proto.SolverParameter.DELTA_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.MOMENTUM2_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.MOMENTUM_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.RMS_DECAY_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.SOLVER_TYPE_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.TYPE_FIELD_NUMBER;

import io.fcn4j.caffe.proto.SolverParameter;
import io.fcn4j.core.Names;
import io.fcn4j.core.solver.UpdateRule;
import java.util.List;

/** The update rule of a solver file. */
final class SolverRule {
  private static final List<String> TYPES =
      List.of("SGD", "Nesterov", "AdaGrad", "RMSProp", "AdaDelta", "Adam");

  private SolverRule() {}

  static UpdateRule of(SolverText solver) {
    String type = type(solver);
    return switch (type) {
      case "SGD" -> new UpdateRule.Sgd(solver.atLeast(0, MOMENTUM_FIELD_NUMBER));
      case "Nesterov" -> new UpdateRule.Nesterov(solver.atLeast(0, MOMENTUM_FIELD_NUMBER));
      case "AdaGrad" -> {
        refuseMomentum(solver, type);
        yield new UpdateRule.AdaGrad(delta(solver));
      }
      case "RMSProp" -> {
        refuseMomentum(solver, type);
        yield new UpdateRule.RmsProp(solver.fraction(RMS_DECAY_FIELD_NUMBER), delta(solver));
      }
      case "AdaDelta" ->
          new UpdateRule.AdaDelta(solver.fraction(MOMENTUM_FIELD_NUMBER), delta(solver));
      case "Adam" ->
          new UpdateRule.Adam(
              solver.fraction(MOMENTUM_FIELD_NUMBER),
              solver.fraction(MOMENTUM2_FIELD_NUMBER),
              delta(solver));
      default ->
          throw solver.refuse(
              TYPE_FIELD_NUMBER, "unknown type \"" + type + "\"" + Names.nearest(type, TYPES));
    };
  }

  /** Files of before 2015 have an enum, whose numbers are the places in the list. */
  private static String type(SolverText solver) {
    SolverParameter message = solver.message();
    if (!solver.has(SOLVER_TYPE_FIELD_NUMBER)) {
      return message.getType();
    }
    if (solver.has(TYPE_FIELD_NUMBER)) {
      throw solver.refuse(
          SOLVER_TYPE_FIELD_NUMBER,
          "found solver_type (before 2015) beside type, expected one of them; Caffe refuses such a"
              + " file too: leave solver_type out");
    }
    return TYPES.get(message.getSolverType().getNumber());
  }

  private static double delta(SolverText solver) {
    return solver.atLeast(0, DELTA_FIELD_NUMBER);
  }

  private static void refuseMomentum(SolverText solver, String type) {
    if (solver.message().getMomentum() != 0) {
      throw solver.refuse(
          MOMENTUM_FIELD_NUMBER,
          "momentum is %s, but %s has none; Caffe refuses such a file too: leave momentum out"
              .formatted(solver.message().getMomentum(), type));
    }
  }
}
