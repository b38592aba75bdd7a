package dev.elfwright.fat.erofs;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The first block and the table of devices behind it.
 *
 * <pre>
 * 1024 struct erofs_super_block, 128 bytes
 *      +0  magic u32             +4  crc32c u32           +8  compatible features u32
 *      +12 log2(block) u8        +14 root's inode u16     +16 number of inodes u64
 *      +24 time s64, +32 ns u32  +36 blocks u32           +40 block where inodes begin u32
 *      +44 shared attributes u32 +48 UUID, volume name    +80 incompatible features u32
 *      +86 number of devices u16 +88 table of devices u16, in units of 128 bytes
 * 1152 struct erofs_deviceslot, 128 bytes each
 *      +0  tag, 64 bytes         +64 blocks u32           +68 place in one address space u32
 * </pre>
 *
 * The tag names a device that is mounted without telling the kernel where it is; the kernel wants
 * none here. Its place is 0: files name device and block.
 */
final class SuperBlock {
  /** Most devices of an image: their number is a u16. */
  static final int MAX_DEVICES = 0xffff;

  private static final int OFFSET = 1024;
  private static final int SLOT = 128;
  private static final int MAGIC = 0xe0f5e1e2;
  private static final int HAS_CHECKSUM = 1;
  private static final int HAS_CHUNKS = 4;
  private static final int HAS_DEVICES = 8;

  private SuperBlock() {}

  /** In bytes, with the table. */
  static int size(int devices) {
    return OFFSET + SLOT + devices * SLOT;
  }

  static void write(
      ByteBuffer image, int rootInode, int inodes, int firstInodeBlock, List<Device> devices) {
    image.putInt(OFFSET, MAGIC);
    image.putInt(OFFSET + 8, HAS_CHECKSUM);
    image.put(OFFSET + 12, (byte) Integer.numberOfTrailingZeros(ErofsImage.BLOCK));
    image.putShort(OFFSET + 14, (short) rootInode);
    image.putLong(OFFSET + 16, inodes);
    image.putInt(OFFSET + 36, image.capacity() / ErofsImage.BLOCK);
    image.putInt(OFFSET + 40, firstInodeBlock);
    image.putInt(OFFSET + 80, devices.isEmpty() ? 0 : HAS_CHUNKS | HAS_DEVICES);
    image.putShort(OFFSET + 86, (short) devices.size());
    image.putShort(OFFSET + 88, (short) (devices.isEmpty() ? 0 : (OFFSET + SLOT) / SLOT));
    for (int i = 0; i < devices.size(); i++) {
      image.putInt(OFFSET + SLOT + i * SLOT + 64, (int) devices.get(i).blocks());
    }
    // Over the rest of the first block, and without the last inversion that CRC32C makes.
    var checksum = new CRC32C();
    checksum.update(image.array(), OFFSET, ErofsImage.BLOCK - OFFSET);
    image.putInt(OFFSET + 4, ~(int) checksum.getValue());
  }
}
