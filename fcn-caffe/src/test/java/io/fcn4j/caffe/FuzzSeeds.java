package io.fcn4j.caffe;

import com.google.protobuf.ByteString;
import io.fcn4j.caffe.proto.BlobProto;
import io.fcn4j.caffe.proto.BlobShape;
import io.fcn4j.caffe.proto.NetParameter;
import io.fcn4j.caffe.proto.SolverState;
import io.fcn4j.caffe.proto.V0LayerParameter;
import io.fcn4j.caffe.proto.V1LayerParameter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Small valid files of every age, which fuzzing starts from. */
final class FuzzSeeds {
  private static final String V0 =
      """
      name: "old"
      layers { layer { name: "data" type: "data" source: "db" meanfile: "m" batchsize: 2 cropsize: 8 }
               top: "data" top: "label" }
      layers { layer { name: "pad1" type: "padding" pad: 2 } bottom: "data" top: "pad1" }
      layers { layer { name: "conv1" type: "conv" num_output: 4 kernelsize: 5 stride: 1 group: 1
                       biasterm: true weight_filler { type: "gaussian" std: 0.01 }
                       bias_filler { type: "constant" } blobs_lr: 1. blobs_lr: 2. weight_decay: 1. }
               bottom: "pad1" top: "conv1" }
      layers { layer { name: "relu1" type: "relu" } bottom: "conv1" top: "conv1" }
      layers { layer { name: "pool1" type: "pool" pool: MAX kernelsize: 2 stride: 2 }
               bottom: "conv1" top: "pool1" }
      layers { layer { name: "norm1" type: "lrn" local_size: 5 alpha: 0.0001 beta: 0.75 }
               bottom: "pool1" top: "norm1" }
      layers { layer { name: "ip" type: "innerproduct" num_output: 10 } bottom: "norm1" top: "ip" }
      layers { layer { name: "loss" type: "softmax_loss" } bottom: "ip" bottom: "label" }
      """;

  private static final String V1 =
      """
      name: "v1" input: "data" input_dim: 1 input_dim: 3 input_dim: 16 input_dim: 16
      layers { name: "label" type: DUMMY_DATA top: "label"
               dummy_data_param { num: 1 channels: 1 height: 1 width: 1 } include { phase: TRAIN } }
      layers { name: "conv" type: CONVOLUTION bottom: "data" top: "conv" blobs_lr: 1 blobs_lr: 2
               weight_decay: 1 weight_decay: 0 param: "shared" blob_share_mode: PERMISSIVE
               convolution_param { num_output: 6 kernel_size: 3 pad: 1 stride: 2 group: 3 } }
      layers { name: "relu" type: RELU bottom: "conv" top: "conv" }
      layers { name: "drop" type: DROPOUT bottom: "conv" top: "conv"
               dropout_param { dropout_ratio: 0.5 } }
      layers { name: "slice" type: SLICE bottom: "conv" top: "a" top: "b"
               slice_param { slice_dim: 1 slice_point: 2 } }
      layers { name: "concat" type: CONCAT bottom: "a" bottom: "b" top: "concat"
               concat_param { concat_dim: 1 } }
      layers { name: "sum" type: ELTWISE bottom: "conv" bottom: "concat" top: "sum"
               eltwise_param { operation: SUM coeff: 1 coeff: -1 } }
      layers { name: "fc" type: INNER_PRODUCT bottom: "sum" top: "fc"
               inner_product_param { num_output: 5 } }
      layers { name: "loss" type: SOFTMAX_LOSS bottom: "fc" bottom: "label" top: "loss"
               loss_weight: 1 include { phase: TRAIN } }
      """;

  private static final String FCN =
      """
      name: "fcn"
      layer { name: "data" type: "Python" top: "data" top: "label"
              python_param { module: "voc_layers" layer: "VOCSegDataLayer"
                             param_str: "{'voc_dir': 'x', 'split': 'train', 'mean': (104.0, 116.7, 122.7)}" } }
      layer { name: "conv1" type: "Convolution" bottom: "data" top: "conv1"
              param { lr_mult: 1 decay_mult: 1 } param { name: "b" lr_mult: 2 decay_mult: 0 }
              convolution_param { num_output: 8 pad: 100 kernel_size: 3 dilation: 2 } }
      layer { name: "relu1" type: "ReLU" bottom: "conv1" top: "conv1" }
      layer { name: "pool1" type: "Pooling" bottom: "conv1" top: "pool1"
              pooling_param { pool: MAX kernel_h: 2 kernel_w: 2 stride: 2 round_mode: CEIL } }
      layer { name: "score" type: "Convolution" bottom: "pool1" top: "score"
              convolution_param { num_output: 4 kernel_size: 1 axis: 1 } }
      layer { name: "up" type: "Deconvolution" bottom: "score" top: "up" param { lr_mult: 0 }
              convolution_param { num_output: 4 bias_term: false kernel_size: 4 stride: 2 group: 4
                                  weight_filler { type: "bilinear" variance_norm: AVERAGE } } }
      layer { name: "crop" type: "Crop" bottom: "up" bottom: "data" top: "crop"
              crop_param { axis: 2 offset: 19 } }
      layer { name: "crop2" type: "Crop" bottom: "up" bottom: "data" top: "crop2" }
      layer { name: "loss" type: "SoftmaxWithLoss" bottom: "crop" bottom: "label" top: "loss"
              propagate_down: true propagate_down: false
              loss_param { ignore_label: 255 normalize: false } exclude { phase: TEST stage: "x" } }
      layer { name: "acc" type: "Accuracy" bottom: "crop" bottom: "label" top: "acc"
              accuracy_param { top_k: 2 axis: 1 ignore_label: 255 }
              include { phase: TEST min_level: 0 max_level: 3 not_stage: "y" } }
      """;

  private static final String MANY =
      """
      state { level: 1 stage: "s" } force_backward: true
      layer { name: "in" type: "Input" top: "x" top: "y" input_param { shape { dim: 2 dim: 4 dim: 9 dim: 9 } } }
      layer { name: "bn" type: "BatchNorm" bottom: "x" top: "bn" batch_norm_param { eps: 0.001 use_global_stats: true } }
      layer { name: "scale" type: "Scale" bottom: "bn" top: "bn" scale_param { axis: 1 num_axes: 1 bias_term: true filler { value: 1 } } }
      layer { name: "bias" type: "Bias" bottom: "bn" top: "bias" bias_param { axis: 1 num_axes: -1 } }
      layer { name: "prelu" type: "PReLU" bottom: "bias" top: "bias" prelu_param { channel_shared: true } }
      layer { name: "elu" type: "ELU" bottom: "bias" top: "elu" elu_param { alpha: 1 } }
      layer { name: "pow" type: "Power" bottom: "elu" top: "pow" power_param { power: 2 scale: 3 shift: 1 } }
      layer { name: "exp" type: "Exp" bottom: "pow" top: "exp" exp_param { base: 2 } }
      layer { name: "log" type: "Log" bottom: "exp" top: "log" log_param { base: 10 } }
      layer { name: "reshape" type: "Reshape" bottom: "log" top: "reshape" reshape_param { shape { dim: 0 dim: -1 } axis: 0 num_axes: -1 } }
      layer { name: "flat" type: "Flatten" bottom: "log" top: "flat" flatten_param { axis: 1 end_axis: -1 } }
      layer { name: "red" type: "Reduction" bottom: "flat" top: "red" reduction_param { operation: MEAN axis: 1 coeff: 2 } }
      layer { name: "tile" type: "Tile" bottom: "x" top: "tile" tile_param { axis: 1 tiles: 3 } }
      layer { name: "im2col" type: "Im2col" bottom: "x" top: "im2col" convolution_param { kernel_size: 3 kernel_size: 2 stride: 2 } }
      layer { name: "spp" type: "SPP" bottom: "x" top: "spp" spp_param { pyramid_height: 2 pool: AVE } }
      layer { name: "lrn" type: "LRN" bottom: "x" top: "lrn" lrn_param { local_size: 3 norm_region: WITHIN_CHANNEL k: 1 } }
      layer { name: "mvn" type: "MVN" bottom: "x" top: "mvn" mvn_param { across_channels: true eps: 1e-9 } }
      layer { name: "soft" type: "Softmax" bottom: "x" top: "soft" softmax_param { axis: -3 } }
      layer { name: "max" type: "ArgMax" bottom: "x" top: "max" argmax_param { top_k: 2 out_max_val: true axis: 1 } }
      layer { name: "embed" type: "Embed" bottom: "red" top: "embed" embed_param { num_output: 3 input_dim: 7 } }
      layer { name: "param" type: "Parameter" top: "param" parameter_param { shape { dim: 3 dim: 2 } } }
      layer { name: "global" type: "Pooling" bottom: "x" top: "global" pooling_param { pool: AVE global_pooling: true } }
      layer { name: "mask" type: "Pooling" bottom: "x" top: "pooled" top: "mask" pooling_param { kernel_size: 3 stride: 2 pad: 1 } }
      layer { name: "prod" type: "Eltwise" bottom: "x" bottom: "y" top: "prod" eltwise_param { operation: PROD stable_prod_grad: false } }
      layer { name: "ip" type: "InnerProduct" bottom: "x" top: "ip" inner_product_param { num_output: 4 axis: 2 transpose: true weight_filler { type: "xavier" } } }
      layer { name: "euclid" type: "EuclideanLoss" bottom: "x" bottom: "y" top: "euclid" loss_weight: 0.5 }
      layer { name: "sigmoid" type: "SigmoidCrossEntropyLoss" bottom: "x" bottom: "y" loss_param { normalization: VALID } }
      layer { name: "hinge" type: "HingeLoss" bottom: "flat" bottom: "red" top: "hinge" hinge_loss_param { norm: L2 } }
      layer { name: "abs" type: "AbsVal" bottom: "x" top: "abs" }
      layer { name: "bnll" type: "BNLL" bottom: "abs" top: "bnll" }
      layer { name: "sig" type: "Sigmoid" bottom: "bnll" top: "sig" }
      layer { name: "tanh" type: "TanH" bottom: "sig" top: "tanh" }
      layer { name: "step" type: "Threshold" bottom: "tanh" top: "step" threshold_param { threshold: 0.5 } }
      layer { name: "multi" type: "MultinomialLogisticLoss" bottom: "flat" bottom: "red" top: "multi" }
      layer { name: "split" type: "Split" bottom: "x" top: "s1" top: "s2" }
      layer { name: "silence" type: "Silence" bottom: "s1" bottom: "s2" }
      layer { name: "matrix" type: "Parameter" top: "matrix" parameter_param { shape { dim: 324 dim: 324 } } }
      layer { name: "infogain" type: "InfogainLoss" bottom: "flat" bottom: "red" bottom: "matrix" infogain_loss_param { axis: 1 } }
      layer { name: "contrast" type: "ContrastiveLoss" bottom: "flat" bottom: "flat" bottom: "red" top: "c" contrastive_loss_param { margin: 1 legacy_version: true } }
      layer { name: "reindex" type: "BatchReindex" bottom: "x" bottom: "red" top: "reindex" }
      """;

  private static final String DATA =
      """
      layer { name: "d" type: "Data" top: "d" top: "dl" data_param { source: "x" batch_size: 4 backend: LMDB }
              transform_param { scale: 0.5 mirror: true crop_size: 227 mean_value: 104 mean_value: 117 mean_value: 123 } }
      layer { name: "i" type: "ImageData" top: "i" top: "il" image_data_param { source: "x" batch_size: 4 new_height: 20 new_width: 30 is_color: false } }
      layer { name: "w" type: "WindowData" top: "w" top: "wl" window_data_param { source: "x" batch_size: 4 crop_mode: "warp" } }
      layer { name: "h" type: "HDF5Data" top: "h" top: "hl" hdf5_data_param { source: "x" batch_size: 4 shuffle: true } }
      layer { name: "m" type: "MemoryData" top: "m" top: "ml" memory_data_param { batch_size: 2 channels: 3 height: 4 width: 5 } }
      layer { name: "u" type: "DummyData" top: "u" top: "v" dummy_data_param { shape { dim: 4 } shape { dim: 3 } data_filler { value: 1 } } }
      layer { name: "silence" type: "Silence" bottom: "d" bottom: "i" }
      """;

  private FuzzSeeds() {}

  static List<byte[]> texts() {
    return Stream.of(V0, V1, FCN, MANY, DATA)
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  static List<byte[]> binaries() {
    BlobProto legacy =
        BlobProto.newBuilder()
            .setNum(1)
            .setChannels(1)
            .setHeight(2)
            .setWidth(2)
            .addAllData(List.of(1f, 2f, 3f, 4f))
            .build();
    BlobProto shaped = shape(2, 3).addAllData(List.of(1f, 2f, 3f, 4f, 5f, 6f)).build();
    BlobProto doubles = shape(2).addAllDoubleData(List.of(1.0, 2.0)).addDiff(1).build();
    NetParameter v0 =
        NetParameter.newBuilder()
            .addLayers(
                V1LayerParameter.newBuilder()
                    .setLayer(
                        V0LayerParameter.newBuilder()
                            .setName("conv")
                            .setType("conv")
                            .addBlobs(legacy)
                            .addBlobs(legacy)))
            .build();
    NetParameter v1 =
        NetParameter.newBuilder()
            .setName("v1")
            .addLayers(
                V1LayerParameter.newBuilder()
                    .setName("conv")
                    .setType(V1LayerParameter.LayerType.CONVOLUTION)
                    .addBlobs(legacy))
            .build();
    NetParameter.Builder v2 = NetParameter.newBuilder().setName("net").addInput("data");
    v2.addLayerBuilder().setName("a").setType("InnerProduct").addBlobs(shaped).addBlobs(doubles);
    v2.addLayerBuilder().setName("b").addBlobs(BlobProto.newBuilder().addData(7));
    v2.getLayerBuilder(0).getInnerProductParamBuilder().setNumOutput(2);
    SolverState state =
        SolverState.newBuilder()
            .setIter(7)
            .setLearnedNet("x.caffemodel")
            .addHistory(shaped)
            .addHistory(doubles)
            .build();
    return Stream.of(v0, v1, v2.build(), state, legacy, shaped)
        .map(message -> message.toByteString())
        .map(ByteString::toByteArray)
        .toList();
  }

  private static BlobProto.Builder shape(long... dims) {
    BlobShape.Builder shape = BlobShape.newBuilder();
    for (long dim : dims) {
      shape.addDim(dim);
    }
    return BlobProto.newBuilder().setShape(shape);
  }
}
