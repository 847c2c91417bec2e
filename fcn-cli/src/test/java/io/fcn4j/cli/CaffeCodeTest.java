package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.caffe.Caffe;
import io.fcn4j.caffe.CaffeModel;
import io.fcn4j.caffe.Prototxt;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.models.Fcn;
import io.fcn4j.models.Segmentation;
import io.fcn4j.models.Segmenter;
import io.fcn4j.models.Vgg16;
import io.fcn4j.models.data.PascalVoc;
import io.fcn4j.models.image.Images;
import io.fcn4j.models.image.Means;
import io.fcn4j.models.image.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the README that read Caffe's files. */
class CaffeCodeTest {
  @TempDir private Path folder;

  /** Weights of half a gigabyte are written and read. */
  @Tag("slow")
  @Test
  void publishedWeights() throws IOException {
    Path image = folder.resolve("dog.png");
    RgbImage.of(24, 16, new byte[24 * 16 * 3]).writePng(image);
    Net random = Fcn.stride8(Vgg16.backbone().fromScratch()).classes(21).build();
    Path fcn8s = folder.resolve("fcn8s-heavy-pascal.caffemodel");
    Caffe.writeWeights(random, fcn8s);

    Net net = Fcn.stride8(Vgg16.backbone()).classes(21).build();
    try (CaffeModel weights = CaffeModel.open(fcn8s)) {
      net.params().load(weights); // all or nothing; transplant(weights) takes what has a namesake
    }
    try (Segmenter segmenter =
        Segmenter.of(net).mean(Means.VOC_BGR).classes(PascalVoc.CLASSES).open()) {
      Segmentation result = segmenter.segment(Images.read(image));
      result.labels().writePng(folder.resolve("dog-labels.png"));
    }

    assertThat(folder.resolve("dog-labels.png")).exists();
  }

  @Test
  void caffeInCaffeOut() {
    Net small = Fcn.stride32(Vgg16.backbone().width(1, 32).fromScratch()).classes(3).build();
    Path prototxt = folder.resolve("train_val.prototxt");
    Path caffemodel = folder.resolve("weights.caffemodel");
    Caffe.write(small, prototxt, caffemodel);

    Net net = Prototxt.read(prototxt, Phase.TEST).withWeights(caffemodel);
    Caffe.write(net, folder.resolve("mine.prototxt"), folder.resolve("mine.caffemodel"));

    try (CaffeModel one = CaffeModel.open(caffemodel);
        CaffeModel other = CaffeModel.open(folder.resolve("mine.caffemodel"))) {
      assertThat(other.readAll()).isEqualTo(one.readAll());
    }
  }
}
