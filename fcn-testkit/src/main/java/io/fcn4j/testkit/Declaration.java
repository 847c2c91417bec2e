package io.fcn4j.testkit;

import io.fcn4j.core.Layer;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Shape;
import java.util.List;

/** What a layer says about itself without a kernel. */
final class Declaration {
  private Declaration() {}

  static void check(Subject subject) {
    Layer layer = subject.layer();
    List<Shape> tops = subject.tops();
    require("the number of tops", tops.size(), layer.arity().tops());
    require("shapes() asked again", subject.tops(), tops);
    List<ParamSpec> params = subject.params();
    require("params() asked again", subject.params(), params);
    require("arity() asked again", layer.arity(), layer.arity());
    require("capabilities() asked again", layer.capabilities(), layer.capabilities());
  }

  private static void require(String what, Object found, Object expected) {
    if (!found.equals(expected)) {
      throw Finding.of(what, found, expected);
    }
  }
}
