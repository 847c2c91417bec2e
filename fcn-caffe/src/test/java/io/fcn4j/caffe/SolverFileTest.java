package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.solver.LrPolicy;
import io.fcn4j.core.solver.UpdateRule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a solver file says, and what is wrong with one. */
class SolverFileTest {
  private static final String FIXED = "base_lr: 0.5 lr_policy: 'fixed'";

  private final Path path;

  SolverFileTest(@TempDir Path folder) {
    path = folder.resolve("solver.prototxt");
  }

  private SolverFile read(String text) {
    AtomicFile.write(path, text);
    return SolverFile.read(path);
  }

  private void refuse(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(PrototxtException.class)
        .hasMessage(path + message);
  }

  @Test
  void everyTypeWithItsConstants() {
    assertThat(read(FIXED).rule()).isEqualTo(new UpdateRule.Sgd(0));
    assertThat(read(FIXED + " momentum: 0.9").rule()).isEqualTo(new UpdateRule.Sgd(0.9f));
    assertThat(read(FIXED + " type: 'Nesterov' momentum: 0.9").rule())
        .isEqualTo(new UpdateRule.Nesterov(0.9f));
    assertThat(read(FIXED + " type: 'AdaGrad' delta: 0.5").rule())
        .isEqualTo(new UpdateRule.AdaGrad(0.5));
    assertThat(read(FIXED + " type: 'RMSProp'").rule())
        .isEqualTo(new UpdateRule.RmsProp(0.99f, 1e-8f));
    assertThat(read(FIXED + " type: 'AdaDelta' momentum: 0.5").rule())
        .isEqualTo(new UpdateRule.AdaDelta(0.5, 1e-8f));
    // As in Caffe, whose schema has no momentum for anyone.
    assertThat(read(FIXED + " type: 'Adam'").rule())
        .isEqualTo(new UpdateRule.Adam(0, 0.999f, 1e-8f));
  }

  @ParameterizedTest
  @CsvSource({
    "SGD, SGD",
    "NESTEROV, Nesterov",
    "ADAGRAD, AdaGrad",
    "RMSPROP, RMSProp",
    "ADADELTA, AdaDelta",
    "ADAM, Adam",
    "1, Nesterov"
  })
  void theEnumOfOldFiles(String old, String type) {
    assertThat(read(FIXED + " solver_type: " + old).rule().type()).isEqualTo(type);
  }

  @Test
  void wrongTypes() {
    refuse(FIXED + "\ntype: 'adam'", ":2: unknown type \"adam\"; nearest: Adam, SGD, AdaGrad");
    refuse(
        "type: 'SGD'\nsolver_type: SGD\n" + FIXED,
        ":2: found solver_type (before 2015) beside type, expected one of them; Caffe refuses such"
            + " a file too: leave solver_type out");
    refuse(
        FIXED + "\n\nmomentum: 0.9 type: 'RMSProp'",
        ":3: momentum is 0.9, but RMSProp has none; Caffe refuses such a file too: leave momentum"
            + " out");
    refuse(
        FIXED + "\nmomentum: 0.9 type: 'AdaGrad'",
        ":2: momentum is 0.9, but AdaGrad has none; Caffe refuses such a file too: leave momentum"
            + " out");
    refuse(
        FIXED + "\ntype: 'Adam' momentum2: 1",
        ":2: momentum2 is 1.0, expected a number from 0 to less than 1");
    refuse(
        FIXED + "\ntype: 'RMSProp' rms_decay: nan",
        ":2: rms_decay is NaN, expected a number from 0 to less than 1");
  }

  @Test
  void everyPolicy() {
    String base = "base_lr: 0.5 gamma: 0.25 power: 2 stepsize: 10 max_iter: 100 lr_policy: ";
    assertThat(read(base + "'fixed'").lrPolicy()).isEqualTo(LrPolicy.fixed(0.5));
    assertThat(read(base + "'step'").lrPolicy()).isEqualTo(LrPolicy.step(0.5, 0.25, 10));
    assertThat(read(base + "'exp'").lrPolicy()).isEqualTo(LrPolicy.exp(0.5, 0.25));
    assertThat(read(base + "'inv'").lrPolicy()).isEqualTo(LrPolicy.inv(0.5, 0.25, 2));
    assertThat(read(base + "'multistep' stepvalue: 3 stepvalue: 7").lrPolicy())
        .isEqualTo(LrPolicy.multiStep(0.5, 0.25, List.of(3L, 7L)));
    assertThat(read(base + "'poly'").lrPolicy()).isEqualTo(LrPolicy.poly(0.5, 2, 100));
    assertThat(read(base + "'sigmoid'").lrPolicy()).isEqualTo(LrPolicy.sigmoid(0.5, 0.25, 10));
  }

  @Test
  void wrongPolicies() {
    refuse(
        "base_lr: 1",
        ": found no lr_policy, expected one of [fixed, step, exp, inv, multistep, poly, sigmoid]");
    refuse(
        "lr_policy: 'fixed'",
        ": found no base_lr, expected the learning rate, as in base_lr: 0.01");
    refuse(
        "base_lr: 1\nlr_policy: 'steps'",
        ":2: unknown lr_policy \"steps\"; nearest: step, exp, fixed");
    refuse(
        "base_lr: 1\nlr_policy: 'poly' power: 1",
        ":2: lr_policy \"poly\" needs max_iter, found none; add it");
    refuse(
        "base_lr: 1\nlr_policy: 'step' stepsize: 9",
        ":2: lr_policy \"step\" needs gamma, found none; add it");
    refuse(
        "base_lr: 1 lr_policy: 'step' gamma: 0.1\nstepsize: 0",
        ":2: stepsize is 0, expected 1 or more");
    refuse("\nbase_lr: -1 lr_policy: 'fixed'", ":2: base_lr is -1.0, expected 0 or more");
    refuse(
        "base_lr: 1 lr_policy: 'exp'\ngamma: inf",
        ":2: gamma is Infinity, expected a finite number");
  }

  @Test
  void wrongValues() {
    refuse(FIXED + "\niter_size: 0", ":2: iter_size is 0, expected 1 or more");
    refuse(FIXED + "\naverage_loss: 0", ":2: average_loss is 0, expected 1 or more");
    refuse(FIXED + "\nsnapshot: -1", ":2: snapshot is -1, expected 0 or more");
    refuse(FIXED + "\nweight_decay: -1", ":2: weight_decay is -1.0, expected 0 or more");
    refuse(
        FIXED + "\nclip_gradients: 0",
        ":2: clip_gradients is 0.0, expected a number above 0, or one below it for no limit");
    refuse(
        FIXED + "\nregularization_type: 'l2'",
        ":2: unknown regularization_type \"l2\"; nearest: L2, L1");
    refuse(
        FIXED + "\nbase_rl: 0.1",
        ":2:1: SolverParameter has no field 'base_rl'; nearest: base_lr, power, delta");
  }

  @Test
  void howLong() {
    assertThat(read(FIXED + " max_iter: 300").maxIter()).isEqualTo(300);
    SolverFile none = read(FIXED);
    assertThatThrownBy(none::maxIter)
        .hasMessage(path + ": found no max_iter, expected how many iterations to run");
  }

  @Test
  void theSeedIsFixedUnlessTheFileSaysOne() {
    assertThat(read(FIXED + " random_seed: 1701").seed()).isEqualTo(1701);
    assertThat(read(FIXED + " random_seed: 0").seed()).isZero();
    assertThat(read(FIXED + " random_seed: -7").seed()).isEqualTo(1);
    assertThat(read(FIXED).seed()).isEqualTo(1);
  }

  @Test
  void whatHasNoEffectIsListed() {
    assertThat(read(FIXED).ignored()).isEmpty();
    assertThat(
            read(FIXED
                    + " solver_mode: GPU device_id: 1 debug_info: true test_iter: 1 test_interval: 5"
                    + " test_initialization: false snapshot_diff: true layer_wise_reduce: false")
                .ignored())
        .containsExactly(
            "solver_mode",
            "device_id",
            "layer_wise_reduce",
            "debug_info",
            "test_iter",
            "test_interval",
            "test_initialization",
            "snapshot_diff");
  }
}
