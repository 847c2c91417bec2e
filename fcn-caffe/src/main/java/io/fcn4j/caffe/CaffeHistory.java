package io.fcn4j.caffe;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.LoadReport;
import io.fcn4j.core.LoadReport.Outcome;
import io.fcn4j.core.LoadReport.Row;
import io.fcn4j.core.Net;
import io.fcn4j.core.Param;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.Elements;
import io.fcn4j.core.solver.UpdateRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The order of the history in Caffe's files: an array for every parameter of the net, learned or
 * not; of a rule with two, then a second for each. A session has one only for what it has learned,
 * by the keys {@code 0:LAYER.INDEX} and {@code 1:LAYER.INDEX}.
 *
 * <p>Caffe lets weight decay run through the history of frozen parameters too, where it has no
 * effect on them; here that history is zero.
 */
record CaffeHistory(Net net, UpdateRule rule) {
  /** A place in the order. */
  private record Slot(String key, Param param) {}

  private List<Slot> slots() {
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < rule.histories(); i++) {
      for (Param param : net.params().all()) {
        slots.add(new Slot(i + ":" + param.key(), param));
      }
    }
    return slots;
  }

  /** Hands on what a session has in Caffe's order, with zeros for what it has not learned. */
  void inOrder(Map<String, INDArray> history, Consumer<List<INDArray>> to) {
    List<INDArray> arrays = new ArrayList<>();
    List<INDArray> zeros = new ArrayList<>();
    try {
      for (Slot slot : slots()) {
        INDArray array = history.get(slot.key);
        if (array == null) {
          array = Nd4j.create(DataType.FLOAT, slot.param.shape().dims());
          zeros.add(array);
        }
        arrays.add(array);
      }
      to.accept(arrays);
    } finally {
      zeros.forEach(INDArray::close);
    }
  }

  /**
   * What a session restores. An array of zeros says nothing: it may be that of a parameter that no
   * loss depends on, and which the session therefore leaves alone.
   *
   * @param file that the arrays are from, for messages
   * @throws FcnException with a table, if they are not those of this net and rule
   */
  Map<String, INDArray> byKey(String file, List<INDArray> arrays) {
    List<Slot> slots = slots();
    List<Row> rows = new ArrayList<>();
    Map<String, INDArray> byKey = new LinkedHashMap<>();
    for (int i = 0; i < Math.max(slots.size(), arrays.size()); i++) {
      if (i >= arrays.size()) {
        Slot slot = slots.get(i);
        rows.add(row(slot.key, Outcome.MISSING, slot.param.shape().toString(), "-"));
      } else if (i >= slots.size()) {
        rows.add(row("array " + i, Outcome.UNUSED, "-", Elements.shape(arrays.get(i)).toString()));
      } else {
        rows.add(compare(slots.get(i), arrays.get(i)));
        if (slots.get(i).param.isLearned() && arrays.get(i).amaxNumber().doubleValue() != 0) {
          byKey.put(slots.get(i).key, arrays.get(i));
        }
      }
    }
    LoadReport report = new LoadReport(file, rows);
    if (!report.isComplete()) {
      throw new FcnException(
          ("the history does not fit the net; nothing was restored. Found %d arrays, expected %d"
                  + " for %d parameters and rule %s; use the net and the type of the run%n%s")
              .formatted(
                  arrays.size(), slots.size(), net.params().all().size(), rule.type(), report));
    }
    byKey.replaceAll((key, array) -> array.reshape(shapeOf(key).dims()));
    return byKey;
  }

  private Shape shapeOf(String key) {
    return net.params().get(key.substring(key.indexOf(':') + 1)).shape();
  }

  private static Row compare(Slot slot, INDArray array) {
    Shape found = Elements.shape(array);
    Shape needed = slot.param.shape();
    boolean fits = Arrays.equals(trimmed(found), trimmed(needed));
    return row(
        slot.key, fits ? Outcome.MATCHED : Outcome.MISMATCHED, needed.toString(), found.toString());
  }

  /** Old files have four axes for everything, ones in front. */
  private static long[] trimmed(Shape shape) {
    return Arrays.stream(shape.dims()).dropWhile(dim -> dim == 1).toArray();
  }

  private static Row row(String key, Outcome outcome, String needed, String found) {
    return new Row(key, outcome, needed, found, "");
  }
}
