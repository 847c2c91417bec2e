package io.fcn4j.models.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOException;

/**
 * The segments of a JPEG file, walked to its end; ImageIO fills up a truncated file with grey.
 *
 * @param inks whether it has the four components cyan, magenta, yellow and black
 * @param ycck whether the first three of them are stored as luminance and chrominance
 */
record JpegStructure(Orientation orientation, boolean inks, boolean ycck) {
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int TEM = 0x01;
  private static final int FRAME_FIRST = 0xC0;
  private static final int HUFFMAN = 0xC4;
  private static final int RESTART_FIRST = 0xD0;
  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;

  private static final int FRAME_COMPONENTS = 5;
  private static final int ADOBE_TRANSFORM = 11;
  private static final int TRANSFORM_YCCK = 2;

  /** Throws unless the file is whole. */
  static JpegStructure of(byte[] jpeg) throws IIOException {
    Orientation orientation = Orientation.UPRIGHT;
    boolean inks = false;
    boolean ycck = false;
    int at = nextMarker(jpeg, 2);
    while (at + 1 < jpeg.length) {
      int marker = jpeg[at + 1] & 0xFF;
      if (marker == END) {
        return new JpegStructure(orientation, inks, ycck);
      }
      int body = at + 2;
      if (hasBody(marker)) {
        if (body + 1 >= jpeg.length) {
          break;
        }
        int end = body + ((jpeg[body] & 0xFF) << 8 | (jpeg[body + 1] & 0xFF));
        body += 2;
        if (end > jpeg.length) {
          break;
        }
        if (marker == APP1 && begins(jpeg, body, end, EXIF)) {
          int tiff = body + EXIF.length;
          orientation = Orientation.ofExif(jpeg, tiff, end - tiff);
        } else if (marker == APP14 && begins(jpeg, body, end, ADOBE)) {
          ycck = body + ADOBE_TRANSFORM < end && jpeg[body + ADOBE_TRANSFORM] == TRANSFORM_YCCK;
        } else if (marker >= FRAME_FIRST && marker < HUFFMAN && body + FRAME_COMPONENTS < end) {
          inks = jpeg[body + FRAME_COMPONENTS] == 4;
        }
        body = end;
      }
      at = nextMarker(jpeg, body);
    }
    throw new IIOException(
        "it ends after " + jpeg.length + " bytes, before the marker that closes a JPEG");
  }

  private static boolean hasBody(int marker) {
    return marker != TEM && !(marker >= RESTART_FIRST && marker <= START);
  }

  private static boolean begins(byte[] jpeg, int from, int end, byte[] name) {
    return from + name.length <= end
        && Arrays.equals(jpeg, from, from + name.length, name, 0, name.length);
  }

  /** The next 0xFF that is followed by a marker: not by a stuffed zero, not by a fill byte. */
  private static int nextMarker(byte[] jpeg, int from) {
    int at = from;
    while (at + 1 < jpeg.length
        && ((jpeg[at] & 0xFF) != 0xFF || jpeg[at + 1] == 0 || (jpeg[at + 1] & 0xFF) == 0xFF)) {
      at++;
    }
    return at;
  }
}
