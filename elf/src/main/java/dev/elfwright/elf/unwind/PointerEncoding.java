package dev.elfwright.elf.unwind;

/**
 * How pointers in call frames are stored (LSB Core, "DWARF Exception Header Encoding"): a format in
 * the lower 4 bits, what it is relative to in the next 3, and whether it is the address of the
 * address in the last.
 */
public final class PointerEncoding {
  /** DW_EH_PE_absptr: a word of the file's class. */
  public static final int ABSOLUTE = 0;

  /** DW_EH_PE_uleb128. */
  public static final int ULEB128 = 1;

  /** DW_EH_PE_udata2. */
  public static final int UDATA2 = 2;

  /** DW_EH_PE_udata4. */
  public static final int UDATA4 = 3;

  /** DW_EH_PE_udata8. */
  public static final int UDATA8 = 4;

  /** DW_EH_PE_signed. */
  public static final int SIGNED = 8;

  /** DW_EH_PE_sleb128. */
  public static final int SLEB128 = 9;

  /** DW_EH_PE_sdata2. */
  public static final int SDATA2 = 10;

  /** DW_EH_PE_sdata4. */
  public static final int SDATA4 = 11;

  /** DW_EH_PE_sdata8. */
  public static final int SDATA8 = 12;

  /** The bits of the format. */
  public static final int FORMAT = 0x0f;

  /** The bits that say what a pointer is relative to. */
  public static final int APPLICATION = 0x70;

  /** DW_EH_PE_pcrel: relative to the pointer itself. */
  public static final int PC_RELATIVE = 0x10;

  /** DW_EH_PE_datarel: in .eh_frame_hdr, relative to the start of that section. */
  public static final int DATA_RELATIVE = 0x30;

  /** DW_EH_PE_aligned: a word at the next multiple of a word. */
  public static final int ALIGNED = 0x50;

  /** DW_EH_PE_indirect: the address of the address. */
  public static final int INDIRECT = 0x80;

  /** DW_EH_PE_omit: there is no pointer. */
  public static final int OMITTED = 0xff;

  private PointerEncoding() {}
}
