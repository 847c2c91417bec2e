package io.fcn4j.caffe.hdf5;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A group or data set that is being written: first every node is given its place, then all of them,
 * which know each other's by then, are put into the buffer of everything that comes before the
 * data.
 */
interface Hdf5Node {
  /** Takes room for the node and all below it, and returns where that ends. */
  int place(int at, Hdf5Tables tables);

  /** Where the node's header is. */
  int address();

  /**
   * Adds the data sets at and below this node in the order in which their data is to be written.
   */
  void collect(List<Hdf5Leaf> leaves);

  /** Writes the headers and tables at and below the node. */
  void put(ByteBuffer file);

  /** Writes what the entry of the node in the table of its group says besides name and address. */
  void putEntry(ByteBuffer file);
}
