package io.fcn4j.core.io;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Names;
import io.fcn4j.core.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Named arrays to load parameters from: a weight file, or arrays in memory. The parameters of a
 * layer are named {@code LAYER.INDEX}, as {@code conv1_1.0} (weights) and {@code conv1_1.1} (bias).
 * Reading is safe from several threads.
 *
 * <p>Net surgery is done with views, which look at a source in another way: {@link #renamed},
 * {@link #without}, {@link #withInputChannels}, {@link #withOutputs}, {@link #foldScale}. They
 * compose, check names and shapes when they are made, and compute an array when it is read. A view
 * has the metadata of its source and is closed with it.
 *
 * <pre>{@code
 * try (WeightSource rgb = SafeTensors.open(file)) {
 *   net.params().transplant(rgb.without("score_fr", "upscore*").renamed(n -> n + "color"));
 * }
 * }</pre>
 */
public interface WeightSource extends AutoCloseable {
  /** The shape of every array, in the order of the source. */
  Map<String, Shape> shapes();

  /**
   * Overwrites a dense float32 array in c order that has as many elements; the shapes may differ.
   *
   * @throws FcnException if there is no array of this name, the target does not fit, or the file is
   *     damaged
   */
  void read(String name, INDArray target);

  /** What the file says besides its arrays. */
  Map<String, String> metadata();

  /** The name and format of the file, for messages. */
  String describe();

  @Override
  void close();

  /** Reads into a new array. */
  default INDArray read(String name) {
    INDArray array = Elements.create(shape(name));
    read(name, array);
    return array;
  }

  /** The shape of an array that must exist. */
  default Shape shape(String name) {
    Shape shape = shapes().get(name);
    if (shape == null) {
      throw new FcnException(
          "%s: no array '%s' among its %d%s"
              .formatted(
                  describe(), name, shapes().size(), Names.nearest(name, shapes().keySet())));
    }
    return shape;
  }

  /** Reads all arrays, in the order of the source: what the writers of weight files take. */
  default Map<String, INDArray> readAll() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    shapes().keySet().forEach(name -> arrays.put(name, read(name)));
    return arrays;
  }

  /**
   * All layers under other names; shapes and values stay. Two-stream nets are filled with a suffix
   * for every stream, as the reference repository's nyud-fcn32s-color-hha does:
   *
   * <pre>{@code
   * net.params().transplant(rgb.renamed(name -> name + "color"));
   * net.params().transplant(hha.renamed(name -> name + "hha"));
   * }</pre>
   *
   * @param names from the name of a layer, without the index of a parameter, to the new one
   * @throws FcnException if two layers get the same name, or one gets none
   */
  default WeightSource renamed(UnaryOperator<String> names) {
    return RenamedLayers.of(this, names);
  }

  /**
   * All layers but those whose names match one of these globs, as {@code without("score_fr",
   * "upscore*")}: a net keeps its own.
   *
   * @throws FcnException if no layer matches one of them
   */
  default WeightSource without(String... layers) {
    return LeftOutLayers.of(this, layers);
  }

  /**
   * A convolution for more input channels under a new name: weights O x I x kh x kw become O x
   * {@code channels} x kh x kw. The first I channels keep their weights; every further one gets the
   * mean over them for each output, row and column. The bias stays. So the reference repository
   * starts nyud-fcn32s-color-d from an RGB net, depth being the fourth channel:
   *
   * <pre>{@code
   * net.params().transplant(vgg16.withInputChannels("conv1_1", "conv1_1_bgrd", 4));
   * }</pre>
   *
   * <p>For convolutions without groups; with them, weights don't tell how many channels there are.
   *
   * @param as the new name; may be the old one
   * @throws FcnException if there is no such layer, it is no convolution, it has so many channels
   *     already, or another layer has the new name
   */
  default WeightSource withInputChannels(String layer, String as, int channels) {
    return MoreInputChannels.of(this, layer, as, channels);
  }

  /**
   * Layers with more outputs, for more classes: weights O x I x kh x kw become {@code outputs} x I
   * x kh x kw, a bias O becomes {@code outputs}. The first O are the old ones, as in the surgery
   * script of the reference repository, so that old classes are scored as before; the others are
   * zeros, with which the paper starts new score layers (section 4.2), and score 0. Inner products
   * O x K and Caffe's old shapes, 1x1xOxK and 1x1x1xO, are treated alike.
   *
   * <p>Not for a Deconvolution, whose weights C x C x k x k have the classes on both axes; a
   * bilinear one is left out and so keeps what the net's own filler gave it:
   *
   * <pre>{@code
   * net.params().transplant(voc.withOutputs("score_*", 60).without("upscore*"));
   * }</pre>
   *
   * @param layers a glob
   * @throws FcnException if no layer matches, or one has more outputs already
   */
  default WeightSource withOutputs(String layers, int outputs) {
    return MoreOutputs.of(this, layers, outputs);
  }

  /**
   * Takes a Scale layer out, by multiplying the weights of the convolutions that read its top with
   * its factors: weights O x I x kh x kw with a factor for each of the I channels, or with a single
   * one (a scalar). Biases stay. So the reference repository's voc-fcn8s-atonce, whose skips are
   * scaled by 0.01 and 0.0001, becomes a plain FCN-8s:
   *
   * <pre>{@code
   * fcn8s.params().load(
   *     atOnce.foldScale("scale_pool4", "score_pool4").foldScale("scale_pool3", "score_pool3"));
   * }</pre>
   *
   * <p>For convolutions without groups; a Deconvolution has its input channels on the first axis.
   *
   * @param layer a convolution that reads the top of the scale
   * @param more all others that do: those of further heads
   * @throws FcnException if one of these layers does not exist, the scale has a bias, or a layer is
   *     no convolution of as many channels without groups
   */
  default WeightSource foldScale(String scale, String layer, String... more) {
    return FoldedScale.of(this, scale, Stream.concat(Stream.of(layer), Stream.of(more)).toList());
  }

  /** Arrays in memory, not copied unless they are of another type or order. */
  static WeightSource of(Map<String, INDArray> arrays) {
    return new MemorySource(arrays);
  }
}
