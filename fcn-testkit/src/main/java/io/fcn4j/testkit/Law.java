package io.fcn4j.testkit;

import java.util.List;
import java.util.function.Predicate;

/**
 * What every layer promises.
 *
 * @param sentence the promise
 * @param concerns whether a layer under test can keep or break it at all
 * @param check throws an AssertionError that says what was found and expected
 */
record Law(String title, String sentence, Predicate<Subject> concerns, Check check) {
  static final List<Law> ALL =
      List.of(
          new Law(
              "declaration",
              "shapes(), params(), arity() and capabilities() are pure functions, and"
                  + " shapes() gives as many tops as arity() says",
              subject -> true,
              Declaration::check),
          new Law(
              "forward",
              "forward overwrites every element of every top whatever was there before,"
                  + " writes to nothing else, and reads only bottoms and parameters",
              subject -> true,
              GuardedForward::check),
          new Law(
              "backward",
              "backward overwrites every wanted bottom diff whatever was there before,"
                  + " writes to nothing else but parameter diffs, and reads bottoms and tops"
                  + " only if capabilities() say so",
              Subject::hasBackward,
              GuardedBackward::check),
          new Law(
              "gradient",
              "backward gives the gradients of forward, by every bottom that gradients"
                  + " flow to and every learned parameter",
              Subject::hasBackward,
              Gradients::numeric),
          new Law(
              "accumulation",
              "backward adds to the diffs of parameters and overwrites those of bottoms",
              subject -> subject.hasBackward() && subject.learns(),
              Gradients::accumulate),
          new Law(
              "wanted",
              "backward computes a gradient if wantsBottomDiff or wantsParamDiff say"
                  + " so, whatever else is wanted, and does not ask for the memory of one that"
                  + " is not",
              Subject::hasBackward,
              Gradients::wanted),
          new Law(
              "repetition",
              "equal seed, iteration and state give equal bits, and only layers that"
                  + " are stochastic depend on the iteration",
              subject -> true,
              Repetition::repeat),
          new Law(
              "in place",
              "a layer that is capable of it gives the same bits with top 0 in the memory"
                  + " of bottom 0, and the diff of bottom 0 in that of the diff of top 0",
              subject -> subject.layer().capabilities().inPlace(),
              InPlace::check),
          new Law(
              "batch",
              "a layer that does not say mixesBatch treats every image as if alone",
              Batch::concerns,
              Batch::check),
          new Law(
              "sizes",
              "a session gives the same bits whatever other input sizes it has seen",
              subject -> subject.larger().isPresent(),
              Repetition::sizes),
          new Law(
              "threads",
              "sessions of one net in several threads don't touch each other",
              subject -> !subject.changesState(),
              Repetition::threads),
          new Law(
              "allocation",
              "a kernel creates no array and no native memory after its first runs;"
                  + " what it needs it declares as kept or scratch",
              subject -> true,
              Allocation::check));

  interface Check {
    void run(Subject subject) throws Exception;
  }

  /** Fails, with everything that is to be known, if a layer breaks this law. */
  void check(Subject subject) throws Exception {
    try {
      check.run(subject);
    } catch (AssertionError e) {
      throw broken(subject, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      throw broken(subject, "failed with " + e, e);
    }
  }

  private AssertionError broken(Subject subject, String how, Throwable cause) {
    return new AssertionError(
        "layer %s breaks the law '%s'%n  %s%n  The law: %s"
            .formatted(subject, title, how, sentence),
        cause);
  }
}
