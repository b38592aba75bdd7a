package dev.elfwright.elf.constant;

import java.util.List;

/** Types of notes. Each owner, the name of a note, counts its own: gABI, "Note Section". */
public final class NoteType {
  /** NT_GNU_ABI_TAG of owner {@code GNU}. */
  public static final int GNU_ABI_TAG = 1;

  /** NT_GNU_BUILD_ID of owner {@code GNU}. */
  public static final int GNU_BUILD_ID = 3;

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
