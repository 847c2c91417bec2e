package io.fcn4j.caffe.hdf5;

/**
 * The sizes of a file's tables, which the superblock states once for all groups. The library's own
 * defaults hold 256 children; for more, the trees become wider, so that one level is always enough.
 *
 * @param nodes into how many nodes of symbols a tree can lead
 */
record Hdf5Tables(int nodes) {
  /** Children per node of symbols: twice the "leaf K" of the superblock. */
  static final int SYMBOLS = 8;

  private static final int DEFAULT_NODES = 32;

  static final int ENTRY_BYTES = 40;

  /** Tables for groups of at most so many children. */
  static Hdf5Tables forChildren(int most) {
    int nodes = nodesFor(most);
    return new Hdf5Tables(Math.max(DEFAULT_NODES, nodes + nodes % 2));
  }

  static int nodesFor(int children) {
    return (children + SYMBOLS - 1) / SYMBOLS;
  }

  /** A signature, counts and two siblings, then keys around children. */
  int treeBytes() {
    return 24 + (2 * nodes + 1) * Long.BYTES;
  }

  static int nodeBytes() {
    return 8 + SYMBOLS * ENTRY_BYTES;
  }
}
