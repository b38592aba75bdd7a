package dev.elfwright.fat.erofs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An image of EROFS in memory.
 *
 * <pre>
 * superblock, table of devices | inodes, each with what stands behind it | blocks of other content
 * </pre>
 *
 * Inodes stand at multiples of 32 bytes. One that has room in a block does not cross into the next:
 * the kernel reads an inode, its inline content and a link's target from one block each.
 */
public final class ErofsImage {
  /** Block size in bytes, log2 of which the superblock tells. */
  public static final int BLOCK = 4096;

  private static final int UNIT = 32;

  /** Inode number 0 would be no number: readers of folders take such entries for deleted ones. */
  private static final int FIRST_INODE = 64;

  private final Map<Node, Inode> inodes = new IdentityHashMap<>();
  private final List<Inode> order = new ArrayList<>();
  private final List<Device> devices;

  private ErofsImage(Node.Directory root, List<Device> devices) {
    this.devices = List.copyOf(devices);
    number(root);
  }

  /**
   * Writes an image.
   *
   * @param root the file system's root
   * @param devices what {@link Node.MappedFile} counts from 0; to be given in this order when
   *     mounting
   * @return its bytes, a multiple of {@link #BLOCK}
   * @throws IllegalArgumentException if the tree does not fit: more than 65,535 devices, a file
   *     past the end of its device, or 2 GiB of image
   */
  public static byte[] write(Node.Directory root, List<Device> devices) {
    if (devices.size() > SuperBlock.MAX_DEVICES) {
      throw new IllegalArgumentException(
          "%d devices, an image can have %d".formatted(devices.size(), SuperBlock.MAX_DEVICES));
    }
    return new ErofsImage(root, devices).write();
  }

  /** Breadth first, so that the inodes of a folder stand together. */
  private void number(Node.Directory root) {
    var folders = new ArrayDeque<Node.Directory>();
    add(root, root).links = 2;
    folders.add(root);
    while (!folders.isEmpty()) {
      Node.Directory folder = folders.remove();
      for (Node node : folder.entries().values()) {
        boolean seen = inodes.containsKey(node);
        if (node instanceof Node.Directory below) {
          if (seen) {
            throw new IllegalArgumentException("a folder at two places");
          }
          add(below, folder).links = 2;
          inode(folder).links++;
          folders.add(below);
        } else {
          (seen ? inode(node) : add(node, folder)).links++;
        }
      }
    }
  }

  private Inode add(Node node, Node.Directory parent) {
    if (node instanceof Node.MappedFile file && !isThere(file)) {
      throw new IllegalArgumentException(
          "%d bytes at %d are not in whole blocks of device %d"
              .formatted(file.mapped(), file.offset(), file.device()));
    }
    var inode = new Inode(node, parent, order.size() + 1);
    inodes.put(node, inode);
    order.add(inode);
    return inode;
  }

  private boolean isThere(Node.MappedFile file) {
    return file.mapped() == 0
        || file.device() < devices.size()
            && file.offset() / BLOCK + blocksFor(file.mapped())
                <= devices.get(file.device()).blocks();
  }

  private Inode inode(Node node) {
    return Objects.requireNonNull(inodes.get(node));
  }

  long inodeNumber(Node node) {
    return inode(node).offset / UNIT;
  }

  private byte[] write() {
    int firstInodeBlock = blocksFor(SuperBlock.size(devices.size()));
    long contentBlock = firstInodeBlock + (long) blocksFor(placeInodes());
    for (Inode inode : order) {
      inode.firstBlock = (int) contentBlock;
      contentBlock = Math.addExact(contentBlock, inode.blocks());
    }
    if (contentBlock >= Integer.MAX_VALUE / BLOCK) {
      throw new IllegalArgumentException("an image of %d blocks".formatted(contentBlock));
    }
    byte[] bytes = new byte[(int) contentBlock * BLOCK];
    ByteBuffer image = littleEndian(bytes);
    for (Inode inode : order) {
      inode.write(image, firstInodeBlock * BLOCK + inode.offset, this);
    }
    SuperBlock.write(image, rootInode(), order.size(), firstInodeBlock, devices);
    return bytes;
  }

  /** In the first two blocks, so its two bytes in the superblock are enough. */
  private int rootInode() {
    return order.getFirst().offset / UNIT;
  }

  private long placeInodes() {
    long at = FIRST_INODE;
    for (Inode inode : order) {
      if (at % BLOCK + inode.size() > BLOCK) {
        at = (long) blocksFor(at) * BLOCK;
      }
      inode.offset = Math.toIntExact(at);
      at = (at + inode.size() + UNIT - 1) / UNIT * UNIT;
    }
    return at;
  }

  private static int blocksFor(long bytes) {
    return Math.toIntExact((bytes + BLOCK - 1) / BLOCK);
  }

  static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
