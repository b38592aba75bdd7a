package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.FieldWriter;
import dev.elfwright.testkit.Corruption;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is wrong with a file, reading all of it ends, soon, in little memory, and in nothing but
 * {@link ElfFormatException}.
 */
class HostileInputTest {
  private static final List<String> FOREIGN =
      List.of("i386-linux-gnu", "powerpc64-linux-gnu", "mips-linux-gnu");

  @TempDir private static Path folder;

  @BeforeAll
  static void compile() {
    Fixture fixture = new Fixture(folder);
    fixture.library();
    fixture.program();
    fixture.object("s390x-linux-gnu");
    fixture.object("arm-linux-gnueabi");
    FOREIGN.forEach(fixture::foreignLibrary);
  }

  /** Both classes, both byte orders; programs, libraries, objects. */
  static Stream<String> victims() {
    return Stream.concat(
        Stream.of("libfixture.so", "program", "s390x-linux-gnu.o", "arm-linux-gnueabi.o"),
        FOREIGN.stream().map(t -> t + ".so"));
  }

  @ParameterizedTest
  @MethodSource("victims")
  void anIntactFileIsRefusedNowhere(String name) throws IOException {
    byte[] valid = Files.readAllBytes(folder.resolve(name));
    ElfModel model = Elf.parse(name, MemorySegment.ofArray(valid));
    long tables =
        model.sections().stream().filter(s -> s.header().type() == SectionType.STRTAB).count();
    // The walk asks each string table for two strings outside of it.
    assertThat(Walk.of(model).refused()).isEqualTo((int) (2 * tables));
  }

  @ParameterizedTest
  @MethodSource("victims")
  void anyFieldMayHaveAnyValue(String name) throws IOException {
    long cases = survive(name, Corruption.ofFields(Files.readAllBytes(folder.resolve(name))));
    assertThat(cases).isGreaterThan(1000);
  }

  @ParameterizedTest
  @MethodSource("victims")
  void aFileMayEndAnywhere(String name) throws IOException {
    long cases = survive(name, Corruption.truncations(Files.readAllBytes(folder.resolve(name))));
    assertThat(cases).isGreaterThan(500);
  }

  @ParameterizedTest
  @MethodSource("victims")
  void aFileWithoutSectionHeadersMayEndAnywhere(String name) throws IOException {
    byte[] valid = Files.readAllBytes(folder.resolve(name));
    byte[] bare = Corruption.withoutSections(valid);
    survive(
        name,
        Corruption.truncations(valid)
            .map(c -> new Corruption(c.name(), Arrays.copyOf(bare, c.bytes().length))));
  }

  @ParameterizedTest
  @MethodSource("victims")
  void severalBytesMayBeWrongAtOnce(String name) throws IOException {
    survive(name, Corruption.random(Files.readAllBytes(folder.resolve(name)), 25, 5000));
  }

  /** What no field of a header leads into: bytes of sections that are structures by themselves. */
  @Test
  void anyByteOfASectionMayBeWrong() throws IOException {
    Files.writeString(
        folder.resolve("sections.cc"),
        """
        #include <string>
        __attribute__((constructor)) void begin() {}
        int caught(const char *s) { try { return std::string(s).size(); } catch (...) { return 1; } }
        asm(R"(
        .section .note.stapsdt,"",%note
        .long 8, 2f-1f, 3
        .asciz "stapsdt"
        1: .quad 1,2,3
        .asciz "p"
        .asciz "n"
        .asciz "8@%rdi"
        2: .balign 4
        .text
        )");
        """);
    Tool.run(
        folder,
        List.of(
            "g++",
            "-s",
            "-O1",
            "-fPIC",
            "-shared",
            "-fcf-protection",
            "-Wa,--gsframe",
            "sections.cc",
            "-o",
            "sections.so"));
    byte[] valid = Files.readAllBytes(folder.resolve("sections.so"));
    ElfModel model = Elf.parse("sections.so", MemorySegment.ofArray(valid));
    List<SectionHeader> targets =
        model.sections().stream()
            .filter(s -> s.name().matches("\\.(eh_frame.*|sframe|note.*|comment|.*_array|dynamic)"))
            .map(Section::header)
            .toList();
    assertThat(targets).hasSizeGreaterThan(8);
    // The first walk also loads the tables of names, which is no fault of the file.
    assertThat(Walk.of(model).refused()).isEqualTo(4);
    Random random = new Random(1);
    survive(
        "sections.so",
        IntStream.range(0, 5000)
            .mapToObj(i -> {
              byte[] bytes = valid.clone();
              SectionHeader target = targets.get(i % targets.size());
              for (int n = random.nextInt(4); n >= 0; n--) {
                int at = (int) (target.offset() + random.nextLong(target.size()));
                bytes[at] = (byte) random.nextInt();
              }
              return new Corruption(
                  "section at 0x%x, file %d".formatted(target.offset(), i), bytes);
            }));
  }

  private static long survive(String name, Stream<Corruption> corruptions) {
    Limits limits = new Limits();
    long[] cases = {0};
    corruptions.forEach(c -> {
      cases[0]++;
      limits.check(name + ": " + c.name(), c.bytes().length, () -> walk(name, c.bytes()));
    });
    System.out.printf("%s: %d cases, %s%n", name, cases[0], limits);
    return cases[0];
  }

  private static void walk(String name, byte[] bytes) {
    try (ElfModel model = Elf.parse(name, MemorySegment.ofArray(bytes))) {
      Walk.of(model);
    } catch (ElfFormatException e) {
      assertThat(e.getMessage()).startsWith(name + ": ").contains("offset 0x").doesNotContain("\n");
    }
  }

  @Test
  void aLoopInAHashChainEnds() {
    refuses(
        "SysV hash table",
        in -> {
          // One bucket that names symbol 1, whose chain names symbol 2, whose chain names symbol 1.
          SysvHash hash = new SysvHash(in, 0, 4);
          hash.candidates("anything", _ -> {});
        },
        1,
        3,
        1,
        0,
        2,
        1);
  }

  @Test
  void aGnuHashChainWithoutEndIsRefused() {
    refuses(
        "GNU hash chain",
        in -> new GnuHash(in, 0).candidates("a", _ -> {}),
        1,
        1,
        1,
        0,
        -1,
        -1,
        1,
        0,
        2,
        4);
  }

  @Test
  void anEmptyGnuHashTableThatStartsAtSymbolZeroHasNoSymbols() {
    GnuHash hash = new GnuHash(words(1, 0, 1, 0, 0, 0, 0), 0);
    assertThat(hash.symbolCount()).isZero();
  }

  @Test
  void versionNeedsThatShareTheirEntriesAreRefused() {
    // 16 needs, each pointing to the same chain of three entries: more than fit without sharing.
    int[] words = new int[16 * 4 + 3 * 4 + 4];
    for (int i = 0; i < 16; i++) {
      words[i * 4] = 1 | 3 << 16;
      words[i * 4 + 2] = (16 - i) * 16;
      words[i * 4 + 3] = 16;
    }
    for (int i = 0; i < 3; i++) {
      words[64 + i * 4 + 3] = 16;
    }
    refuses(
        "version need entry",
        in -> {
          StringTable names = new StringTable(in, in.size() - 16, 16);
          VersionTable _ = new VersionTable(in, 0, 0, 0, 0, 0, 16, names);
        },
        words);
  }

  private static ElfBytes words(int... words) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[words.length * 4]);
    FieldWriter w = new FieldWriter(bytes, 0, true, java.nio.ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      w.i32(word);
    }
    return new ElfBytes("words", bytes, true, false);
  }

  private static void refuses(String structure, Consumer<ElfBytes> step, int... words) {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                ElfFormatException.class, () -> step.accept(words(words))))
        .isNotNull()
        .extracting(ElfFormatException::structure)
        .isEqualTo(structure);
  }
}
