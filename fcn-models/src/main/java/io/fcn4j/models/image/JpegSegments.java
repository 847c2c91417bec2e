package io.fcn4j.models.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOException;

/** Walks the segments of a JPEG file; ImageIO fills up a truncated one with grey. */
final class JpegSegments {
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int APP1 = 0xE1;
  private static final int END = 0xD9;
  private static final int TEM = 0x01;
  private static final int RESTART_FIRST = 0xD0;
  private static final int START = 0xD8;

  private JpegSegments() {}

  /** Throws unless the file is whole; the orientation of its EXIF segment, if there is one. */
  static Orientation check(byte[] jpeg) throws IIOException {
    Orientation orientation = Orientation.UPRIGHT;
    int at = nextMarker(jpeg, 2);
    while (at + 1 < jpeg.length) {
      int marker = jpeg[at + 1] & 0xFF;
      if (marker == END) {
        return orientation;
      }
      int body = at + 2;
      if (hasLength(marker)) {
        if (body + 1 >= jpeg.length) {
          break;
        }
        int length = (jpeg[body] & 0xFF) << 8 | (jpeg[body + 1] & 0xFF);
        int end = body + length;
        if (marker == APP1 && end <= jpeg.length && startsWithExif(jpeg, body + 2, end)) {
          int tiff = body + 2 + EXIF.length;
          orientation = Orientation.ofExif(jpeg, tiff, end - tiff);
        }
        body = end;
      }
      at = nextMarker(jpeg, body);
    }
    throw new IIOException(
        "it ends after " + jpeg.length + " bytes, before the marker that closes a JPEG");
  }

  private static boolean hasLength(int marker) {
    return marker != TEM && !(marker >= RESTART_FIRST && marker <= START);
  }

  private static boolean startsWithExif(byte[] jpeg, int from, int end) {
    return from + EXIF.length <= end
        && Arrays.equals(jpeg, from, from + EXIF.length, EXIF, 0, EXIF.length);
  }

  /** The next 0xFF that is followed by a marker: not by a stuffed zero, not by fill bytes. */
  private static int nextMarker(byte[] jpeg, int from) {
    int at = from;
    while (at + 1 < jpeg.length
        && ((jpeg[at] & 0xFF) != 0xFF || jpeg[at + 1] == 0 || (jpeg[at + 1] & 0xFF) == 0xFF)) {
      at++;
    }
    return at;
  }
}
