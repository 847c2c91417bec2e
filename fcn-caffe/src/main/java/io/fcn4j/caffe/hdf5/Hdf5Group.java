package io.fcn4j.caffe.hdf5;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A group of the classic format: a header, a B-tree of one level, a heap of names, and nodes of
 * symbols, in the order of the bytes of their names.
 */
final class Hdf5Group implements Hdf5Node {
  private static final int HEADER_BYTES = 40;
  private static final int HEAP_HEADER_BYTES = 32;
  private static final int SYMBOL_TABLE = 0x11;
  private static final long UNDEFINED = -1;

  /** What a heap without free space has for the address of it. */
  private static final long NO_FREE_SPACE = 1;

  private final Map<byte[], Hdf5Node> children = new TreeMap<>(Arrays::compareUnsigned);
  private int header;
  private int tree;
  private int heap;
  private int nodes;

  /** The child of this name; the given one from now on if there was none. */
  Hdf5Node child(String name, Hdf5Node fresh) {
    @Nullable Hdf5Node present = children.putIfAbsent(bytes(name), fresh);
    return present == null ? fresh : present;
  }

  /** The number of children of this group or the one below it that has most. */
  int mostChildren() {
    int most = children.size();
    for (Hdf5Node child : children.values()) {
      if (child instanceof Hdf5Group group) {
        most = Math.max(most, group.mostChildren());
      }
    }
    return most;
  }

  @Override
  public int place(int at, Hdf5Tables tables) {
    header = at;
    tree = header + HEADER_BYTES;
    heap = tree + tables.treeBytes();
    nodes = heap + HEAP_HEADER_BYTES + heapBytes();
    int end = nodes + Hdf5Tables.nodesFor(children.size()) * Hdf5Tables.nodeBytes();
    for (Hdf5Node child : children.values()) {
      end = child.place(end, tables);
    }
    return end;
  }

  @Override
  public int address() {
    return header;
  }

  @Override
  public void collect(List<Hdf5Leaf> leaves) {
    children.values().forEach(child -> child.collect(leaves));
  }

  @Override
  public void put(ByteBuffer file) {
    file.position(header);
    Hdf5Header.begin(file, 1, HEADER_BYTES);
    Hdf5Header.message(file, SYMBOL_TABLE, message -> message.putLong(tree).putLong(heap));
    file.position(heap);
    file.put(ascii("HEAP")).putInt(0).putLong(heapBytes()).putLong(NO_FREE_SPACE);
    file.putLong(heap + HEAP_HEADER_BYTES);
    file.position(tree);
    file.put(ascii("TREE")).putShort((short) 0);
    file.putShort((short) Hdf5Tables.nodesFor(children.size()));
    file.putLong(UNDEFINED).putLong(UNDEFINED).putLong(0);
    putSymbols(file);
    children.values().forEach(child -> child.put(file));
  }

  /** Nodes, names and the tree's keys: each is the last name of the node before it. */
  private void putSymbols(ByteBuffer file) {
    int key = file.position();
    int name = Long.BYTES;
    int symbol = 0;
    int left = children.size();
    for (Map.Entry<byte[], Hdf5Node> child : children.entrySet()) {
      int node = nodes + symbol / Hdf5Tables.SYMBOLS * Hdf5Tables.nodeBytes();
      int slot = symbol % Hdf5Tables.SYMBOLS;
      if (slot == 0) {
        file.position(node);
        file.put(ascii("SNOD")).putShort((short) 1);
        file.putShort((short) Math.min(left, Hdf5Tables.SYMBOLS));
      }
      file.position(node + 8 + slot * Hdf5Tables.ENTRY_BYTES);
      file.putLong(name).putLong(child.getValue().address());
      child.getValue().putEntry(file);
      file.position(heap + HEAP_HEADER_BYTES + name);
      file.put(child.getKey());
      symbol++;
      left--;
      if (left == 0 || slot == Hdf5Tables.SYMBOLS - 1) {
        file.putLong(key, node).putLong(key + Long.BYTES, name);
        key += 2 * Long.BYTES;
      }
      name += room(child.getKey());
    }
  }

  @Override
  public void putEntry(ByteBuffer file) {
    file.putInt(1).putInt(0).putLong(tree).putLong(heap);
  }

  /** An empty name, then all others. */
  private int heapBytes() {
    return Long.BYTES + children.keySet().stream().mapToInt(Hdf5Group::room).sum();
  }

  /** A name ends with a zero and fills up words. */
  private static int room(byte[] name) {
    return Hdf5Header.words(name.length + 1);
  }

  private static byte[] ascii(String signature) {
    return signature.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
