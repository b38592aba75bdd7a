package dev.elfwright.elf.unwind;

import java.util.OptionalLong;

/**
 * A Common Information Entry: what the entries of several functions share (LSB Core, "The Common
 * Information Entry Format"; DWARF 5, section 6.4.1).
 *
 * <table>
 * <caption>Layout</caption>
 * <tr><td>4 bytes</td><td>length of what follows; 0xffffffff: the next 8 bytes have it</td></tr>
 * <tr><td>4 bytes</td><td>0; in .debug_frame all bits, in 4 or 8 bytes</td></tr>
 * <tr><td>1 byte</td><td>version: 1, 3 or 4</td></tr>
 * <tr><td>text, NUL</td><td>augmentation</td></tr>
 * <tr><td>word</td><td>EH data, only where the augmentation is {@code eh}</td></tr>
 * <tr><td>1, 1</td><td>address and segment size, only in version 4</td></tr>
 * <tr><td>ULEB128</td><td>code alignment factor</td></tr>
 * <tr><td>SLEB128</td><td>data alignment factor</td></tr>
 * <tr><td>1 byte</td><td>register of the return address; ULEB128 from version 3 on</td></tr>
 * <tr><td>ULEB128</td><td>size of what follows, only where the augmentation begins with
 * {@code z}</td></tr>
 * <tr><td></td><td>a byte or more for each of its letters: L, P, R</td></tr>
 * <tr><td></td><td>instructions, up to the end</td></tr>
 * </table>
 *
 * @param offset bytes from the start of the section
 * @param size its size in bytes, the length field included
 * @param version 1, 3 or 4
 * @param augmentation a letter for each field of augmentation data
 * @param addressSize bytes of an address that is not encoded: 2, 4 or 8; the file's class below
 *     version 4
 * @param segmentSize bytes of a segment selector before each address, 0 below version 4
 * @param codeAlignment the factor of advances in code, in bytes
 * @param dataAlignment the factor of offsets in the stack, in bytes
 * @param returnRegister the column of the return address, numbered as the psABI does for DWARF
 * @param pointers how addresses of functions are encoded: letter R; see {@link PointerEncoding}
 * @param exceptionTables how addresses of exception tables are encoded: letter L; {@link
 *     PointerEncoding#OMITTED} for none
 * @param personality the address of the personality routine, or with {@link
 *     PointerEncoding#INDIRECT} of its address: letter P
 * @param personalityEncoding how that was encoded, {@link PointerEncoding#OMITTED} for none
 * @param signalFrame whether the functions are signal trampolines: letter S
 * @param instructions where the instructions begin, in bytes from the start of .eh_frame; they end
 *     where the entry does
 */
public record CommonEntry(
    long offset,
    long size,
    int version,
    String augmentation,
    int addressSize,
    int segmentSize,
    long codeAlignment,
    long dataAlignment,
    long returnRegister,
    int pointers,
    int exceptionTables,
    OptionalLong personality,
    int personalityEncoding,
    boolean signalFrame,
    long instructions)
    implements FrameEntry {

  /** Whether entries of functions have augmentation data, preceded by its size. */
  boolean hasData() {
    return augmentation.startsWith("z");
  }

  /**
   * Reads what follows the field with the 0.
   *
   * @param start the file offset of .eh_frame
   */
  static CommonEntry read(FrameCursor c, long offset, long size, long start) {
    int version = c.u8();
    if (version != 1 && version != 3 && version != 4) {
      throw c.malformed("CIE of version " + version);
    }
    String augmentation = c.text();
    if (augmentation.equals("eh")) {
      c.word();
    } else if (!augmentation.isEmpty() && !augmentation.startsWith("z")) {
      throw c.malformed("augmentation is not known");
    }
    int addressSize = version == 4 ? c.u8() : c.addressSize();
    int segmentSize = version == 4 ? c.u8() : 0;
    if (addressSize != 2 && addressSize != 4 && addressSize != 8 || segmentSize > 8) {
      throw c.malformed(
          "addresses of %d bytes, segment selectors of %d".formatted(addressSize, segmentSize));
    }
    c.withAddressSize(addressSize);
    long code = c.unsignedLeb();
    long data = c.signedLeb();
    long register = version == 1 ? c.u8() : c.unsignedLeb();
    AugmentationData fields = new AugmentationData();
    if (augmentation.startsWith("z")) {
      long dataSize = c.unsignedLeb();
      if (dataSize < 0 || dataSize > c.remaining()) {
        throw c.malformed("augmentation data of 0x%x bytes does not fit".formatted(dataSize));
      }
      long end = c.position() + dataSize;
      fields.read(c, augmentation);
      if (c.position() < end) {
        c.moveTo(end);
      }
    }
    return new CommonEntry(
        offset,
        size,
        version,
        augmentation,
        addressSize,
        segmentSize,
        code,
        data,
        register,
        fields.pointers,
        fields.exceptionTables,
        fields.personality,
        fields.personalityEncoding,
        fields.signalFrame,
        c.position() - start);
  }

  /** The fields that stand behind each other without names or sizes. */
  private static final class AugmentationData {
    private int pointers = PointerEncoding.ABSOLUTE;
    private int exceptionTables = PointerEncoding.OMITTED;
    private OptionalLong personality = OptionalLong.empty();
    private int personalityEncoding = PointerEncoding.OMITTED;
    private boolean signalFrame;

    /** Up to the first letter that is not known: what it stands for is not known either. */
    void read(FrameCursor c, String augmentation) {
      for (int i = 1; i < augmentation.length(); i++) {
        switch (augmentation.charAt(i)) {
          case 'R' -> pointers = c.u8();
          case 'L' -> exceptionTables = c.u8();
          case 'P' -> {
            personalityEncoding = c.u8();
            if (personalityEncoding != PointerEncoding.OMITTED) {
              personality = OptionalLong.of(c.pointer(personalityEncoding, 0));
            }
          }
          case 'S' -> signalFrame = true;
          case 'B', 'G' -> {} // AArch64: signed with key B; memory tags on the stack
          default -> {
            return;
          }
        }
      }
    }
  }
}
