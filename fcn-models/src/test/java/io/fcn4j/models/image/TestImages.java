package io.fcn4j.models.image;

import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Encoded images made in memory, and the surgery that spoils them. */
final class TestImages {
  private TestImages() {}

  /** An RGB image whose pixels all differ. */
  static RgbImage gradient(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      rgb[3 * i] = (byte) (i % width * 7);
      rgb[3 * i + 1] = (byte) (i / width * 11);
      rgb[3 * i + 2] = (byte) i;
    }
    return RgbImage.of(width, height, rgb);
  }

  static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException(format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] png(RgbImage image) {
    return encode(image.toBufferedImage(), "png");
  }

  static byte[] jpeg(RgbImage image) {
    return encode(image.toBufferedImage(), "jpeg");
  }

  /** An image of a Java type, with samples set in its raster: {@code (x + 3 * y) % levels}. */
  static byte[] samplesPng(int type, int width, int height, int levels) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int band = 0; band < image.getRaster().getNumBands(); band++) {
          image.getRaster().setSample(x, y, band, (x + 3 * y) % levels);
        }
      }
    }
    return encode(image, "png");
  }

  /** An EXIF block that holds an orientation. */
  static byte[] exif(ByteOrder order, int orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(38).order(order);
    tiff.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x010F)
        .putShort((short) 2)
        .putInt(4)
        .put("fcn\0".getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return tiff.array();
  }

  static byte[] withExif(byte[] jpeg, byte[] exif) {
    return withSegment(jpeg, 0xE1, "Exif\0\0", exif);
  }

  static byte[] withProfile(byte[] jpeg, int colourSpace) {
    byte[] profile = ICC_Profile.getInstance(colourSpace).getData();
    return withSegment(jpeg, 0xE2, "ICC_PROFILE\0\1\1", profile);
  }

  /** The JPEG with a segment after its JFIF header. */
  static byte[] withSegment(byte[] jpeg, int marker, String name, byte[] body) {
    int header = 2 + 2 + ((jpeg[4] & 0xFF) << 8 | (jpeg[5] & 0xFF));
    ByteBuffer all = ByteBuffer.allocate(jpeg.length + 4 + name.length() + body.length);
    all.put(jpeg, 0, header).put((byte) 0xFF).put((byte) marker);
    all.putShort((short) (2 + name.length() + body.length));
    all.put(name.getBytes(StandardCharsets.ISO_8859_1)).put(body);
    return all.put(jpeg, header, jpeg.length - header).array();
  }

  /** The PNG with a chunk after its header. */
  static byte[] withChunk(byte[] png, String type, byte[] body) {
    int header = 8 + 25;
    ByteBuffer all = ByteBuffer.allocate(png.length + 12 + body.length);
    all.put(png, 0, header).putInt(body.length);
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(body);
    all.put(name).put(body).putInt((int) crc.getValue());
    return all.put(png, header, png.length - header).array();
  }

  /** The bytes without those from one index to another. */
  static byte[] without(byte[] bytes, int from, int to) {
    byte[] rest = Arrays.copyOf(bytes, bytes.length - (to - from));
    System.arraycopy(bytes, to, rest, from, bytes.length - to);
    return rest;
  }
}
