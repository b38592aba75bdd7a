package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.InputException;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.edit.SectionsEdit.View;
import java.util.Locale;

/**
 * A section's flags by the words that objcopy has for them.
 *
 * @param flags sh_flags as the words say
 * @param contents whether a section with these flags has bytes in the file
 */
record SectionFlags(long flags, boolean contents) {
  private static final long MERGE = 0x10;
  private static final long STRINGS = 0x20;
  private static final long EXCLUDE = 0x80000000L;

  /** SHF_X86_64_LARGE: for sections beyond the first 2 GiB. */
  private static final long LARGE = 0x10000000;

  private static final int X86_64 = 62;

  /** What no word of objcopy stands for is kept, as objcopy keeps it. */
  private static final long KEPT =
      0x40 | 0x80 | SectionHeader.GROUP | SectionHeader.TLS | 0x800 | 0x0ff00000 | 0x70000000;

  static SectionFlags of(String words) {
    long flags = SectionHeader.WRITE;
    boolean contents = false;
    for (String word : words.split(",")) {
      switch (word.toLowerCase(Locale.ROOT)) {
        case "alloc" -> flags |= SectionHeader.ALLOC;
        case "readonly" -> flags &= ~SectionHeader.WRITE;
        case "code" -> flags |= SectionHeader.EXECUTE;
        case "merge" -> flags |= MERGE;
        case "strings" -> flags |= STRINGS;
        case "exclude" -> flags |= EXCLUDE;
        case "large" -> flags |= LARGE;
        case "contents", "load" -> contents = true;
        case "noload", "data", "rom", "share", "debug" -> {}
        default ->
            throw new InputException(
                "unrecognized section flag '"
                    + word
                    + "': flags are alloc, load, noload, readonly, exclude, debug, code, data, rom,"
                    + " share, contents, merge, strings, large");
      }
    }
    return new SectionFlags(flags, contents);
  }

  /**
   * A section with these flags; one that has contents, or is not loaded, has bytes in the file.
   *
   * @param machine e_machine of its file
   */
  View apply(View section, int machine) {
    if ((flags & LARGE) != 0 && machine != X86_64) {
      throw new InputException("section flag 'large' is for x86-64 only");
    }
    long kept = machine == X86_64 ? KEPT & ~LARGE : KEPT;
    boolean promoted = contents || (flags & SectionHeader.ALLOC) == 0;
    View flagged = section.withFlags(flags | section.flags() & kept);
    return section.type() == SectionType.NOBITS && promoted
        ? flagged.withType(SectionType.PROGBITS)
        : flagged;
  }
}
