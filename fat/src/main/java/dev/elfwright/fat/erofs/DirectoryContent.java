package dev.elfwright.fat.erofs;

import dev.elfwright.elf.Names;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A folder's content: blocks, each with its entries first and their names behind them.
 *
 * <pre>
 * struct erofs_dirent   12 bytes  inode number u64, offset of the name in the block u16,
 *                                 file type u8, reserved u8
 * </pre>
 *
 * The kernel searches blocks and entries by halving, so names are sorted by their unsigned bytes,
 * "." and ".." in their places among them. The first name's offset tells how many entries there
 * are; a name ends where the next begins, the last of a block at a NUL or the block's end.
 */
final class DirectoryContent {
  private static final int ENTRY = 12;

  private record Entry(byte[] name, Node node) {}

  private final List<List<Entry>> blocks = new ArrayList<>();
  private int used;

  DirectoryContent(Node.Directory self, Node.Directory parent) {
    List<Entry> entries = new ArrayList<>(self.entries().size() + 2);
    entries.add(new Entry(new byte[] {'.'}, self));
    entries.add(new Entry(new byte[] {'.', '.'}, parent));
    self.entries().forEach((name, node) -> entries.add(new Entry(Names.encode(name), node)));
    entries.sort((a, b) -> Arrays.compareUnsigned(a.name, b.name));
    used = ErofsImage.BLOCK;
    for (Entry entry : entries) {
      int size = ENTRY + entry.name.length;
      if (used + size > ErofsImage.BLOCK) {
        blocks.add(new ArrayList<>());
        used = 0;
      }
      blocks.getLast().add(entry);
      used += size;
    }
  }

  /** In bytes: whole blocks, and what the last one uses. */
  int size() {
    return (blocks.size() - 1) * ErofsImage.BLOCK + used;
  }

  byte[] bytes(ToLongFunction<Node> inodeNumber) {
    byte[] bytes = new byte[size()];
    ByteBuffer out = ErofsImage.littleEndian(bytes);
    for (int i = 0; i < blocks.size(); i++) {
      write(out, i * ErofsImage.BLOCK, blocks.get(i), inodeNumber);
    }
    return bytes;
  }

  private static void write(
      ByteBuffer out, int block, List<Entry> entries, ToLongFunction<Node> inodeNumber) {
    int at = block;
    int nameAt = entries.size() * ENTRY;
    for (Entry entry : entries) {
      out.putLong(at, inodeNumber.applyAsLong(entry.node));
      out.putShort(at + 8, (short) nameAt);
      out.put(at + 10, (byte) FileType.of(entry.node).directoryType());
      out.put(block + nameAt, entry.name);
      at += ENTRY;
      nameAt += entry.name.length;
    }
  }
}
