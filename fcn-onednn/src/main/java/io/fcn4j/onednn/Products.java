package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;

import io.fcn4j.core.FcnException;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** Products of matrices, or of as many as there are along a first axis. */
final class Products {
  private Products() {}

  static dnnl_primitive_desc describe(
      Natives natives,
      dnnl_memory_desc left,
      dnnl_memory_desc right,
      @Nullable dnnl_memory_desc bias,
      dnnl_memory_desc result,
      PostOps postOps) {
    dnnl_primitive_desc desc =
        natives.tryDescribe(
            postOps,
            (out, attributes) ->
                dnnl_matmul_primitive_desc_create(
                    out, Dnnl.ENGINE, left, right, bias, result, attributes));
    if (desc == null) {
      throw new FcnException("oneDNN has no product of these matrices");
    }
    return desc;
  }
}
