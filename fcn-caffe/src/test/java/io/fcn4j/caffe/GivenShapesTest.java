package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Input;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows from the shape of one input for the others. */
class GivenShapesTest {
  private static final Shape PHOTO = Shape.of(1, 3, 333, 500);
  private static final String NET =
      """
      layer { name: 'score' type: 'Convolution' bottom: 'data' top: 'score'
        convolution_param { num_output: 21 kernel_size: 1 } }
      layer { name: 'loss' type: 'SoftmaxWithLoss' bottom: 'score' bottom: 'label' top: 'loss' }
      """;

  @TempDir private Path folder;

  private List<Input> inputs(String net, String name, Shape shape) throws IOException {
    Path file = Files.writeString(folder.resolve("net.prototxt"), net);
    return Prototxt.read(file, Phase.TRAIN).input(name, shape).graph().inputs();
  }

  @Test
  void labelsAreAsManyAsTheImages() throws IOException {
    String data =
        "layer { name: 'a' type: 'Data' top: 'a' top: 'label' data_param { batch_size: 5 } }"
            + "layer { name: 's' type: 'Silence' bottom: 'a' }";
    assertThat(inputs(data, "a", Shape.of(3, 2)))
        .containsExactly(Input.fixed("a", Shape.of(3, 2)), Input.fixed("label", Shape.of(3)));
    assertThat(inputs(data, "a", PHOTO)).contains(Input.fixed("label", Shape.of(1)));
  }

  @Test
  void labelMapsAreAsLargeAsTheImages() throws IOException {
    String python =
        """
        layer { name: 'data' type: 'Python' top: 'data' top: 'label' python_param {
          module: 'voc_layers' layer: 'VOCSegDataLayer' param_str: "{'split': 'train'}" } }
        """;
    assertThat(inputs(python + NET, "data", PHOTO))
        .containsExactly(
            Input.fixed("data", PHOTO), Input.fixed("label", Shape.of(1, 1, 333, 500)));
    Shape labels = Shape.of(2, 1, 40, 50);
    assertThat(inputs(python + NET, "label", labels))
        .containsExactly(Input.fixed("data", Shape.of(2, 3, 40, 50)), Input.fixed("label", labels));
  }

  @Test
  void imagesAndLabelMapsMayComeFromALayerEach() throws IOException {
    String lists =
        """
        layer { name: 'data' type: 'ImageData' top: 'data' image_data_param { source: 'x.txt' } }
        layer { name: 'label' type: 'ImageData' top: 'label'
          image_data_param { source: 'y.txt' is_color: false } }
        """;
    assertThat(inputs(lists + NET, "data", PHOTO))
        .containsExactly(
            Input.fixed("data", PHOTO), Input.fixed("label", Shape.of(1, 1, 333, 500)));
  }

  @Test
  void vectorsTellNothingOfMaps() throws IOException {
    String data =
        """
        layer { name: 'v' type: 'HDF5Data' top: 'v' }
        layer { name: 'm' type: 'ImageData' top: 'm' }
        layer { name: 's' type: 'Silence' bottom: 'v' }
        """;
    assertThat(inputs(data, "v", Shape.of(7, 2)))
        .containsExactly(Input.fixed("v", Shape.of(7, 2)), Input.free("m", 3));
  }
}
