package io.fcn4j.layers.caffe;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Layer;
import io.fcn4j.core.ParamHandle;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.Views;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One layer without a net: its kernel and the arrays it works on, slices of one arena. What a
 * kernel must write holds NaN before.
 */
public final class LayerRun implements KernelIo {
  private final Layer layer;
  private final CounterRandom random;
  private final List<Shape> bottomShapes;
  private final List<Shape> topShapes;
  private final List<ParamSpec> specs;
  private final Kernel kernel;
  private final List<INDArray> bottoms;
  private final List<INDArray> tops;
  private final List<INDArray> params;
  private final List<INDArray> topDiffs;
  private final List<INDArray> bottomDiffs;
  private final List<INDArray> paramDiffs;
  private final Map<Slot, INDArray> kept = new LinkedHashMap<>();
  private final Map<Slot, INDArray> scratch = new LinkedHashMap<>();

  private LayerRun(
      Layer layer, Phase phase, long seed, List<Shape> bottomShapes, boolean backward) {
    this.layer = layer;
    this.random = CounterRandom.seeded(seed);
    this.bottomShapes = bottomShapes;
    topShapes = layer.shapes(bottomShapes);
    specs = layer.params(bottomShapes);
    List<Shape> paramShapes = specs.stream().map(ParamSpec::shape).toList();
    Declared declared = new Declared(phase, bottomShapes, topShapes, backward && hasBackward());
    kernel = layer.kernel(declared);

    List<Shape> shapes = new ArrayList<>();
    for (List<Shape> values : List.of(bottomShapes, topShapes, paramShapes)) {
      shapes.addAll(values);
      shapes.addAll(values);
    }
    declared.kept.forEach(slot -> shapes.add(slot.shape()));
    declared.scratch.forEach(slot -> shapes.add(slot.shape()));
    Arena arena = new Arena(shapes.stream().mapToLong(Shape::count).sum());
    bottoms = arena.take(bottomShapes);
    bottomDiffs = arena.take(bottomShapes);
    tops = arena.take(topShapes);
    topDiffs = arena.take(topShapes);
    params = arena.take(paramShapes);
    paramDiffs = arena.take(paramShapes);
    declared.kept.forEach(slot -> kept.put(slot, arena.take(slot.shape())));
    declared.scratch.forEach(slot -> scratch.put(slot, arena.take(slot.shape())));
  }

  public static LayerRun of(Layer layer, Phase phase, long seed, Shape... bottoms) {
    return new LayerRun(layer, phase, seed, List.of(bottoms), true);
  }

  /** Promises the kernel that backward will not be run. */
  public static LayerRun forwardOnly(Layer layer, Phase phase, long seed, Shape... bottoms) {
    return new LayerRun(layer, phase, seed, List.of(bottoms), false);
  }

  /** Runs forward on whatever {@link #bottom} and {@link #param} hold. */
  public void forward() {
    poison(tops);
    poison(kept.values());
    poison(scratch.values());
    kernel.forward(this);
  }

  /** Runs backward from {@link #topDiff}; gradients of parameters are zeroed first. */
  public void backward() {
    poison(bottomDiffs);
    poison(scratch.values());
    paramDiffs.forEach(diff -> diff.assign(0));
    kernel.backward(this);
  }

  /** Whether the layer has any gradient to give. */
  public boolean hasBackward() {
    return IntStream.range(0, bottomShapes.size()).anyMatch(this::wantsBottomDiff)
        || IntStream.range(0, specs.size()).anyMatch(this::wantsParamDiff);
  }

  public List<Shape> bottomShapes() {
    return bottomShapes;
  }

  public List<Shape> topShapes() {
    return topShapes;
  }

  public List<ParamSpec> specs() {
    return specs;
  }

  @Override
  public INDArray bottom(int i) {
    return bottoms.get(i);
  }

  @Override
  public INDArray top(int i) {
    return tops.get(i);
  }

  @Override
  public INDArray param(int i) {
    return params.get(i);
  }

  @Override
  public INDArray topDiff(int i) {
    return topDiffs.get(i);
  }

  @Override
  public INDArray bottomDiff(int i) {
    return bottomDiffs.get(i);
  }

  @Override
  public INDArray paramDiff(int i) {
    return paramDiffs.get(i);
  }

  @Override
  public boolean isFirstDiff(int param) {
    return false;
  }

  @Override
  public boolean wantsBottomDiff(int i) {
    return layer.propagatesTo(i);
  }

  @Override
  public boolean wantsParamDiff(int i) {
    return specs.get(i).learned();
  }

  @Override
  public ParamHandle paramHandle(int i) {
    throw new UnsupportedOperationException("paramHandle");
  }

  @Override
  public INDArray slot(Slot slot) {
    INDArray array = kept.getOrDefault(slot, scratch.get(slot));
    if (array == null) {
      throw new IllegalArgumentException("this kernel did not declare " + slot.shape());
    }
    return array;
  }

  @Override
  public CounterRandom random() {
    return random;
  }

  @Override
  public boolean inPlace() {
    return false;
  }

  private static void poison(Iterable<INDArray> arrays) {
    arrays.forEach(array -> array.assign(Float.NaN));
  }

  /** Collects the slots that a kernel declares. */
  private record Declared(
      Phase phase,
      List<Shape> bottoms,
      List<Shape> tops,
      boolean backward,
      List<Slot> kept,
      List<Slot> scratch)
      implements KernelContext {
    Declared(Phase phase, List<Shape> bottoms, List<Shape> tops, boolean backward) {
      this(phase, bottoms, tops, backward, new ArrayList<>(), new ArrayList<>());
    }

    @Override
    public boolean wantsBottomDiff(int bottom) {
      return backward;
    }

    @Override
    public boolean wantsParamDiff(int param) {
      return backward;
    }

    @Override
    public boolean mayOverwriteTopDiff(int top) {
      return false;
    }

    @Override
    public Slot kept(Shape shape) {
      return declare(shape, kept);
    }

    @Override
    public Slot scratch(Shape shape) {
      return declare(shape, scratch);
    }

    private static Slot declare(Shape shape, List<Slot> slots) {
      Slot slot = new Slot(shape);
      slots.add(slot);
      return slot;
    }
  }

  private static final class Arena {
    private final INDArray memory;
    private long used;

    Arena(long count) {
      memory = Nd4j.createUninitialized(DataType.FLOAT, count);
    }

    List<INDArray> take(List<Shape> shapes) {
      return shapes.stream().map(this::take).toList();
    }

    INDArray take(Shape shape) {
      long[] dims = shape.dims();
      INDArray array = Views.strided(memory, used, dims, Views.cOrder(dims));
      used += shape.count();
      return array;
    }
  }
}
