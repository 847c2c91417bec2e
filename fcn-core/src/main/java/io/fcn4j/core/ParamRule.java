package io.fcn4j.core;

import org.jspecify.annotations.Nullable;

/**
 * What a node says about one of its parameters, as Caffe's {@code param { name share_mode lr_mult
 * decay_mult }}.
 *
 * @param shared nodes that give the same name share one array; null for an own array
 * @param permissive whether sharing takes as many values for enough; else shapes must be equal
 * @param mults null to keep what the layer says; of nodes that share, those that give any must
 *     agree, and theirs hold for all
 */
public record ParamRule(@Nullable String shared, boolean permissive, @Nullable Mults mults) {
  /** Says nothing. */
  public static final ParamRule NONE = new ParamRule(null, null);

  public ParamRule(@Nullable String shared, @Nullable Mults mults) {
    this(shared, false, mults);
  }

  /** Whether an array of shape {@code found} serves where {@code needed} is. */
  public boolean fits(Shape needed, Shape found) {
    return permissive ? needed.count() == found.count() : needed.equals(found);
  }

  public static ParamRule sharedAs(String name) {
    return new ParamRule(name, null);
  }

  public static ParamRule mults(float lr, float decay) {
    return new ParamRule(null, new Mults(lr, decay));
  }
}
