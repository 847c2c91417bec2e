package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Crop;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Graph;
import io.fcn4j.core.GraphException;
import io.fcn4j.core.Input;
import io.fcn4j.core.Mults;
import io.fcn4j.core.Net;
import io.fcn4j.core.Node;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file says of a net besides the settings of its layers. */
class PrototxtTest {
  private static final String INPUT =
      "layer { name: 'in' type: 'Input' top: 'x' input_param { shape { dim: 2 dim: 3 dim: 8 dim: 8 } } }\n";

  @TempDir private Path folder;

  private Prototxt read(String text, Phase phase) throws IOException {
    return Prototxt.read(Files.writeString(folder.resolve("net.prototxt"), text), phase);
  }

  private Graph graph(String text) throws IOException {
    return read(text, Phase.TEST).graph();
  }

  private static List<String> names(Graph graph) {
    return graph.nodes().stream().map(Node::name).toList();
  }

  @Test
  void inputsAreDeclaredInThreeWays() throws IOException {
    String relu = "layer { name: 'r' type: 'ReLU' bottom: 'x' top: 'x' }";
    List<Input> expected = List.of(Input.fixed("x", Shape.of(2, 3, 8, 8)));
    assertThat(graph(INPUT + relu).inputs()).isEqualTo(expected);
    assertThat(
            graph("input: 'x' input_dim: 2 input_dim: 3 input_dim: 8 input_dim: 8 " + relu)
                .inputs())
        .isEqualTo(expected);
    assertThat(graph("input: 'x' input_shape { dim: 2 dim: 3 dim: 8 dim: 8 } " + relu).inputs())
        .isEqualTo(expected);
    assertThat(read(INPUT + relu, Phase.TEST).input("x", Shape.of(5)).graph().inputs())
        .containsExactly(Input.fixed("x", Shape.of(5)));
  }

  @Test
  void phasesStagesAndLevelsChooseLayers() throws IOException {
    String net =
        INPUT
            + """
            layer { name: 'always' type: 'ReLU' bottom: 'x' top: 'x' }
            layer { name: 'train' type: 'ReLU' bottom: 'x' top: 'x' include { phase: TRAIN } }
            layer { name: 'not-train' type: 'ReLU' bottom: 'x' top: 'x' exclude { phase: TRAIN } }
            layer { name: 'val' type: 'ReLU' bottom: 'x' top: 'x' include { stage: 'val' } }
            layer { name: 'not-val' type: 'ReLU' bottom: 'x' top: 'x' include { not_stage: 'val' } }
            layer { name: 'high' type: 'ReLU' bottom: 'x' top: 'x' include { min_level: 1 max_level: 2 } }
            layer { name: 'either' type: 'ReLU' bottom: 'x' top: 'x'
              include { phase: TRAIN stage: 'val' } include { min_level: 5 } }
            """;
    assertThat(names(read(net, Phase.TRAIN).graph())).containsExactly("always", "train", "not-val");
    assertThat(names(read(net, Phase.TEST).stages("val").graph()))
        .containsExactly("always", "not-train", "val");
    assertThat(names(read(net, Phase.TRAIN).stages("val", "more").level(2).graph()))
        .containsExactly("always", "train", "val", "high", "either");
    assertThat(names(read(net, Phase.TEST).level(5).graph()))
        .containsExactly("always", "not-train", "not-val", "either");
    assertThat(names(read("state { stage: 'val' level: 1 }" + net, Phase.TEST).graph()))
        .containsExactly("always", "not-train", "val", "high");
  }

  @Test
  void aNetOfOnePhaseRefusesTheOther() throws IOException {
    String relu = "layer { name: 'r' type: 'ReLU' bottom: 'x' top: 'y' %s }";
    Net both = read(INPUT + relu.formatted(""), Phase.TEST).build(1);
    Engines.nd4j().open(both, Phase.TRAIN).close();
    Net test = read(INPUT + relu.formatted("include { phase: TEST }"), Phase.TEST).build(1);
    Engines.nd4j().open(test, Phase.TEST).close();
    assertThatThrownBy(() -> Engines.nd4j().open(test, Phase.TRAIN))
        .isInstanceOf(GraphException.class)
        .hasMessage(
            "net 'net.prototxt' was made for phase TEST, found TRAIN; layers of the other phase may"
                + " be missing. Read its file for TRAIN");
  }

  @Test
  void rulesOfParameters() throws IOException {
    Graph graph =
        graph(
            INPUT
                + """
                layer { name: 'a' type: 'Convolution' bottom: 'x' top: 'a' param { name: 'w' lr_mult: 3 }
                  param { lr_mult: 2 decay_mult: 0 } convolution_param { num_output: 3 kernel_size: 1 } }
                layer { name: 'b' type: 'Convolution' bottom: 'a' top: 'b' param { name: 'w' }
                  convolution_param { num_output: 3 kernel_size: 1 bias_term: false } }
                layer { name: 'p' type: 'Pooling' bottom: 'x' top: 'p'
                  pooling_param { global_pooling: true } }
                layer { name: 'c' type: 'InnerProduct' bottom: 'p' top: 'c'
                  param { name: 'w' share_mode: PERMISSIVE }
                  inner_product_param { num_output: 3 bias_term: false } }
                """);
    assertThat(graph.paramSpecs().keySet()).containsExactly("a.0", "a.1");
    assertThat(graph.paramSpecs().get("a.0")).extracting("mults").isEqualTo(new Mults(3, 1));
    assertThat(graph.paramSpecs().get("a.1")).extracting("mults").isEqualTo(Mults.BIAS);
    assertThat(graph.paramKeys(3)).containsExactly("a.0");
  }

  @Test
  void lossesWeighOneUnlessTheySayMore() throws IOException {
    String loss = "layer { name: 'l' type: 'EuclideanLoss' bottom: 'x' bottom: 'x' %s }";
    assertThat(graph(INPUT + loss.formatted("top: 'l'")).nodes().get(0).lossWeights())
        .containsExactly(1f);
    assertThat(
            graph(INPUT + loss.formatted("top: 'l' loss_weight: 0")).nodes().get(0).lossWeights())
        .containsExactly(0f);
    Graph automatic = graph(INPUT + loss.formatted(""));
    assertThat(automatic.nodes().get(0).tops()).containsExactly("(automatic)");
    assertThat(
            graph(INPUT + "layer { name: 'r' type: 'ReLU' bottom: 'x' top: 'y' loss_weight: 2 }")
                .nodes()
                .get(0)
                .lossWeights())
        .containsExactly(2f);
  }

  @Test
  void oldCropsAreLinedUp() throws IOException {
    String net =
        INPUT
            + """
            layer { name: 'conv' type: 'Convolution' bottom: 'x' top: 'conv'
              convolution_param { num_output: 2 kernel_size: 3 pad: 10 } }
            layer { name: 'crop' type: 'Crop' bottom: 'conv' bottom: 'x' top: 'y' %s }
            """;
    assertThat(graph(net.formatted("")).nodes().get(1).layer())
        .isEqualTo(new Crop(2, List.of(9L, 9L)));
    assertThat(graph(net.formatted("crop_param { offset: 4 }")).nodes().get(1).layer())
        .isEqualTo(new Crop(2, List.of(4L)));
    String v1 =
        """
        input: 'x' input_dim: 2 input_dim: 3 input_dim: 8 input_dim: 8
        layers { name: 'conv' type: CONVOLUTION bottom: 'x' top: 'conv'
          convolution_param { num_output: 2 kernel_size: 3 pad: 10 } }
        layers { name: 'crop' type: CROP bottom: 'conv' bottom: 'x' top: 'y' }
        """;
    assertThat(graph(v1).nodes().get(1).layer()).isEqualTo(new Crop(2, List.of(9L, 9L)));
  }

  @Test
  void dataLayersAreInputs() throws IOException {
    Graph graph =
        graph(
            """
            layer { name: 'a' type: 'Data' top: 'a' top: 'label' transform_param { crop_size: 7 }
              data_param { batch_size: 5 } }
            layer { name: 'b' type: 'MemoryData' top: 'b' top: 'b_label'
              memory_data_param { batch_size: 2 channels: 4 height: 5 width: 6 } }
            layer { name: 'c' type: 'DummyData' top: 'c' top: 'd'
              dummy_data_param { shape { dim: 3 } shape { dim: 4 dim: 5 } } }
            layer { name: 'e' type: 'ImageData' top: 'e'
              image_data_param { batch_size: 2 new_height: 8 new_width: 9 is_color: false } }
            layer { name: 'f' type: 'ImageData' top: 'f' image_data_param { batch_size: 2 } }
            layer { name: 's' type: 'Silence' bottom: 'a' }
            """);
    assertThat(graph.inputs())
        .containsExactly(
            Input.fixed("a", Shape.of(5, 3, 7, 7)),
            Input.fixed("label", Shape.of(5)),
            Input.fixed("b", Shape.of(2, 4, 5, 6)),
            Input.fixed("b_label", Shape.of(2)),
            Input.fixed("c", Shape.of(3)),
            Input.fixed("d", Shape.of(4, 5)),
            Input.fixed("e", Shape.of(2, 1, 8, 9)),
            Input.free("f", 3));
  }

  @Test
  void whatDataLayersWouldDoToTheirData() throws IOException {
    Prototxt file =
        read(
            """
            layer { name: 'a' type: 'Data' top: 'a' transform_param { scale: 0.5 mirror: true
              crop_size: 7 mean_value: 104 mean_file: 'm.binaryproto' } }
            layer { name: 'b' type: 'ImageData' top: 'b'
              transform_param { scale: 1 mirror: false force_color: true } }
            layer { name: 'c' type: 'Input' top: 'c' transform_param { scale: 2 } }
            """,
            Phase.TEST);
    assertThat(file.dataLayers())
        .extracting(DataLayer::transforms)
        .containsExactly(
            List.of("scale", "mirror", "crop_size", "mean_file", "mean_value"),
            List.of(),
            List.of());
  }

  @Test
  void dataLayersOfTheFcnRepository() throws IOException {
    Prototxt file =
        read(
            """
            layer { name: 'data' type: 'Python' top: 'data' top: 'label' python_param {
              module: 'voc_layers' layer: 'SBDDSegDataLayer'
              param_str: "{\\'sbdd_dir\\': \\'../../data/sbdd/dataset\\', \\'seed\\': 1337, \\'split\\': \\'train\\', \\'mean\\': (104.00699, 116.66877, 122.67892)}" } }
            layer { name: 'nyud' type: 'Python' top: 'color' top: 'depth' top: 'nyu_label' python_param {
              module: 'nyud_layers' layer: 'NYUDSegDataLayer'
              param_str: "{'tops': ['color', 'depth', 'label'], 'nyud_dir': '../data/nyud', 'split': 'trainval'}" } }
            layer { name: 'sift' type: 'Python' top: 'sift' top: 'sem' top: 'geo' python_param {
              module: 'siftflow_layers' layer: 'SIFTFlowSegDataLayer'
              param_str: "{'siftflow_dir': '../data/sift-flow', 'split': 'test'}" } }
            layer { name: 's' type: 'Silence' bottom: 'data' }
            """,
            Phase.TRAIN);
    DataLayer sbd = file.dataLayers().get(0);
    assertThat(sbd.type()).isEqualTo("SBDDSegDataLayer");
    assertThat(sbd.source()).contains("../../data/sbdd/dataset");
    assertThat(sbd.split()).contains("train");
    assertThat(sbd.mean()).containsExactly(104.00699, 116.66877, 122.67892);
    assertThat(sbd.tops())
        .extracting(DataLayer.Top::kind)
        .containsExactly(DataLayer.Kind.DATA, DataLayer.Kind.LABEL_MAP);
    assertThat(file.graph().inputs())
        .containsExactly(
            Input.free("data", 3),
            Input.free("label", 1),
            Input.free("color", 3),
            Input.free("depth", 1),
            Input.free("nyu_label", 1),
            Input.free("sift", 3),
            Input.free("sem", 1),
            Input.free("geo", 1));
  }

  @Test
  void settingsOfPythonLayersAreChecked() {
    String layer =
        "layer { name: 'd' type: 'Python' top: 'data' python_param { module: 'voc_layers'"
            + " layer: 'VOCSegDataLayer' param_str: \"%s\" } }";
    assertThatThrownBy(() -> graph(layer.formatted("{'split': 'val'")))
        .hasMessageContaining(
            ":1: layer 'd' (Python): param_str: cannot read '{'split': 'val'' at character 16,"
                + " expected a Python dict such as {'split': 'train'}");
    assertThatThrownBy(() -> graph(layer.formatted("{'split': 'val'}")))
        .hasMessageContaining("VOCSegDataLayer: found 1 tops, expected 2: [data, label]");
    assertThatThrownBy(
            () ->
                graph(
                    "layer { name: 'd' type: 'Python' top: 'l' python_param { module: 'm' layer: 'L' } }"))
        .hasMessageContaining(":1: layer 'd' (Python): it runs code of its own in Python");
  }

  @Test
  void namesMayComeTwice() throws IOException {
    Graph graph =
        graph(
            INPUT
                + """
                layer { name: 'r' type: 'ReLU' bottom: 'x' top: 'y' }
                layer { name: 'r' type: 'ReLU' bottom: 'x' top: 'z' }
                """);
    assertThat(names(graph)).containsExactly("r", "r_2");
    assertThat(graph.outputs()).extracting(Blob::name).containsExactly("y", "z");
    assertThat(graph.shapes(Map.of("x", Shape.of(2, 3, 8, 8)))).hasSize(3);
  }

  @Test
  void aLayerOfAnotherPhaseIsRefused() throws IOException {
    String drop = "layer { name: 'd' type: 'Dropout' bottom: 'x' top: 'y' phase: %s }";
    assertThat(names(graph(INPUT + drop.formatted("TEST")))).containsExactly("d");
    assertThatThrownBy(() -> graph(INPUT + drop.formatted("TRAIN")))
        .isInstanceOf(PrototxtException.class)
        .hasMessageEndingWith(
            ":2: layer 'd' (Dropout): found phase TRAIN in a net for TEST; a layer runs in the phase"
                + " of its net, take the field out");
  }

  @Test
  void statisticsCanBeShared() throws IOException {
    String norm =
        "layer { name: '%s' type: 'BatchNorm' bottom: 'x' top: '%s' param { name: 'm' lr_mult: 0 }"
            + " param { name: 'v' lr_mult: 0 } param { name: 'f' lr_mult: 0 } %s }\n";
    Graph graph = graph(INPUT + norm.formatted("a", "a", "") + norm.formatted("b", "b", ""));
    assertThat(graph.paramSpecs().keySet()).containsExactly("a.0", "a.1", "a.2");
    assertThatThrownBy(() -> graph(INPUT + norm.formatted("a", "a", "param { }")))
        .hasMessageContaining("found rules for 4 parameters, but the layer has 3");
  }
}
