package io.fcn4j.caffe.hdf5;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Writes the header of a group or data set: a prefix, and messages that fill up words. */
final class Hdf5Header {
  static final int PREFIX_BYTES = 16;
  static final int MESSAGE_PREFIX_BYTES = 8;

  private Hdf5Header() {}

  /** Writes the prefix of a header of {@code bytes} in all. */
  static void begin(ByteBuffer file, int messages, int bytes) {
    file.putShort((short) 1).putShort((short) messages).putInt(1);
    file.putInt(bytes - PREFIX_BYTES).putInt(0);
  }

  static void message(ByteBuffer file, int type, Consumer<ByteBuffer> content) {
    int begin = file.position();
    file.position(begin + MESSAGE_PREFIX_BYTES);
    content.accept(file);
    int bytes = words(file.position() - begin - MESSAGE_PREFIX_BYTES);
    file.putShort(begin, (short) type).putShort(begin + Short.BYTES, (short) bytes);
    file.position(begin + MESSAGE_PREFIX_BYTES + bytes);
  }

  /** Rounded up to a whole number of words of eight bytes. */
  static int words(int bytes) {
    return (bytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
  }
}
