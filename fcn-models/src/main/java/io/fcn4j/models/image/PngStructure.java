package io.fcn4j.models.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.IIOException;

/** Walks the chunks of a PNG file; ImageIO reports neither a missing end nor a wrong checksum. */
final class PngStructure {
  private static final int SIGNATURE = 8;
  private static final int FRAME = 12;

  private PngStructure() {}

  /** Throws unless the file is whole; the orientation of its EXIF chunk, if there is one. */
  static Orientation check(byte[] png) throws IIOException {
    Orientation orientation = Orientation.UPRIGHT;
    ByteBuffer in = ByteBuffer.wrap(png);
    int at = SIGNATURE;
    while (at + FRAME <= png.length) {
      long length = Integer.toUnsignedLong(in.getInt(at));
      String type = new String(png, at + 4, 4, StandardCharsets.ISO_8859_1);
      if (at + FRAME + length > png.length) {
        break;
      }
      int data = at + 8;
      int end = data + (int) length;
      // An upper-case first letter marks a chunk without which the pixels cannot be known.
      if (Character.isUpperCase(type.charAt(0)) && crc(png, at + 4, end) != in.getInt(end)) {
        throw new IIOException("the checksum of chunk " + type + " at byte " + at + " is wrong");
      }
      if (type.equals("eXIf")) {
        orientation = Orientation.ofExif(png, data, (int) length);
      }
      if (type.equals("IEND")) {
        return orientation;
      }
      at = end + 4;
    }
    throw new IIOException(
        "it ends after " + png.length + " bytes, before the IEND chunk that closes a PNG");
  }

  private static int crc(byte[] bytes, int from, int to) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }
}
