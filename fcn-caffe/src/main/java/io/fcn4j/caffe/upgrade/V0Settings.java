package io.fcn4j.caffe.upgrade;

import io.fcn4j.caffe.proto.V1LayerParameter.LayerType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the types and settings of 2013 were called in 2014. */
final class V0Settings {
  /** The types by their names of 2013. */
  static final Map<String, LayerType> TYPES =
      Map.ofEntries(
          Map.entry("accuracy", LayerType.ACCURACY),
          Map.entry("bnll", LayerType.BNLL),
          Map.entry("concat", LayerType.CONCAT),
          Map.entry("conv", LayerType.CONVOLUTION),
          Map.entry("data", LayerType.DATA),
          Map.entry("dropout", LayerType.DROPOUT),
          Map.entry("euclidean_loss", LayerType.EUCLIDEAN_LOSS),
          Map.entry("flatten", LayerType.FLATTEN),
          Map.entry("hdf5_data", LayerType.HDF5_DATA),
          Map.entry("hdf5_output", LayerType.HDF5_OUTPUT),
          Map.entry("im2col", LayerType.IM2COL),
          Map.entry("images", LayerType.IMAGE_DATA),
          Map.entry("infogain_loss", LayerType.INFOGAIN_LOSS),
          Map.entry("innerproduct", LayerType.INNER_PRODUCT),
          Map.entry("lrn", LayerType.LRN),
          Map.entry("multinomial_logistic_loss", LayerType.MULTINOMIAL_LOGISTIC_LOSS),
          Map.entry("pool", LayerType.POOLING),
          Map.entry("relu", LayerType.RELU),
          Map.entry("sigmoid", LayerType.SIGMOID),
          Map.entry("softmax", LayerType.SOFTMAX),
          Map.entry("softmax_loss", LayerType.SOFTMAX_LOSS),
          Map.entry("split", LayerType.SPLIT),
          Map.entry("tanh", LayerType.TANH),
          Map.entry("window_data", LayerType.WINDOW_DATA));

  /** Where the settings of a type went: old field, message and field of 2014. */
  static final Map<String, String> TARGETS =
      table(
          """
          conv num_output convolution_param.num_output
          conv biasterm convolution_param.bias_term
          conv weight_filler convolution_param.weight_filler
          conv bias_filler convolution_param.bias_filler
          conv pad convolution_param.pad
          conv kernelsize convolution_param.kernel_size
          conv group convolution_param.group
          conv stride convolution_param.stride
          innerproduct num_output inner_product_param.num_output
          innerproduct biasterm inner_product_param.bias_term
          innerproduct weight_filler inner_product_param.weight_filler
          innerproduct bias_filler inner_product_param.bias_filler
          pool pool pooling_param.pool
          pool pad pooling_param.pad
          pool kernelsize pooling_param.kernel_size
          pool stride pooling_param.stride
          dropout dropout_ratio dropout_param.dropout_ratio
          lrn local_size lrn_param.local_size
          lrn alpha lrn_param.alpha
          lrn beta lrn_param.beta
          lrn k lrn_param.k
          concat concat_dim concat_param.concat_dim
          data source data_param.source
          data scale data_param.scale
          data meanfile data_param.mean_file
          data batchsize data_param.batch_size
          data cropsize data_param.crop_size
          data mirror data_param.mirror
          data rand_skip data_param.rand_skip
          images source image_data_param.source
          images scale image_data_param.scale
          images meanfile image_data_param.mean_file
          images batchsize image_data_param.batch_size
          images cropsize image_data_param.crop_size
          images mirror image_data_param.mirror
          images rand_skip image_data_param.rand_skip
          images shuffle_images image_data_param.shuffle
          images new_height image_data_param.new_height
          images new_width image_data_param.new_width
          window_data source window_data_param.source
          window_data scale window_data_param.scale
          window_data meanfile window_data_param.mean_file
          window_data batchsize window_data_param.batch_size
          window_data cropsize window_data_param.crop_size
          window_data mirror window_data_param.mirror
          window_data det_fg_threshold window_data_param.fg_threshold
          window_data det_bg_threshold window_data_param.bg_threshold
          window_data det_fg_fraction window_data_param.fg_fraction
          window_data det_context_pad window_data_param.context_pad
          window_data det_crop_mode window_data_param.crop_mode
          hdf5_data source hdf5_data_param.source
          hdf5_data batchsize hdf5_data_param.batch_size
          infogain_loss source infogain_loss_param.source
          """);

  /** What is the same for all types. */
  static final List<String> OF_ALL_TYPES =
      List.of("name", "type", "blobs", "blobs_lr", "weight_decay", "hdf5_output_param");

  private V0Settings() {}

  private static Map<String, String> table(String rows) {
    Map<String, String> table = new HashMap<>();
    rows.lines()
        .forEach(
            row ->
                table.put(
                    row.substring(0, row.lastIndexOf(' ')),
                    row.substring(row.lastIndexOf(' ') + 1)));
    return table;
  }
}
