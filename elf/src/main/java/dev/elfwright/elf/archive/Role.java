package dev.elfwright.elf.archive;

import dev.elfwright.elf.ElfBytes;

/** What a member is for. */
sealed interface Role {
  /** The symbol index. */
  record Index(ArchiveIndex.Format format) implements Role {}

  /** Names that are too long for their headers. */
  record LongNames() implements Role {}

  /** A file that somebody added. */
  record File() implements Role {}

  /**
   * The role of a member.
   *
   * @param content the offset of what stands behind the header
   * @param first whether it is the archive's first member: in BSD's format an index is, and a file
   *     elsewhere may have its name
   */
  static Role of(MemberName name, ElfBytes in, long content, boolean first) {
    return switch (name) {
      case MemberName.Short(var text) -> ofShort(text, first);
      case MemberName.Long _ -> new File();
      case MemberName.Leading(var length) ->
          first && length <= MemberName.LONGEST
              ? ofBsd(MemberName.leading(in, content, length))
              : new File();
    };
  }

  private static Role ofShort(String name, boolean first) {
    return switch (name) {
      case MemberName.SYMBOLS -> new Index(ArchiveIndex.Format.GNU);
      case MemberName.SYMBOLS_64 -> new Index(ArchiveIndex.Format.GNU_64);
      case MemberName.LONG_NAMES -> new LongNames();
      default -> first ? ofBsd(name) : new File();
    };
  }

  private static Role ofBsd(String name) {
    return switch (name) {
      case MemberName.BSD_SYMBOLS, MemberName.BSD_SYMBOLS + MemberName.SORTED ->
          new Index(ArchiveIndex.Format.BSD);
      case MemberName.BSD_SYMBOLS_64, MemberName.BSD_SYMBOLS_64 + MemberName.SORTED ->
          new Index(ArchiveIndex.Format.BSD_64);
      default -> new File();
    };
  }

  /** Whether a thin archive holds the content itself. */
  static boolean isStoredInThin(MemberName name) {
    return name instanceof MemberName.Short(var text) && !(ofShort(text, false) instanceof File);
  }
}
