package dev.elfwright.elf.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Note;
import dev.elfwright.elf.NoteTable;
import dev.elfwright.elf.constant.GnuProperty;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes of Debian's files and of gas; readelf is the oracle. */
class NoteValueTest {
  private static final Pattern PROBE =
      Pattern.compile(
          """
          Provider: (.*)
          Name: (.*)
          Location: 0x(\\S+), Base: 0x(\\S+), Semaphore: 0x(\\S+)
          Arguments: ?(.*)\
          """
              .indent(4)
              .stripTrailing());

  @TempDir private Path folder;

  private static List<NoteValue> values(Path file) throws IOException {
    try (ElfModel model = Elf.openShared(file)) {
      return model.sections().stream()
          .filter(s -> s.header().type() == SectionType.NOTE)
          .flatMap(s -> ((NoteTable) s.content()).notes().stream())
          .map(n -> n.value(model))
          .toList();
    }
  }

  private static String readelf(Path file) {
    return Tool.output(List.of("readelf", "-nW", file.toString()));
  }

  private Path assemble(String assembler, String text) throws IOException {
    Files.writeString(folder.resolve("a.s"), text);
    Tool.run(folder, List.of(assembler, "a.s", "-o", "a.o"));
    return folder.resolve("a.o");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/lib/postgresql/15/bin/postgres",
        "/usr/bin/python3.11",
        "/usr/lib/x86_64-linux-gnu/libstdc++.so.6"
      })
  void probesAreThoseThatReadelfShows(Path file) throws IOException {
    List<Probe> expected = new ArrayList<>();
    Matcher m = PROBE.matcher(readelf(file));
    while (m.find()) {
      expected.add(
          new Probe(
              m.group(1),
              m.group(2),
              hex(m.group(3)),
              hex(m.group(4)),
              hex(m.group(5)),
              m.group(6)));
    }
    assertThat(values(file)).filteredOn(Probe.class::isInstance).isEqualTo(expected).isNotEmpty();
  }

  private static long hex(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }

  @Test
  void aProbeMovesWithItsBase() {
    Probe probe = new Probe("p", "n", 0x1010, 0x2000, 0, "");
    assertThat(probe.addressAt(0x2400)).isEqualTo(0x1410);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/bin/ls",
        "/usr/aarch64-linux-gnu/lib/libc.so.6",
        "/usr/mips-linux-gnu/lib/libc.so.6"
      })
  void theAbiTagIsThatOfReadelf(Path file) throws IOException {
    AbiTag tag =
        (AbiTag) values(file).stream().filter(AbiTag.class::isInstance).findFirst().orElseThrow();
    assertThat(readelf(file))
        .contains("OS: %s, ABI: %s".formatted(tag.systemName(), tag.version()));
  }

  @ParameterizedTest
  @CsvSource({"/usr/bin/ls", "/usr/bin/gcc", "/usr/lib/x86_64-linux-gnu/libc.so.6"})
  void propertiesOfDebiansFilesAreThoseOfReadelf(Path file) throws IOException {
    assertThat(properties(file)).isEqualTo(shown(file)).isNotEmpty();
  }

  @Test
  void everyPropertyIsThatOfReadelf() throws IOException {
    Path x86 =
        assemble(
            "as",
            section(
                8,
                property(1, ".quad 0x800000"),
                property(2, ""),
                property(0xb0008000, ".long 1,0"),
                property(0xc0000002, ".long 3,0"),
                property(0xc0008001, ".long 0x3b,0"),
                property(0xc0008002, ".long 7,0"),
                property(0xc0010001, ".long 8,0"),
                property(0xc0010002, ".long 15,0")));
    assertThat(properties(x86)).isEqualTo(shown(x86)).contains("IBT", "v4", "stack");
    Path arm = assemble("aarch64-linux-gnu-as", section(8, property(0xc0000000, ".long 3,0")));
    assertThat(properties(arm)).isEqualTo(shown(arm)).isEqualTo("AArch64 feature: BTI, PAC");
  }

  @Test
  void propertiesAreFoundByTheirType() throws IOException {
    Path file = assemble("as", section(8, property(0xc0000002, ".long 1,0")));
    Properties p = (Properties) values(file).getFirst();
    assertThat(p.bits(GnuProperty.X86_FEATURE_1_AND))
        .contains(new Property.Bits(GnuProperty.X86_FEATURE_1_AND, 1, List.of("IBT")));
    assertThat(p.bits(GnuProperty.X86_ISA_1_USED)).isEqualTo(Optional.empty());
  }

  @Test
  void newerAndUnknownPropertiesAreRead() throws IOException {
    Path arm =
        assemble(
            "aarch64-linux-gnu-as",
            section(
                8,
                property(3, ""),
                property(0xc0000000, ".long 4,0"),
                property(0xc0000001, ".quad 5,6")));
    assertThat(((Properties) values(arm).getFirst()).list())
        .containsExactly(
            new Property.MemorySeal(),
            new Property.Bits(GnuProperty.AARCH64_FEATURE_1_AND, 4, List.of("GCS")),
            new Property.PointerAuthentication(5, 6));
    Path x86 = assemble("as", section(8, property(0xd1234567, ".quad 9")));
    assertThat(((Properties) values(x86).getFirst()).list().getFirst())
        .isInstanceOf(Property.Other.class);
  }

  @Test
  void aPropertyOfAnotherSizeIsRefused() throws IOException {
    Path file = assemble("as", section(8, property(0xc0000002, ".quad 1")));
    assertThatThrownBy(() -> values(file))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("property of 0x8 bytes, expected 4");
  }

  private static String section(int align, String... properties) {
    return """
    .section .note.gnu.property,"a",@note
    .balign %d
    .long 4, 2f-1f, 5
    .asciz "GNU"
    1: %s
    2:
    """
        .formatted(align, String.join("\n", properties));
  }

  private static String property(int type, String data) {
    String size = data.endsWith(",0") ? "4" : "8f-7f";
    return ".long 0x%x, %s\n7: %s\n8:\n".formatted(type, size, data);
  }

  private static String shown(Path file) {
    Matcher m = Pattern.compile("Properties: (.*)").matcher(readelf(file));
    assertThat(m.find()).isTrue();
    return m.group(1).replace("x86-64-", "").replace(" ,", ",").strip();
  }

  private static String properties(Path file) throws IOException {
    return values(file).stream()
        .flatMap(v -> v instanceof Properties p ? p.list().stream() : Stream.empty())
        .map(NoteValueTest::text)
        .collect(Collectors.joining(", "));
  }

  private static String text(Property property) {
    return switch (property) {
      case Property.StackSize(long bytes) -> "stack size: 0x" + Long.toHexString(bytes);
      case Property.NoCopyOnProtected() -> "no copy on protected";
      case Property.MemorySeal() -> "memory seal";
      case Property.PointerAuthentication p -> p.toString();
      case Property.Other o -> o.toString();
      case Property.Bits(int type, int _, List<String> names) -> heading(type) + names(names);
    };
  }

  private static String heading(int type) {
    return switch (type) {
      case 0xb0008000 -> "1_needed: ";
      case 0xc0000000 -> "AArch64 feature: ";
      case 0xc0000002 -> "x86 feature: ";
      case 0xc0008001 -> "x86 feature needed: ";
      case 0xc0008002 -> "x86 ISA needed: ";
      case 0xc0010001 -> "x86 feature used: ";
      case 0xc0010002 -> "x86 ISA used: ";
      default -> "?";
    };
  }

  private static String names(List<String> names) {
    return String.join(
        ", ",
        names.stream()
            .map(n ->
                switch (n) {
                  case "BASELINE", "V2", "V3", "V4" -> n.toLowerCase(java.util.Locale.ROOT);
                  case "X86", "X87" -> n.toLowerCase(java.util.Locale.ROOT);
                  case "INDIRECT_EXTERN_ACCESS" -> "indirect external access";
                  default -> n;
                })
            .toList());
  }

  @Test
  void textsAreThoseThatWereAssembled() throws IOException {
    Path file =
        assemble(
            "as",
            note("GNU", 4, ".asciz \"gold 1.16\"")
                + note("FDO", 0xcafe1a7e, ".asciz \"{\\\"type\\\":\\\"deb\\\"}\"")
                + note("FDO", 0x407c0c0a, ".asciz \"[{\\\"soname\\\":[\\\"libz.so.1\\\"]}]\"")
                + note("Linux", 0x100, ".asciz \"6.1.0-9\"")
                + note("Go", 4, ".ascii \"ab/cd\"")
                + note("GNU", 3, ".byte 0xab, 0xcd")
                + note("Other", 1, ".long 1"));
    List<NoteValue> found = values(file);
    assertThat(found.subList(0, 6))
        .containsExactly(
            new GoldVersion("gold 1.16"),
            new PackageMetadata("{\"type\":\"deb\"}"),
            new DlopenMetadata("[{\"soname\":[\"libz.so.1\"]}]"),
            new BuildSalt("6.1.0-9"),
            new GoBuildId("ab/cd"),
            new BuildId("abcd"));
    assertThat(found.getLast()).isInstanceOf(Note.class);
  }

  private static String note(String owner, int type, String description) {
    return """
    .section .note.test,"a",@note
    .balign 4
    .long 2f-1f, 4f-3f, 0x%x
    1: .asciz "%s"
    2: .balign 4
    3: %s
    4: .balign 4
    """
        .formatted(type, owner, description);
  }

  @Test
  void goldNamesItself() throws IOException {
    Files.writeString(folder.resolve("g.s"), ".globl _start\n_start: ret\n");
    Tool.run(folder, List.of("as", "g.s", "-o", "g.o"));
    Tool.run(folder, List.of("gold", "g.o", "-o", "g"));
    assertThat(values(folder.resolve("g")))
        .anyMatch(v -> v instanceof GoldVersion g && g.text().startsWith("gold "));
    assertThat(readelf(folder.resolve("g"))).contains("Version: gold ");
  }

  @Test
  void aNoteThatIsTooShortIsRefused() throws IOException {
    for (String broken :
        List.of(
            note("GNU", 1, ".long 0,3,2"),
            note("GNU", 3, ""),
            note("stapsdt", 3, ".quad 1,2,3\n.asciz \"p\"\n.asciz \"n\""))) {
      Path file = assemble("as", broken);
      assertThatThrownBy(() -> values(file))
          .as(broken)
          .isInstanceOf(ElfFormatException.class)
          .hasMessageContaining("NT_");
    }
  }
}
