package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.InputException;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.edit.ElfEditor;
import java.util.Locale;

/** A section's flags by the words that objcopy has for them. */
final class SectionFlags {
  private static final long MERGE = 0x10;
  private static final long STRINGS = 0x20;
  private static final long EXCLUDE = 0x80000000L;

  /** What no word of objcopy stands for is kept, as objcopy keeps it. */
  private static final long KEPT =
      0x40 | 0x80 | SectionHeader.GROUP | SectionHeader.TLS | 0x800 | 0x0ff00000 | 0x70000000;

  private SectionFlags() {}

  static void apply(ElfEditor e, String section, String words) {
    long flags = SectionHeader.WRITE;
    boolean contents = false;
    for (String word : words.split(",")) {
      switch (word.toLowerCase(Locale.ROOT)) {
        case "alloc" -> flags |= SectionHeader.ALLOC;
        case "load" -> {
          flags |= SectionHeader.ALLOC;
          contents = true;
        }
        case "readonly" -> flags &= ~SectionHeader.WRITE;
        case "code" -> flags |= SectionHeader.EXECUTE;
        case "merge" -> flags |= MERGE;
        case "strings" -> flags |= STRINGS;
        case "exclude" -> flags |= EXCLUDE;
        case "contents" -> contents = true;
        case "noload", "data", "rom", "share", "debug" -> {}
        default -> throw new InputException("unknown section flag '" + word + "'");
      }
    }
    var now = e.sections().all().stream().filter(s -> s.name().equals(section)).findFirst();
    if (now.isPresent()) {
      e.sections().flags(section, flags | now.get().flags() & KEPT);
      if (contents && now.get().type() == SectionType.NOBITS) {
        e.sections().type(section, SectionType.PROGBITS);
      }
    }
  }
}
