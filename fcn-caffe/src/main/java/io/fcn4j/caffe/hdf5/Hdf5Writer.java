package io.fcn4j.caffe.hdf5;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.io.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a tree of groups and data sets as a stream: a superblock of version 0, all headers and
 * tables, then all data. Equal trees give equal bytes. Format:
 * https://docs.hdfgroup.org/hdf5/develop/_f_m_t11.html.
 */
final class Hdf5Writer {
  private static final int SUPERBLOCK_BYTES = 96;
  private static final long SIGNATURE = 0x0a1a0a0d46444889L;
  private static final long UNDEFINED = -1;

  private final Hdf5Group root = new Hdf5Group();

  /** Adds a data set and the groups that it lies in. */
  void add(String path, Hdf5Leaf leaf) {
    int slash = path.lastIndexOf('/');
    Hdf5Group parent = slash < 0 ? root : group(path.substring(0, slash));
    if (parent.child(path.substring(slash + 1), leaf) != leaf) {
      throw new FcnException("'" + path + "' cannot be both a data set and a group of HDF5");
    }
  }

  /** The group at a path, which is made if need be, as are those that it lies in. */
  Hdf5Group group(String path) {
    Hdf5Group group = root;
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.indexOf('\0') >= 0) {
        throw new FcnException(
            "'"
                + path
                + "' cannot be written to HDF5: found '"
                + name
                + "' between its slashes,"
                + " expected a name that is neither empty nor a dot; rename the layer");
      }
      if (group.child(name, new Hdf5Group()) instanceof Hdf5Group child) {
        group = child;
      } else {
        throw new FcnException("'" + path + "' cannot be both a group and a data set of HDF5");
      }
    }
    return group;
  }

  /** Writes the file aside and moves it into place. */
  void write(Path path) {
    Hdf5Tables tables = Hdf5Tables.forChildren(root.mostChildren());
    ByteBuffer head = ByteBuffer.allocate(root.place(SUPERBLOCK_BYTES, tables));
    head.order(ByteOrder.LITTLE_ENDIAN);
    List<Hdf5Leaf> leaves = new ArrayList<>();
    root.collect(leaves);
    long end = head.capacity();
    for (Hdf5Leaf leaf : leaves) {
      end = leaf.placeData(words(end));
    }
    putSuperblock(head, tables, end);
    root.put(head);
    AtomicFile.write(path, out -> write(head.array(), leaves, out));
  }

  private void putSuperblock(ByteBuffer head, Hdf5Tables tables, long end) {
    // Version 0 of everything; addresses and lengths of eight bytes.
    head.putLong(SIGNATURE).putInt(0).put(new byte[] {0, Long.BYTES, Long.BYTES, 0});
    head.putShort((short) (Hdf5Tables.SYMBOLS / 2)).putShort((short) (tables.nodes() / 2));
    head.putInt(0).putLong(0).putLong(UNDEFINED).putLong(end).putLong(UNDEFINED);
    head.putLong(0).putLong(root.address());
    root.putEntry(head);
  }

  private static void write(byte[] head, List<Hdf5Leaf> leaves, OutputStream out)
      throws IOException {
    out.write(head);
    long at = head.length;
    for (Hdf5Leaf leaf : leaves) {
      out.write(new byte[Math.toIntExact(leaf.dataAddress() - at)]);
      leaf.data().writeTo(out);
      at = leaf.dataAddress() + leaf.dataBytes();
    }
  }

  /** Rounded up, so that data begins at a whole word. */
  private static long words(long bytes) {
    return (bytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
  }
}
