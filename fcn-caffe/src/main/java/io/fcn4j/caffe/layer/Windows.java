package io.fcn4j.caffe.layer;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import io.fcn4j.core.FcnException;
import io.fcn4j.layers.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Kernel, stride, pad and dilation of ConvolutionParameter and PoolingParameter, which name them
 * alike: each is given once, once for each axis, or as _h and _w.
 */
final class Windows {
  private Windows() {}

  static Window read(MessageOrBuilder p) {
    Pair kernel = pair(p, "kernel", "kernel_size", 0);
    Pair stride = pair(p, "stride", "stride", 1);
    Pair pad = pair(p, "pad", "pad", 0);
    Pair dilation = pair(p, "dilation", "dilation", 1);
    if (kernel.equals(new Pair(0, 0))) {
      throw new FcnException("found no kernel_size, expected it, or kernel_h and kernel_w");
    }
    return Window.CELL
        .kernel(kernel.h, kernel.w)
        .stride(stride.h, stride.w)
        .pad(pad.h, pad.w)
        .dilation(dilation.h, dilation.w);
  }

  private record Pair(int h, int w) {}

  private static Pair pair(MessageOrBuilder p, String what, String both, int otherwise) {
    List<Integer> once = values(p, both);
    List<Integer> h = values(p, what + "_h");
    List<Integer> w = values(p, what + "_w");
    if (!once.isEmpty() && !(h.isEmpty() && w.isEmpty())) {
      throw new FcnException(
          "found both %s and %s_h or %s_w, expected one form".formatted(both, what, what));
    }
    if (once.size() > 2) {
      throw new FcnException(
          "found %d values of %s, expected one or two; images of two axes are supported"
              .formatted(once.size(), both));
    }
    if (h.isEmpty() != w.isEmpty() && !what.equals("pad")) {
      throw new FcnException("found one of %s_h and %s_w, expected both".formatted(what, what));
    }
    if (!once.isEmpty()) {
      return new Pair(once.get(0), once.get(once.size() - 1));
    }
    return new Pair(h.isEmpty() ? otherwise : h.get(0), w.isEmpty() ? otherwise : w.get(0));
  }

  /** The values of a field that is given, whether it is repeated or not. */
  private static List<Integer> values(MessageOrBuilder p, String name) {
    FieldDescriptor field = p.getDescriptorForType().findFieldByName(name);
    List<Integer> values = new ArrayList<>();
    if (field == null) {
      return values;
    }
    if (field.isRepeated()) {
      for (int i = 0; i < p.getRepeatedFieldCount(field); i++) {
        values.add(Unsigned.size(name, (Integer) p.getRepeatedField(field, i)));
      }
    } else if (p.hasField(field)) {
      values.add(Unsigned.size(name, (Integer) p.getField(field)));
    }
    return values;
  }

  /** Adds what is not Caffe's default. */
  static void write(Window window, Message.Builder p) {
    Window.Axis y = window.y();
    Window.Axis x = window.x();
    write(p, "kernel", "kernel_size", new Pair(y.kernel(), x.kernel()), 0);
    write(p, "stride", "stride", new Pair(y.stride(), x.stride()), 1);
    write(p, "pad", "pad", new Pair(y.pad(), x.pad()), 0);
    if (window.isDilated()) {
      FieldDescriptor dilation = p.getDescriptorForType().findFieldByName("dilation");
      p.addRepeatedField(dilation, y.dilation());
      p.addRepeatedField(dilation, x.dilation());
    }
  }

  private static void write(
      Message.Builder p, String what, String both, Pair value, int otherwise) {
    if (value.h != value.w) {
      p.setField(p.getDescriptorForType().findFieldByName(what + "_h"), value.h);
      p.setField(p.getDescriptorForType().findFieldByName(what + "_w"), value.w);
    } else if (value.h != otherwise) {
      FieldDescriptor field = p.getDescriptorForType().findFieldByName(both);
      if (field.isRepeated()) {
        p.addRepeatedField(field, value.h);
      } else {
        p.setField(field, value.h);
      }
    }
  }
}
