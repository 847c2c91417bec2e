package io.fcn4j.core.solver;

import io.fcn4j.core.Engine;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.NonFiniteException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import java.util.Optional;

/** Says where values that are not finite come from, and what to do. */
record Diagnosis(Net net, Engine engine, SolverSettings settings) {
  private static final String HINT = "Lower the learning rate or clip the gradients";

  /**
   * The loss of a pass is not finite.
   *
   * @param done how many iterations are done
   * @param step the pass, counted over the whole run
   */
  NonFiniteException ofLoss(double loss, Batch batch, long done, long step) {
    String where =
        FiniteCheck.find(batch)
            .or(() -> FiniteCheck.find(net.params()))
            .or(() -> firstLayer(batch, step))
            .map(found -> "; " + found)
            .orElse("");
    return new NonFiniteException(
        "iteration %d: the loss is %s at learning rate %s, samples %s%s. %s"
            .formatted(
                done + 1,
                loss,
                settings.lr().at(done),
                batch.ids(),
                where,
                HINT + ", and look at these samples"));
  }

  /** Refuses parameters that the last iteration made unusable. */
  void requireFiniteParams(long done) {
    FiniteCheck.find(net.params())
        .ifPresent(
            found -> {
              throw new NonFiniteException(
                  "iteration %d: after the update at learning rate %s %s; no snapshot was written. %s"
                      .formatted(done, settings.lr().at(done - 1), found, HINT));
            });
  }

  /** Runs the pass again, this time looking at every layer. */
  private Optional<String> firstLayer(Batch batch, long step) {
    SessionOptions options = SessionOptions.DEFAULT.seed(settings.seed()).stopAtNonFinite();
    try (Session diagnosis = engine.open(net, Phase.TRAIN, options)) {
      diagnosis.iteration(step);
      diagnosis.forward(batch.arrays());
      return Optional.empty();
    } catch (NonFiniteException e) {
      return Optional.of("the first layer that is not finite: " + e.getMessage());
    } catch (FcnException e) {
      return Optional.of("the layers could not be looked at: " + e.getMessage());
    }
  }
}
