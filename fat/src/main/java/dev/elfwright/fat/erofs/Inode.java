package dev.elfwright.fat.erofs;

import dev.elfwright.elf.Names;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One inode, and what stands directly behind it: extended attributes, then either the content's
 * last bytes or the place of the content on a device.
 *
 * <pre>
 * struct erofs_inode_extended, 64 bytes
 *      +0  format u16: bit 0 extended, bits 1 to 3 how the content is stored
 *      +2  attributes u16        +4  mode u16             +8  size u64
 *      +16 first block u32, device number u32, or log2(chunk / block) with bit 5 set
 *      +20 number in 32 bits u32 +24 owner u32, group u32 +32 time s64, +40 ns u32
 *      +44 links u32
 * struct erofs_inode_chunk_index, 8 bytes, at a multiple of 8
 *      +2  device u16, counted from 1                     +4  block u32
 * </pre>
 *
 * A file on a device is one chunk, however large: a power of two of blocks that has room for it.
 * One whose end is in the image is cut into chunks of 64 KiB, the last of which is on device 0.
 */
final class Inode {
  /** How the content is stored. */
  private enum Layout {
    PLAIN(0),
    INLINE(2),
    CHUNKS(4);

    private final int number;

    Layout(int number) {
      this.number = number;
    }
  }

  private static final int SIZE = 64;
  private static final int CHUNK_INDEX = 8;
  private static final int WITH_DEVICE = 0x20;

  final Node node;

  /** In the order of the image, from 1. */
  final int number;

  int links;

  /** Where it stands, from the first inode's block on; its number for the kernel is this / 32. */
  int offset;

  /** The first block of the content that stands elsewhere in the image. */
  int firstBlock;

  private final AttributeArea attributes;
  private final Optional<DirectoryContent> entries;
  private final Layout layout;
  private final long contentSize;

  Inode(Node node, Node.Directory parent, int number) {
    this.node = node;
    this.number = number;
    this.attributes = new AttributeArea(node.metadata().attributes());
    this.entries =
        node instanceof Node.Directory d
            ? Optional.of(new DirectoryContent(d, parent))
            : Optional.empty();
    this.contentSize = contentSize();
    this.layout = layout();
  }

  private long contentSize() {
    return switch (node) {
      case Node.Directory _ -> entries.orElseThrow().size();
      case Node.MappedFile file -> file.size();
      case Node.StoredFile file -> file.content().length;
      case Node.Symlink link -> Names.encode(link.target()).length;
      case Node.Special _ -> 0;
    };
  }

  private Layout layout() {
    if (node instanceof Node.MappedFile) {
      return contentSize == 0 ? Layout.PLAIN : Layout.CHUNKS;
    }
    int tail = tail();
    return tail > 0 && SIZE + attributes.size() + tail <= ErofsImage.BLOCK
        ? Layout.INLINE
        : Layout.PLAIN;
  }

  private int tail() {
    return (int) (contentSize % ErofsImage.BLOCK);
  }

  /** The inode with what stands behind it, in bytes. */
  int size() {
    return switch (layout) {
      case PLAIN -> SIZE + attributes.size();
      case INLINE -> SIZE + attributes.size() + tail();
      case CHUNKS -> chunkIndex() + chunks() * CHUNK_INDEX;
    };
  }

  private int chunks() {
    return Math.toIntExact(
        (contentSize + (1L << chunkBits()) * ErofsImage.BLOCK - 1)
            / ((1L << chunkBits()) * ErofsImage.BLOCK));
  }

  private int chunkIndex() {
    return (SIZE + attributes.size() + 7) / 8 * 8;
  }

  /** How many blocks of the image the content needs besides. */
  int blocks() {
    return switch (layout) {
      case PLAIN -> blocksFor(contentSize);
      case INLINE -> (int) (contentSize / ErofsImage.BLOCK);
      case CHUNKS -> blocksFor(file().end().length);
    };
  }

  void write(ByteBuffer image, int at, ErofsImage numbers) {
    Metadata metadata = node.metadata();
    image.putShort(at, (short) (1 | layout.number << 1));
    image.putShort(at + 2, (short) attributes.count());
    image.putShort(at + 4, (short) (FileType.of(node).mode() | metadata.permissions()));
    image.putLong(at + 8, contentSize);
    image.putInt(at + 16, place());
    image.putInt(at + 20, number);
    image.putInt(at + 24, metadata.owner());
    image.putInt(at + 28, metadata.group());
    image.putLong(at + 32, metadata.modified().getEpochSecond());
    image.putInt(at + 40, metadata.modified().getNano());
    image.putInt(at + 44, links);
    attributes.write(image, at + SIZE);
    if (layout == Layout.CHUNKS) {
      writeChunks(image, at + chunkIndex());
    } else {
      byte[] content = content(numbers);
      int elsewhere = layout == Layout.INLINE ? content.length - tail() : content.length;
      image.put(firstBlock * ErofsImage.BLOCK, content, 0, elsewhere);
      image.put(at + SIZE + attributes.size(), content, elsewhere, content.length - elsewhere);
    }
  }

  private void writeChunks(ByteBuffer image, int at) {
    Node.MappedFile file = file();
    int mapped = chunks() - (file.end().length == 0 ? 0 : 1);
    for (int i = 0; i < mapped; i++) {
      long block = file.offset() / ErofsImage.BLOCK + ((long) i << chunkBits());
      writeChunk(image, at + i * CHUNK_INDEX, file.device() + 1, (int) block);
    }
    if (mapped < chunks()) {
      writeChunk(image, at + mapped * CHUNK_INDEX, 0, firstBlock);
      image.put(firstBlock * ErofsImage.BLOCK, file.end());
    }
  }

  private static void writeChunk(ByteBuffer image, int at, int device, int block) {
    image.putShort(at + 2, (short) device);
    image.putInt(at + 4, block);
  }

  private Node.MappedFile file() {
    return (Node.MappedFile) node;
  }

  private int place() {
    if (node instanceof Node.Special special) {
      int minor = special.minor();
      return minor & 0xff | special.major() << 8 | (minor & ~0xff) << 12; // new_encode_dev()
    }
    return layout == Layout.CHUNKS ? WITH_DEVICE | chunkBits() : firstBlock;
  }

  /** log2 of a chunk's blocks. */
  private int chunkBits() {
    long chunk = file().end().length == 0 ? contentSize : Node.MappedFile.END;
    return 64 - Long.numberOfLeadingZeros((chunk + ErofsImage.BLOCK - 1) / ErofsImage.BLOCK - 1);
  }

  private static int blocksFor(long bytes) {
    return (int) ((bytes + ErofsImage.BLOCK - 1) / ErofsImage.BLOCK);
  }

  private byte[] content(ErofsImage numbers) {
    return switch (node) {
      case Node.Directory _ -> entries.orElseThrow().bytes(numbers::inodeNumber);
      case Node.StoredFile file -> file.content();
      case Node.Symlink link -> Names.encode(link.target());
      case Node.MappedFile _, Node.Special _ -> new byte[0];
    };
  }
}
