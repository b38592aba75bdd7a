package dev.elfwright.dwarf.constant;

/** How the value of an attribute is stored: DWARF 5, table 7.6; GNU extensions. */
public final class Form {
  private static final NameTable NAMES =
      NameTable.of(
          "DW_FORM_",
          """
          0x01 addr
          0x03 block2
          0x04 block4
          0x05 data2
          0x06 data4
          0x07 data8
          0x08 string
          0x09 block
          0x0a block1
          0x0b data1
          0x0c flag
          0x0d sdata
          0x0e strp
          0x0f udata
          0x10 ref_addr
          0x11 ref1
          0x12 ref2
          0x13 ref4
          0x14 ref8
          0x15 ref_udata
          0x16 indirect
          0x17 sec_offset
          0x18 exprloc
          0x19 flag_present
          0x1a strx
          0x1b addrx
          0x1c ref_sup4
          0x1d strp_sup
          0x1e data16
          0x1f line_strp
          0x20 ref_sig8
          0x21 implicit_const
          0x22 loclistx
          0x23 rnglistx
          0x24 ref_sup8
          0x25 strx1
          0x26 strx2
          0x27 strx3
          0x28 strx4
          0x29 addrx1
          0x2a addrx2
          0x2b addrx3
          0x2c addrx4
          0x1f01 GNU_addr_index
          0x1f02 GNU_str_index
          0x1f20 GNU_ref_alt
          0x1f21 GNU_strp_alt
          """);

  /** DW_FORM_addr. */
  public static final int ADDR = 0x01;

  /** DW_FORM_block2. */
  public static final int BLOCK2 = 0x03;

  /** DW_FORM_block4. */
  public static final int BLOCK4 = 0x04;

  /** DW_FORM_data2. */
  public static final int DATA2 = 0x05;

  /** DW_FORM_data4. */
  public static final int DATA4 = 0x06;

  /** DW_FORM_data8. */
  public static final int DATA8 = 0x07;

  /** DW_FORM_string. */
  public static final int STRING = 0x08;

  /** DW_FORM_block. */
  public static final int BLOCK = 0x09;

  /** DW_FORM_block1. */
  public static final int BLOCK1 = 0x0a;

  /** DW_FORM_data1. */
  public static final int DATA1 = 0x0b;

  /** DW_FORM_flag. */
  public static final int FLAG = 0x0c;

  /** DW_FORM_sdata. */
  public static final int SDATA = 0x0d;

  /** DW_FORM_strp. */
  public static final int STRP = 0x0e;

  /** DW_FORM_udata. */
  public static final int UDATA = 0x0f;

  /** DW_FORM_ref_addr. */
  public static final int REF_ADDR = 0x10;

  /** DW_FORM_ref1. */
  public static final int REF1 = 0x11;

  /** DW_FORM_ref2. */
  public static final int REF2 = 0x12;

  /** DW_FORM_ref4. */
  public static final int REF4 = 0x13;

  /** DW_FORM_ref8. */
  public static final int REF8 = 0x14;

  /** DW_FORM_ref_udata. */
  public static final int REF_UDATA = 0x15;

  /** DW_FORM_indirect. */
  public static final int INDIRECT = 0x16;

  /** DW_FORM_sec_offset. */
  public static final int SEC_OFFSET = 0x17;

  /** DW_FORM_exprloc. */
  public static final int EXPRLOC = 0x18;

  /** DW_FORM_flag_present. */
  public static final int FLAG_PRESENT = 0x19;

  /** DW_FORM_strx. */
  public static final int STRX = 0x1a;

  /** DW_FORM_addrx. */
  public static final int ADDRX = 0x1b;

  /** DW_FORM_ref_sup4. */
  public static final int REF_SUP4 = 0x1c;

  /** DW_FORM_strp_sup. */
  public static final int STRP_SUP = 0x1d;

  /** DW_FORM_data16. */
  public static final int DATA16 = 0x1e;

  /** DW_FORM_line_strp. */
  public static final int LINE_STRP = 0x1f;

  /** DW_FORM_ref_sig8. */
  public static final int REF_SIG8 = 0x20;

  /** DW_FORM_implicit_const. */
  public static final int IMPLICIT_CONST = 0x21;

  /** DW_FORM_loclistx. */
  public static final int LOCLISTX = 0x22;

  /** DW_FORM_rnglistx. */
  public static final int RNGLISTX = 0x23;

  /** DW_FORM_ref_sup8. */
  public static final int REF_SUP8 = 0x24;

  /** DW_FORM_strx1. */
  public static final int STRX1 = 0x25;

  /** DW_FORM_strx2. */
  public static final int STRX2 = 0x26;

  /** DW_FORM_strx3. */
  public static final int STRX3 = 0x27;

  /** DW_FORM_strx4. */
  public static final int STRX4 = 0x28;

  /** DW_FORM_addrx1. */
  public static final int ADDRX1 = 0x29;

  /** DW_FORM_addrx2. */
  public static final int ADDRX2 = 0x2a;

  /** DW_FORM_addrx3. */
  public static final int ADDRX3 = 0x2b;

  /** DW_FORM_addrx4. */
  public static final int ADDRX4 = 0x2c;

  /** DW_FORM_GNU_addr_index. */
  public static final int GNU_ADDR_INDEX = 0x1f01;

  /** DW_FORM_GNU_str_index. */
  public static final int GNU_STR_INDEX = 0x1f02;

  /** DW_FORM_GNU_ref_alt. */
  public static final int GNU_REF_ALT = 0x1f20;

  /** DW_FORM_GNU_strp_alt. */
  public static final int GNU_STRP_ALT = 0x1f21;

  private Form() {}

  /** The name, or the prefix and the number. */
  public static String name(long value) {
    return NAMES.name(value);
  }
}
