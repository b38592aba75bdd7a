package dev.elfwright.cli.fat;

import dev.elfwright.cli.elf.inspect.HumanSize;
import dev.elfwright.cli.fat.FatFileEntry.SliceEntry;
import dev.elfwright.elf.Names;
import java.io.PrintStream;
import java.util.Locale;

/** A file's slices as text. */
final class FatFileText {
  private FatFileText() {}

  static void table(FatFileEntry file, PrintStream out) {
    head(file, out);
    for (SliceEntry s : file.slices()) {
      out.printf(
          "  %-9s %-14s %-8s %10s at 0x%x%n",
          s.record(), s.target(), word(s), HumanSize.of(s.size()), s.offset());
    }
  }

  static void details(FatFileEntry file, PrintStream out) {
    head(file, out);
    for (SliceEntry s : file.slices()) {
      out.printf("  %s%n", s.record());
      out.printf("    target     %s%n", s.target());
      out.printf("    fields     %s%n", s.fields());
      out.printf("    machine    %d%n", s.machine());
      out.printf("    kind       %s%n", word(s));
      out.printf("    offset     %d (0x%x)%n", s.offset(), s.offset());
      out.printf("    size       %d%n", s.size());
      out.printf("    alignment  %d%n", s.alignment());
    }
  }

  private static void head(FatFileEntry file, PrintStream out) {
    out.printf(
        "%s: %s, %d %s, %s%n",
        Names.printable(file.file()),
        switch (file.form()) {
          case "thin" -> "not fat";
          case "fatelf" -> "FatELF";
          case "script" -> "FatELF that runs itself";
          default -> "ELF that carries others";
        },
        file.slices().size(),
        file.slices().size() == 1 ? "slice" : "slices",
        HumanSize.of(file.size()));
  }

  private static String word(SliceEntry s) {
    return s.kind().name().toLowerCase(Locale.ROOT);
  }
}
