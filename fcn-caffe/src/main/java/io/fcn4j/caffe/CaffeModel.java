package io.fcn4j.caffe;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fcn4j.caffe.blob.BlobFile;
import io.fcn4j.caffe.blob.BlobPlace;
import io.fcn4j.caffe.blob.ModelWriter;
import io.fcn4j.caffe.proto.NetParameter;
import io.fcn4j.caffe.proto.V1LayerParameter;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.Elements;
import io.fcn4j.core.io.WeightFileException;
import io.fcn4j.core.io.WeightSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@code .caffemodel} of any age (V0, V1, V2): the weights of layers by {@code LAYER.INDEX}, and
 * the definition of the net that they were trained in. Values are read from the file when they are
 * asked for, straight into arrays: half a gigabyte of weights needs no heap.
 *
 * <p>Shapes are those of the file; files of before 2015 have four axes for every blob.
 */
public final class CaffeModel implements WeightSource {
  private static final BlobFile.Nest V0 = new BlobFile.Nest(Set.of(50), Map.of());
  private static final BlobFile.Nest V1 = new BlobFile.Nest(Set.of(6), Map.of(1, V0));
  private static final BlobFile.Nest V2 = new BlobFile.Nest(Set.of(7), Map.of());
  private static final BlobFile.Nest NET =
      new BlobFile.Nest(
          Set.of(),
          Map.of(
              NetParameter.LAYERS_FIELD_NUMBER, V1,
              NetParameter.LAYER_FIELD_NUMBER, V2));

  private final BlobFile file;
  private final NetParameter definition;
  private final Map<String, BlobPlace> places = new LinkedHashMap<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  private CaffeModel(BlobFile file, NetParameter definition) {
    this.file = file;
    this.definition = definition;
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (BlobFile.Found blob : file.blobs()) {
      String layer = layer(definition, blob);
      // A name that comes again begins anew: the last layer of a name counts, as in Caffe.
      String owner = layer + "\n" + blob.field() + "\n" + blob.index();
      int index = counts.merge(owner, 1, Integer::sum) - 1;
      places.put(layer + "." + index, blob.place());
    }
    places.forEach((key, place) -> shapes.put(key, place.shape()));
  }

  private static String layer(NetParameter definition, BlobFile.Found blob) {
    if (blob.field() == NetParameter.LAYER_FIELD_NUMBER) {
      return definition.getLayer(blob.index()).getName();
    }
    V1LayerParameter layer = definition.getLayers(blob.index());
    return layer.hasLayer() ? layer.getLayer().getName() : layer.getName();
  }

  /**
   * Opens a file and checks that it is whole.
   *
   * @throws WeightFileException if the file is missing, truncated, damaged (with the byte) or of
   *     another format (with what it looks like)
   */
  public static CaffeModel open(Path path) {
    BlobFile file = BlobFile.open(path, "a binary Caffe model", NET);
    try {
      return new CaffeModel(file, NetParameter.parseFrom(file.structure()));
    } catch (InvalidProtocolBufferException e) {
      file.close();
      throw new WeightFileException(
          path, new IOException("not a Caffe model, or damaged: " + e.getMessage(), e));
    }
  }

  /**
   * Writes bare arrays, named {@code LAYER.INDEX}: layer names and blobs, which is all that Caffe
   * looks at when it loads weights. {@link Caffe#write} also writes what the layers are.
   *
   * @throws io.fcn4j.core.io.FileException if the file cannot be written
   */
  public static void write(Path path, WeightSource arrays) {
    ModelWriter.writeBare(path, arrays);
  }

  /** The net that the weights were trained in, without their values; empty of a bare file. */
  NetParameter definition() {
    return definition;
  }

  @Override
  public Map<String, Shape> shapes() {
    return Collections.unmodifiableMap(shapes);
  }

  @Override
  public void read(String name, INDArray target) {
    Elements.requireTarget(name, shape(name), target);
    file.read(Objects.requireNonNull(places.get(name)), target);
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public String describe() {
    return file.path() + " (caffemodel)";
  }

  /** The layers that have blobs, in the order of the file. */
  public List<String> layers() {
    return places.keySet().stream()
        .map(key -> key.substring(0, key.lastIndexOf('.')))
        .distinct()
        .toList();
  }

  @Override
  public void close() {
    file.close();
  }
}
