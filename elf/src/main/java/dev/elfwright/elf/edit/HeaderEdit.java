package dev.elfwright.elf.edit;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;

/** Changes to the ELF header, and to what program headers say about the whole file. */
public final class HeaderEdit {
  private final Draft draft;

  HeaderEdit(Draft draft) {
    this.draft = draft;
  }

  /**
   * Sets EI_OSABI.
   *
   * @param value 0 to 255
   */
  public HeaderEdit osAbi(int value) {
    draft.header = Headers.withOsAbi(draft.header, value);
    return this;
  }

  /** Sets e_type. */
  public HeaderEdit type(int value) {
    draft.header = Headers.withType(draft.header, value);
    return this;
  }

  /** Sets e_flags. */
  public HeaderEdit flags(int value) {
    draft.header = Headers.withFlags(draft.header, value);
    return this;
  }

  /** Sets e_entry, an address. */
  public HeaderEdit entry(long address) {
    draft.header = Headers.withEntry(draft.header, address);
    return this;
  }

  /** The header as it is now. */
  public FileHeader now() {
    return draft.header;
  }

  /** Asks for a stack whose pages can be executed: PT_GNU_STACK with PF_X. */
  public HeaderEdit executableStack() {
    return stack(Segment.READ | Segment.WRITE | Segment.EXECUTE);
  }

  /** Asks for a stack whose pages cannot be executed: PT_GNU_STACK without PF_X. */
  public HeaderEdit ordinaryStack() {
    return stack(Segment.READ | Segment.WRITE);
  }

  private HeaderEdit stack(int flags) {
    for (int i = 0; i < draft.segments.size(); i++) {
      Segment s = draft.segments.get(i);
      if (s.type() == SegmentType.GNU_STACK) {
        draft.segments.set(i, Headers.withFlags(s, flags));
        return this;
      }
    }
    if (draft.segments.isEmpty()) {
      throw draft.refuse("has no program headers, and so no stack of its own");
    }
    draft.segments.add(new Segment(SegmentType.GNU_STACK, flags, 0, 0, 0, 0, 0, 16));
    return this;
  }

  /**
   * Moves the physical address, p_paddr, of each segment that has bytes in the file.
   *
   * @param distance in bytes, negative for lower addresses
   * @throws EditRefusedException when one would pass either end of the address space
   */
  public HeaderEdit movePhysicalAddresses(long distance) {
    for (int i = 0; i < draft.segments.size(); i++) {
      Segment s = draft.segments.get(i);
      if (s.fileSize() == 0) {
        continue;
      }
      long to = s.physicalAddress() + distance;
      boolean passes =
          (distance > 0 && Long.compareUnsigned(to, s.physicalAddress()) < 0)
              || (distance < 0 && Long.compareUnsigned(to, s.physicalAddress()) > 0)
              || (!draft.header.is64() && to >>> 32 != 0);
      if (passes) {
        throw draft.refuse(
            "the physical address 0x%x cannot move by %s0x%x"
                .formatted(s.physicalAddress(), distance < 0 ? "-" : "", Math.abs(distance)));
      }
      draft.segments.set(i, Headers.withPhysicalAddress(s, to));
    }
    return this;
  }

  /**
   * Makes the file fit for kernels with larger pages: each PT_LOAD gets this alignment, and so do
   * segments that later edits add.
   *
   * @param size a power of two, in bytes
   * @throws IllegalArgumentException when it is none
   * @throws EditRefusedException when two segments with different access share such a page, or a
   *     segment's address and offset differ modulo its size: only a linker can change that
   */
  public HeaderEdit pageSize(long size) {
    if (Long.bitCount(size) != 1 || size < 0) {
      throw new IllegalArgumentException(size + " is no power of two");
    }
    Segment before = null;
    for (int i = 0; i < draft.segments.size(); i++) {
      Segment s = draft.segments.get(i);
      if (!s.isLoad()) {
        continue;
      }
      if ((s.address() - s.offset()) % size != 0) {
        throw draft.refuse(
            "the segment at 0x%x stands at 0x%x in the file, which differs modulo 0x%x"
                .formatted(s.address(), s.offset(), size));
      }
      if (before != null
          && before.address() + before.memorySize() > (s.address() & -size)
          && before.flags() != s.flags()) {
        throw draft.refuse(
            "the segments at 0x%x and 0x%x would share a page of 0x%x bytes"
                .formatted(before.address(), s.address(), size));
      }
      before = s;
      draft.segments.set(i, Headers.withAlignment(s, size));
    }
    draft.pageSize = size;
    return this;
  }
}
