package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.KernelParams;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.Host;
import java.util.Objects;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The products of a {@link DnnWideConvolution}: cells are gathered into tiles, the tiles
 * transformed by one product, multiplied with the transformed weights place by place, and
 * transformed back with the bias and the ReLU. So many tiles at a time that the memory for them
 * stays small.
 */
final class WideKernel extends DnnKernel {
  private static final int WEIGHTS = 0;
  private static final int BIAS = 1;
  private static final long TILES_AT_A_TIME = 96;
  private static final int OUTPUTS = ToomCook.OUTPUTS;

  private final DnnWideConvolution convolution;
  private final ToomCook filter;
  private final Shape bottom;
  private final Shape top;
  private final long places;
  private final long chunk;
  private final dnnl_primitive_desc signal;
  private final dnnl_primitive_desc products;
  private final dnnl_primitive_desc outputs;
  private final Scratch scratch;
  private final Slot gathered;
  private final Slot transformed;
  private final Slot multiplied;
  private final Slot results;
  private final dnnl_memory_desc weightsDesc;
  private final dnnl_memory_desc multipliedDesc;
  private final PackedParam weights;
  private @Nullable INDArray signalMatrix;
  private @Nullable INDArray outputMatrix;

  WideKernel(DnnWideConvolution convolution, KernelContext c) {
    this.convolution = convolution;
    filter = new ToomCook(convolution.layer().window().y().kernel());
    bottom = convolution.in().image();
    top = convolution.out().image();
    places = (long) filter.tile * filter.tile;
    long all = top.n() * tileRows() * tileColumns();
    long times = (all + TILES_AT_A_TIME - 1) / TILES_AT_A_TIME;
    chunk = (all + times - 1) / times;
    long cells = OUTPUTS * OUTPUTS;
    dnnl_memory_desc tiles = natives.dense(places, chunk * bottom.c());
    signal =
        Products.describe(
            natives, natives.dense(places, places), tiles, null, tiles, new PostOps());
    weightsDesc =
        natives.strided(
            new long[] {places, bottom.c(), top.c()}, top.c() * bottom.c(), 1, bottom.c());
    products =
        Products.describe(
            natives,
            natives.dense(places, chunk, bottom.c()),
            weightsDesc,
            null,
            natives.dense(places, chunk, top.c()),
            new PostOps());
    multipliedDesc =
        natives.strided(new long[] {chunk, places, top.c()}, top.c(), chunk * top.c(), 1);
    outputs =
        Products.describe(
            natives,
            natives.dense(1, cells, places),
            multipliedDesc,
            convolution.layer().weights().bias() ? natives.dense(1, 1, top.c()) : null,
            natives.dense(chunk, cells, top.c()),
            convolution.relu() ? new PostOps().relu() : new PostOps());
    scratch = Scratch.of(c, signal, products, outputs);
    gathered = c.scratch(Shape.of(places * chunk * bottom.c()));
    transformed = c.scratch(Shape.of(places * chunk * bottom.c()));
    multiplied = c.scratch(Shape.of(places * chunk * top.c()));
    results = c.scratch(Shape.of(chunk * cells * top.c()));
    weights = new PackedParam(natives, WEIGHTS, weightsDesc, this::transform);
  }

  private long tileRows() {
    return (top.h() + OUTPUTS - 1) / OUTPUTS;
  }

  private long tileColumns() {
    return (top.w() + OUTPUTS - 1) / OUTPUTS;
  }

  /** The weights O x C x taps x taps, each in the place of its product: places x O x C. */
  private void transform(INDArray source, dnnl_memory target) {
    try (Natives once = new Natives()) {
      long taps = (long) filter.taps * filter.taps;
      long filters = top.c() * bottom.c();
      dnnl_memory_desc left = once.dense(places, taps);
      dnnl_memory_desc right = once.strided(new long[] {taps, filters}, 1, taps);
      dnnl_memory_desc result = once.dense(places, filters);
      dnnl_primitive_desc desc = Products.describe(once, left, right, null, result, new PostOps());
      Primitive product = once.primitive(desc);
      once.scratchpad(product, desc);
      INDArray matrix = matrix(filter.filter());
      product
          .with(DNNL_ARG_SRC, once.memory(left, matrix))
          .with(DNNL_ARG_WEIGHTS, once.memory(right, source))
          .with(DNNL_ARG_DST, once.memoryOf(result, target))
          .run();
      matrix.close();
    }
  }

  private static INDArray matrix(float[] values) {
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, values.length);
    Host.write(values, array);
    return array;
  }

  @Override
  public void prepare(KernelParams params) {
    weights.prepare(params);
  }

  @Override
  Consumer<KernelIo> bindForward(KernelIo io) {
    signalMatrix = matrix(filter.signal());
    outputMatrix = matrix(filter.outputs());
    dnnl_memory_desc tiles = natives.dense(places, chunk * bottom.c());
    Primitive transform =
        scratch
            .primitive(natives, signal, io)
            .with(DNNL_ARG_SRC, natives.memory(natives.dense(places, places), signalMatrix))
            .with(DNNL_ARG_WEIGHTS, natives.memory(tiles, io.slot(gathered)))
            .with(DNNL_ARG_DST, natives.memory(tiles, io.slot(transformed)));
    Primitive multiply =
        scratch
            .primitive(natives, products, io)
            .with(
                DNNL_ARG_SRC,
                natives.memory(natives.dense(places, chunk, bottom.c()), io.slot(transformed)))
            .with(
                DNNL_ARG_DST,
                natives.memory(natives.dense(places, chunk, top.c()), io.slot(multiplied)));
    weights.bind(multiply, DNNL_ARG_WEIGHTS, io);
    long cells = OUTPUTS * OUTPUTS;
    Primitive back =
        scratch
            .primitive(natives, outputs, io)
            .with(DNNL_ARG_SRC, natives.memory(natives.dense(1, cells, places), outputMatrix))
            .with(DNNL_ARG_WEIGHTS, natives.memory(multipliedDesc, io.slot(multiplied)))
            .with(
                DNNL_ARG_DST,
                natives.memory(natives.dense(chunk, cells, top.c()), io.slot(results)));
    if (convolution.layer().weights().bias()) {
      back.with(DNNL_ARG_BIAS, natives.memory(natives.dense(1, 1, top.c()), io.param(BIAS)));
    }
    return now -> {
      weights.refresh(multiply, DNNL_ARG_WEIGHTS, now);
      long all = top.n() * tileRows() * tileColumns();
      for (long first = 0; first < all; first += chunk) {
        gather(now, first, Math.min(chunk, all - first));
        transform.run();
        multiply.run();
        back.run();
        scatter(now, first, Math.min(chunk, all - first));
      }
    };
  }

  /** Copies the cells that some tiles look at: places x tiles x channels. */
  private void gather(KernelIo io, long first, long count) {
    BytePointer from = new BytePointer(io.bottom().data().addressPointer());
    BytePointer to = new BytePointer(io.slot(gathered).data().addressPointer());
    long bytes = bottom.c() * Float.BYTES;
    long padRows = convolution.layer().window().y().pad();
    long padColumns = convolution.layer().window().x().pad();
    for (long t = 0; t < count; t++) {
      Tile tile = new Tile(first + t, tileRows(), tileColumns());
      for (int p = 0; p < places; p++) {
        long row = OUTPUTS * tile.row + p / filter.tile - padRows;
        long column = OUTPUTS * tile.column + p % filter.tile - padColumns;
        to.position((p * chunk + t) * bytes);
        if (row >= 0 && row < bottom.h() && column >= 0 && column < bottom.w()) {
          from.position(((tile.image * bottom.h() + row) * bottom.w() + column) * bytes);
          Pointer.memcpy(to, from, bytes);
        } else {
          Pointer.memset(to, 0, bytes);
        }
      }
    }
  }

  /** Copies the outputs of some tiles, as far as they lie in the image. */
  private void scatter(KernelIo io, long first, long count) {
    BytePointer from = new BytePointer(io.slot(results).data().addressPointer());
    BytePointer to = new BytePointer(io.top().data().addressPointer());
    long bytes = top.c() * Float.BYTES;
    long cells = OUTPUTS * OUTPUTS;
    for (long t = 0; t < count; t++) {
      Tile tile = new Tile(first + t, tileRows(), tileColumns());
      for (int cell = 0; cell < cells; cell++) {
        long row = OUTPUTS * tile.row + cell / OUTPUTS;
        long column = OUTPUTS * tile.column + cell % OUTPUTS;
        if (row < top.h() && column < top.w()) {
          from.position((t * cells + cell) * bytes);
          to.position(((tile.image * top.h() + row) * top.w() + column) * bytes);
          Pointer.memcpy(to, from, bytes);
        }
      }
    }
  }

  /** The place of a tile by its number. */
  private static final class Tile {
    final long image;
    final long row;
    final long column;

    Tile(long number, long rows, long columns) {
      image = number / (rows * columns);
      row = number / columns % rows;
      column = number % columns;
    }
  }

  @Override
  Consumer<KernelIo> bindBackward(KernelIo io) {
    throw new IllegalStateException("a wide convolution is for inference");
  }

  @Override
  public String algorithm() {
    return "F(2x2," + filter.taps + "x" + filter.taps + ") " + Describe.algorithm(products);
  }

  @Override
  public void close() {
    weights.close();
    if (signalMatrix != null) {
      signalMatrix.close();
      Objects.requireNonNull(outputMatrix).close();
    }
    super.close();
  }
}
