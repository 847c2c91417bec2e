package io.fcn4j.core.program;

import io.fcn4j.core.KernelParams;
import io.fcn4j.core.Param;
import io.fcn4j.core.ParamHandle;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Params;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.nd4j.Views;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parameters of a plan, as its kernels see them. */
final class PlanParams {
  private final ProgramPlan plan;
  private final Params params;
  private final boolean releases;
  private final List<Runnable> atEnds;
  private final List<OfStep> steps;
  private final Map<String, Long> checked = new HashMap<>();

  /**
   * @param atEnds what is to be run when the session closes
   */
  PlanParams(ProgramPlan plan, Params params, SessionOptions options, List<Runnable> atEnds) {
    this.plan = plan;
    this.params = params;
    this.releases = options.releasesPlainWeights();
    this.atEnds = atEnds;
    steps = plan.steps.stream().map(OfStep::new).toList();
    isValid();
  }

  /** Those of the step at a place. */
  OfStep of(int step) {
    return steps.get(step);
  }

  /**
   * Lets kernels take their parameters over, the largest first: what is freed then is there for the
   * others.
   */
  void prepare() {
    steps.stream()
        .sorted(Comparator.comparingLong(OfStep::count).reversed())
        .forEach(step -> step.planned.kernel.prepare(step));
  }

  /** Whether what the passes relied on is still so; looked at where parameters have changed. */
  boolean isValid() {
    for (Assumption assumption : plan.program.assumptions()) {
      Param param = params.get(assumption.param());
      Long known = checked.put(param.key(), param.version());
      boolean changed = known != null && known != param.version();
      if (changed && !assumption.holds().test(param.array())) {
        return false;
      }
    }
    return true;
  }

  /** Frees a parameter's array, if that is wanted and nobody else may look at it. */
  private boolean release(Param param) {
    long readers =
        plan.program.steps().stream().filter(step -> step.params().contains(param.key())).count();
    boolean may = releases && readers == 1 && params.openSessions() == 1 && !param.isReleased();
    if (may) {
      param.release();
    }
    return may;
  }

  /** Those of one step. */
  final class OfStep implements KernelParams {
    private final PlannedStep planned;
    private final List<Param> own = new ArrayList<>();
    private final List<INDArray> arrays = new ArrayList<>();
    private final List<long[]> dims = new ArrayList<>();

    OfStep(PlannedStep planned) {
      this.planned = planned;
      List<ParamSpec> specs = planned.step.layer().params(planned.bottoms());
      List<String> keys = planned.step.params();
      for (int p = 0; p < keys.size(); p++) {
        Param param = params.get(keys.get(p));
        own.add(param);
        dims.add(specs.get(p).shape().dims());
        arrays.add(param.isReleased() ? param.identity() : inShape(param.array(), p));
      }
    }

    /** Layers that share a parameter permissively may each see it in a shape of their own. */
    INDArray inShape(INDArray array, int p) {
      return Arrays.equals(array.shape(), dims.get(p)) ? array : Views.reshape(array, dims.get(p));
    }

    private long count() {
      return own.stream().mapToLong(param -> param.shape().count()).sum();
    }

    @Override
    public INDArray param(int i) {
      // Throws if it has been released.
      own.get(i).array();
      return arrays.get(i);
    }

    @Override
    public ParamHandle paramHandle(int i) {
      Param param = own.get(i);
      return new ParamHandle() {
        @Override
        public Object identity() {
          return param.identity();
        }

        @Override
        public long version() {
          return param.version();
        }

        @Override
        public void replacedUntil(Runnable atEnd) {
          if (release(param)) {
            atEnds.add(atEnd);
          } else {
            atEnd.run();
          }
        }
      };
    }
  }
}
