package io.fcn4j.caffe;

import io.fcn4j.caffe.proto.SolverParameter;
import java.util.List;
import java.util.stream.Stream;

/** What a solver file may say that has no effect here. */
final class Ignored {
  private static final List<Integer> FIELDS =
      List.of(
          SolverParameter.SOLVER_MODE_FIELD_NUMBER,
          SolverParameter.DEVICE_ID_FIELD_NUMBER,
          SolverParameter.LAYER_WISE_REDUCE_FIELD_NUMBER,
          SolverParameter.DEBUG_INFO_FIELD_NUMBER,
          SolverParameter.TEST_ITER_FIELD_NUMBER,
          SolverParameter.TEST_INTERVAL_FIELD_NUMBER,
          SolverParameter.TEST_INITIALIZATION_FIELD_NUMBER,
          SolverParameter.TEST_COMPUTE_LOSS_FIELD_NUMBER,
          SolverParameter.SNAPSHOT_DIFF_FIELD_NUMBER);

  private Ignored() {}

  static List<String> of(SolverText solver) {
    Stream<Integer> said = FIELDS.stream().filter(solver::has);
    return said.map(SolverText::name).toList();
  }
}
