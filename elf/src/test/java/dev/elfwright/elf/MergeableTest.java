package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings and constants that gcc and clang let the linker fold; readelf -p is the oracle. */
class MergeableTest {
  private static final Pattern LINE = Pattern.compile("  \\[ *([0-9a-f]+)]  (.*)");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"x86_64-linux-gnu", "s390x-linux-gnu", "powerpc-linux-gnu"})
  void charactersOfEveryWidthAreText(String target) throws IOException {
    Files.writeString(
        folder.resolve("a.c"),
        """
        const char *one(void) { return "narrow \\xc3\\xa4"; }
        const __CHAR16_TYPE__ *two(void) { return u"wide \\u20ac"; }
        const __CHAR32_TYPE__ *four(void) { return U"wider \\U0001F600"; }
        """);
    Tool.run(folder, List.of("clang-14", "--target=" + target, "-O1", "-c", "a.c", "-o", "a.o"));
    Map<Integer, String> found = new LinkedHashMap<>();
    try (ElfModel model = Elf.open(folder.resolve("a.o"))) {
      for (Section s : model.sections()) {
        if (s.name().startsWith(".rodata.str")) {
          MergeStrings strings = (MergeStrings) s.mergeable().orElseThrow();
          for (MergeStrings.Entry e : strings) {
            found.put(strings.width(), strings.text(e));
          }
        }
      }
    }
    assertThat(found).isEqualTo(Map.of(1, "narrow ä", 2, "wide €", 4, "wider 😀"));
  }

  /** Compressed, so that the section is expanded first. */
  @Test
  void stringsOfDebuggingInformationAreThoseOfReadelf() throws IOException {
    Files.writeString(
        folder.resolve("a.c"), "#include <stdio.h>\nint main(void) { puts(\"\"); }\n");
    Tool.run(folder, List.of("gcc", "-g", "-gz", "-c", "a.c", "-o", "a.o"));
    List<String> expected = new ArrayList<>();
    Tool.run(folder, List.of("readelf", "-zp", ".debug_str", "a.o"))
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(m -> expected.add(m.group(1) + " " + m.group(2)));
    try (ElfModel model = Elf.open(folder.resolve("a.o"))) {
      Section section = model.section(".debug_str").orElseThrow();
      assertThat(section.compression()).isPresent();
      MergeStrings strings = (MergeStrings) section.mergeable().orElseThrow();
      List<String> found = new ArrayList<>();
      strings.forEach(e -> found.add(Long.toHexString(e.offset()) + " " + strings.text(e)));
      assertThat(found).isEqualTo(expected).hasSizeGreaterThan(10);
    }
  }

  @Test
  void constantsAreThoseOfTheSource() throws IOException {
    Files.writeString(folder.resolve("a.c"), "double f(double x) { return x * 3.25 + 1.5; }\n");
    Tool.run(folder, List.of("gcc", "-O1", "-c", "a.c", "-o", "a.o"));
    try (ElfModel model = Elf.open(folder.resolve("a.o"))) {
      MergeConstants constants =
          (MergeConstants) model.section(".rodata.cst8").orElseThrow().mergeable().orElseThrow();
      List<Double> found = new ArrayList<>();
      for (MemorySegment c : constants) {
        found.add(c.get(ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0));
      }
      assertThat(found).containsExactlyInAnyOrder(3.25, 1.5);
      assertThat(constants.count()).isEqualTo(2);
      assertThat(model.section(".text").orElseThrow().mergeable()).isEmpty();
    }
  }

  @Test
  void sectionsOfSeveralSizesThatLldJoinedAreNotTakenApart() throws IOException {
    Files.writeString(
        folder.resolve("a.s"),
        """
        .section .rodata.a,"aM",@progbits,8
        .quad 1
        .section .rodata.b,"aM",@progbits,16
        .quad 1, 2
        """);
    Tool.run(folder, List.of("clang-14", "-c", "a.s", "-o", "a.o"));
    Tool.run(folder, List.of("ld.lld", "-shared", "a.o", "-o", "a.so"));
    try (ElfModel model = Elf.open(folder.resolve("a.so"))) {
      Section joined = model.section(".rodata").orElseThrow();
      assertThat(joined.header().flags() & SectionFlag.MERGE).isNotZero();
      assertThat(joined.mergeable()).isEmpty();
    }
  }

  @Test
  void aStringWithoutEndAndAnOddSizeAreRefused() throws IOException {
    Files.writeString(
        folder.resolve("a.s"),
        """
        .section .endless,"aMS",@progbits,1
        .ascii "abc"
        .section .odd,"aM",@progbits,8
        .ascii "abc"
        """);
    // as would pad the last constant.
    Tool.run(folder, List.of("clang-14", "-c", "a.s", "-o", "a.o"));
    try (ElfModel model = Elf.open(folder.resolve("a.o"))) {
      MergeStrings endless =
          (MergeStrings) model.section(".endless").orElseThrow().mergeable().orElseThrow();
      assertThatThrownBy(() -> endless.iterator().next())
          .isInstanceOf(ElfFormatException.class)
          .hasMessageContaining("does not end");
      Section odd = model.section(".odd").orElseThrow();
      assertThatThrownBy(odd::mergeable)
          .isInstanceOf(ElfFormatException.class)
          .hasMessageContaining("0x3 bytes in entries of 8 bytes");
    }
  }
}
