package io.fcn4j.caffe;

import static io.fcn4j.caffe.proto.SolverParameter.AVERAGE_LOSS_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.CLIP_GRADIENTS_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.DISPLAY_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.ITER_SIZE_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.REGULARIZATION_TYPE_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.SNAPSHOT_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.WEIGHT_DECAY_FIELD_NUMBER;

import io.fcn4j.core.Names;
import java.util.List;

/** Refuses values of a solver file that mean nothing. */
final class SolverChecks {
  private static final List<String> REGULARIZATIONS = List.of("L1", "L2");

  private SolverChecks() {}

  static void require(SolverText solver) {
    solver.atLeast(0, WEIGHT_DECAY_FIELD_NUMBER);
    solver.atLeast(1, ITER_SIZE_FIELD_NUMBER);
    solver.atLeast(1, AVERAGE_LOSS_FIELD_NUMBER);
    solver.atLeast(0, DISPLAY_FIELD_NUMBER);
    solver.atLeast(0, SNAPSHOT_FIELD_NUMBER);
    String regularization = solver.message().getRegularizationType();
    if (!REGULARIZATIONS.contains(regularization)) {
      throw solver.refuse(
          REGULARIZATION_TYPE_FIELD_NUMBER,
          "unknown regularization_type \"%s\"%s"
              .formatted(regularization, Names.nearest(regularization, REGULARIZATIONS)));
    }
    float clip = solver.message().getClipGradients();
    if (clip == 0 || !Float.isFinite(clip)) {
      throw solver.refuse(
          CLIP_GRADIENTS_FIELD_NUMBER,
          "clip_gradients is %s, expected a number above 0, or one below it for no limit"
              .formatted(clip));
    }
  }
}
