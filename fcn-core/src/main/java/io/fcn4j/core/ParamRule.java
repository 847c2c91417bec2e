package io.fcn4j.core;

import org.jspecify.annotations.Nullable;

/**
 * What a node says about one of its parameters, as Caffe's {@code param { name lr_mult decay_mult
 * }}.
 *
 * @param shared nodes that give the same name share one array; null for an own array
 * @param mults null to keep what the layer says; of nodes that share, those that give any must
 *     agree, and theirs hold for all
 */
public record ParamRule(@Nullable String shared, @Nullable Mults mults) {
  public static ParamRule sharedAs(String name) {
    return new ParamRule(name, null);
  }

  public static ParamRule mults(float lr, float decay) {
    return new ParamRule(null, new Mults(lr, decay));
  }
}
