package dev.elfwright.elf.constant;

import java.util.List;

/** Types of notes. Each owner, the name of a note, counts its own: gABI, "Note Section". */
public final class NoteType {
  /** NT_GNU_ABI_TAG of owner {@code GNU}. */
  public static final int GNU_ABI_TAG = 1;

  /** NT_GNU_BUILD_ID of owner {@code GNU}. */
  public static final int GNU_BUILD_ID = 3;

  /** NT_GNU_GOLD_VERSION of owner {@code GNU}. */
  public static final int GNU_GOLD_VERSION = 4;

  /** NT_GNU_PROPERTY_TYPE_0 of owner {@code GNU}. */
  public static final int GNU_PROPERTY_TYPE_0 = 5;

  /** NT_PRSTATUS of owner {@code CORE}. */
  public static final int PRSTATUS = 1;

  /** NT_PRPSINFO of owner {@code CORE}. */
  public static final int PRPSINFO = 3;

  /** NT_AUXV of owner {@code CORE}. */
  public static final int AUXV = 6;

  /** NT_FILE of owner {@code CORE}: what is mapped where. */
  public static final int FILE = 0x46494c45;

  /** NT_SIGINFO of owner {@code CORE}. */
  public static final int SIGINFO = 0x53494749;

  /** NT_STAPSDT of owner {@code stapsdt}. */
  public static final int STAPSDT = 3;

  /** LINUX_ELFNOTE_BUILD_SALT of owner {@code Linux}. */
  public static final int BUILD_SALT = 0x100;

  /** The build ID of owner {@code Go}. */
  public static final int GO_BUILDID = 4;

  /** NT_FDO_PACKAGING_METADATA of owner {@code FDO}. */
  public static final int FDO_PACKAGING_METADATA = 0xcafe1a7e;

  /** NT_FDO_DLOPEN_METADATA of owner {@code FDO}. */
  public static final int FDO_DLOPEN_METADATA = 0x407c0c0a;

  private static final NameTable NAMES = NameTable.of(NoteTypeNames.TEXT);

  /** Build attributes write what they say behind these letters (Watermark specification). */
  private static final String BUILD_ATTRIBUTE = "GA";

  private NoteType() {}

  /**
   * The name without {@code NT_}, or the number in hexadecimal.
   *
   * @param owner the name of the note, such as {@code GNU}
   */
  public static String name(String owner, int type) {
    String heading = owner.startsWith(BUILD_ATTRIBUTE) ? "GNU" : owner;
    return NAMES.name(Integer.toUnsignedLong(type), List.of(heading, TableText.COMMON));
  }
}
