package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_data_type_undef;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/**
 * What a primitive does to its result before it writes it. Its scratchpad is always ours: oneDNN's
 * own would belong to the thread that made the primitive.
 */
final class PostOps implements AutoCloseable {
  final dnnl_primitive_attr attributes = new dnnl_primitive_attr();
  private final dnnl_post_ops ops = new dnnl_post_ops();

  PostOps() {
    Dnnl.check(dnnl_primitive_attr_create(attributes), "attributes");
    Dnnl.check(
        dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
        "scratchpad mode");
    Dnnl.check(dnnl_post_ops_create(ops), "post ops");
  }

  /** Sets what is below zero to zero. */
  PostOps relu() {
    Dnnl.check(dnnl_post_ops_append_eltwise(ops, dnnl_eltwise_relu, 0, 0), "post op relu");
    return set();
  }

  /** Adds what was there before. */
  PostOps sum() {
    Dnnl.check(dnnl_post_ops_append_sum(ops, 1, 0, dnnl_data_type_undef), "post op sum");
    return set();
  }

  private PostOps set() {
    Dnnl.check(dnnl_primitive_attr_set_post_ops(attributes, ops), "post ops");
    return this;
  }

  @Override
  public void close() {
    dnnl_post_ops_destroy(ops);
    dnnl_primitive_attr_destroy(attributes);
  }
}
