package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object with more sections than 16 bits can count, by gas; readelf is the oracle. */
class ManySectionsTest {
  private static final int SECTIONS = 66_000;
  private static final Pattern LINE =
      Pattern.compile("\\s*(\\d+): \\S+\\s+\\d+ \\S+\\s+\\S+\\s+\\S+\\s+(\\S+)(?: .*)?");

  @TempDir private static Path folder;

  @BeforeAll
  static void assemble() throws IOException {
    StringBuilder text = new StringBuilder(".globl absolute\nabsolute=7\n.comm shared,4,4\n");
    for (int i = 0; i < SECTIONS; i++) {
      text.append(".section .s%d,\"a\"\nlabel%d: .byte 0\n".formatted(i, i));
    }
    Files.writeString(folder.resolve("many.s"), text);
    Tool.run(folder, List.of("as", "many.s", "-o", "many.o"));
  }

  @Test
  void everySymbolHasTheSectionThatReadelfShows() throws IOException {
    String shown = Tool.run(folder, List.of("readelf", "-sW", "many.o"));
    int compared = 0;
    int beyond = 0;
    try (ElfModel model = Elf.open(folder.resolve("many.o"))) {
      SymbolTable symbols = model.symbols().orElseThrow();
      for (Matcher m : (Iterable<Matcher>) shown.lines().map(LINE::matcher)::iterator) {
        if (m.matches()) {
          Symbol s = symbols.symbol(Integer.parseInt(m.group(1)));
          assertThat(place(s)).as(s.toString()).isEqualTo(m.group(2));
          beyond += s.isReserved() || s.sectionIndex() < 0xff00 ? 0 : 1;
          compared++;
        }
      }
      assertThat(compared).isEqualTo(symbols.count());
      assertThat(beyond).isGreaterThan(700);
    }
  }

  @Test
  void aRealSectionIsNotTakenForAnAbsoluteValue() throws IOException {
    try (ElfModel model = Elf.open(folder.resolve("many.o"))) {
      SymbolTable symbols = model.symbols().orElseThrow();
      List<Symbol> same = symbols.symbols().filter(s -> s.sectionIndex() == 0xfff1).toList();
      assertThat(same).extracting(Symbol::isReserved).contains(true, false);
      assertThat(same).extracting(Symbol::storedSectionIndex).contains(0xfff1, 0xffff);
      assertThat(model.sections()).hasSizeGreaterThan(SECTIONS);
    }
  }

  @Test
  void aVisitorIsShownTheSameSections() throws IOException {
    try (ElfModel model = Elf.open(folder.resolve("many.o"))) {
      SymbolTable symbols = model.symbols().orElseThrow();
      assertThat(SymbolColumns.compared(symbols)).isGreaterThan(SECTIONS);
    }
  }

  @Test
  void theTableIsWrittenAsItWas() throws IOException {
    try (ElfModel model = Elf.open(folder.resolve("many.o"))) {
      Section table =
          model.sections().stream()
              .filter(x -> x.content() instanceof SymbolTable)
              .findFirst()
              .orElseThrow();
      SymbolTable symbols = (SymbolTable) table.content();
      MemorySegment made =
          ElfEncoder.like(model.header())
              .symbols(symbols.asList(), s -> symbols.nameOffset(s.index()));
      assertThat(made.mismatch(table.bytes())).isEqualTo(-1);
    }
  }

  private static String place(Symbol s) {
    if (s.isReserved()) {
      return s.sectionIndex() == Symbol.SECTION_ABSOLUTE ? "ABS" : "COM";
    }
    return s.isUndefined() ? "UND" : Integer.toString(s.sectionIndex());
  }
}
