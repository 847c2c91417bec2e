package io.fcn4j.core;

import java.util.List;

/**
 * A declared input of a graph. Every session may feed it in another size, as long as no parameter
 * would change its shape.
 *
 * @param nominal the shape at which parameters are made
 * @param free whether N, H and W are open, so that parameters must not depend on them
 */
public record Input(String name, Shape nominal, boolean free) {
  private static final long ROWS = 500;
  private static final long COLUMNS = 500;

  /** An input N x channels x H x W with only its channels known. */
  public static Input free(String name, long channels) {
    return new Input(name, Shape.of(1, channels, ROWS, COLUMNS), true);
  }

  /** An input of any rank, with the shape that parameters are made for. */
  public static Input fixed(String name, Shape nominal) {
    return new Input(name, nominal, false);
  }

  /** Two shapes; what depends on neither N, H nor W is equal for both. */
  List<Shape> probes() {
    return free
        ? List.of(nominal, Shape.of(2, nominal.c(), ROWS + 64, COLUMNS + 128))
        : List.of(nominal, nominal);
  }

  /** What may be fed, for messages. */
  String describe() {
    return free ? "Nx" + nominal.c() + "xHxW" : nominal.toString();
  }
}
