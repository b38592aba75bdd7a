package dev.elfwright.elf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A good file breaks no rule; with one field changed, it breaks the rule about that field. */
class BrokenTwinsTest {
  private static final String LIBRARY = "libfixture.so";
  private static final String PROGRAM = "program";
  private static final String OBJECT = "object.o";
  private static final String RISCV = "riscv.o";
  private static final String COMPRESSED = "compressed.o";

  /** A file, what is done to it, and the rules that it breaks then. */
  record Break(String file, Function<Twin, byte[]> change, Set<Rule> rules) {
    @Override
    public String toString() {
      return rules + " in " + file;
    }
  }

  @TempDir private static Path folder;

  @BeforeAll
  static void compile() throws IOException {
    Fixture fixture = new Fixture(folder);
    fixture.library();
    fixture.program();
    Files.writeString(
        folder.resolve("object.cc"),
        """
        inline int twice(int x) { static int calls; return 2 * x + calls++; }
        thread_local int own = 3;
        int variable = 7;
        const char *name = "name";
        static int hidden(int x) { return x * variable + own; }
        int one(int x) { return twice(x) + hidden(x); }
        """);
    Tool.run(folder, List.of("g++", "-g", "-O0", "-c", "object.cc", "-o", OBJECT));
    Files.writeString(folder.resolve("riscv.s"), ".attribute arch, \"rv64gc\"\nf: ret\n");
    Tool.run(folder, List.of("riscv64-linux-gnu-as", "riscv.s", "-o", RISCV));
    Tool.run(folder, List.of("objcopy", "--compress-debug-sections=zlib", OBJECT, COMPRESSED));
  }

  private static Break of(Rule rule, String file, Function<Twin, byte[]> change) {
    return new Break(file, change, EnumSet.of(rule));
  }

  private static Break of(Rule rule, Rule also, String file, Function<Twin, byte[]> change) {
    return new Break(file, change, EnumSet.of(rule, also));
  }

  static Stream<Break> breaks() {
    return Stream.of(
            headers(),
            segments(),
            sections(),
            symbols(),
            dynamic(),
            hashes(),
            versions(),
            relocations(),
            attributes())
        .flatMap(List::stream);
  }

  private static List<Break> headers() {
    return List.of(
        of(Rule.MALFORMED, OBJECT, t -> t.header("e_shoff", 1L << 40)),
        of(Rule.MALFORMED, LIBRARY, t -> t.header("e_phentsize", 1)),
        of(Rule.IDENT_VERSION, LIBRARY, t -> t.header("EI_version", 2)),
        of(Rule.IDENT_VERSION, OBJECT, t -> t.header("e_version", 0)),
        of(Rule.SEGMENT_TYPE, LIBRARY, t -> t.segment(SegmentType.GNU_EH_FRAME, 0, "p_type", 99)),
        of(
            Rule.SEGMENT_OFFSET,
            LIBRARY,
            t -> t.segment(SegmentType.GNU_EH_FRAME, 0, "p_offset", 64)),
        of(Rule.NOTE_LAYOUT, LIBRARY, t -> t.content(".note.gnu.build-id", 4, 4, 9999)),
        of(Rule.DYNAMIC_TAG, LIBRARY, t -> t.dynamicTag(DynamicTag.RUNPATH, 99)),
        of(Rule.IDENT_PADDING, LIBRARY, t -> t.header("EI_pad", 1)),
        of(Rule.HEADER_SIZE, LIBRARY, t -> t.header("e_ehsize", 52)),
        of(Rule.HEADER_TYPE, OBJECT, t -> t.header("e_type", 7)),
        of(Rule.HEADER_CLASS, Rule.RELOCATION_OBJECT, OBJECT, t -> t.header("e_machine", 22)),
        of(Rule.HEADER_FLAGS, LIBRARY, t -> t.header("e_flags", 5)),
        of(Rule.SECTION_NAME_TABLE, LIBRARY, t -> t.header("e_shstrndx", t.section(".text"))),
        of(Rule.ENTRY_POINT, PROGRAM, t -> t.header("e_entry", 0x7000_0000L)));
  }

  private static List<Break> segments() {
    return List.of(
        of(
            Rule.SEGMENT_IN_FILE,
            LIBRARY,
            t -> t.segment(SegmentType.GNU_STACK, 0, "p_filesz", 1L << 40)),
        of(Rule.SEGMENT_SIZE, LIBRARY, t -> t.segment(SegmentType.TLS, 0, "p_memsz", 0)),
        of(Rule.SEGMENT_ALIGNMENT, LIBRARY, t -> t.segment(SegmentType.LOAD, 1, "p_align", 0x1001)),
        of(
            Rule.SEGMENT_CONGRUENT,
            LIBRARY,
            t -> t.segment(SegmentType.LOAD, 3, "p_align", 1 << 20)),
        of(Rule.SEGMENT_PAGE_ALIGNED, LIBRARY, t -> t.segment(SegmentType.LOAD, 0, "p_align", 16)),
        of(Rule.HAS_LOAD, Rule.SECTION_LOADED, LIBRARY, t -> t.header("e_phnum", 0)),
        of(Rule.SEGMENT_COUNT, LIBRARY, t -> t.withSegments(1171)),
        of(Rule.LOAD_ORDER, LIBRARY, t -> t.swappedLoads()),
        of(Rule.LOAD_WRITE_EXECUTE, LIBRARY, t -> t.segment(SegmentType.LOAD, 1, "p_flags", 7)),
        of(Rule.LOAD_OVERLAP, LIBRARY, t -> t.segment(SegmentType.LOAD, 0, "p_memsz", 0x1800)),
        of(Rule.SEGMENT_FLAGS, LIBRARY, t -> t.segment(SegmentType.LOAD, 1, "p_flags", 0x15)),
        of(
            Rule.SEGMENT_ONCE,
            LIBRARY,
            t -> t.segment(SegmentType.NOTE, 0, "p_type", SegmentType.GNU_STACK)),
        of(
            Rule.SEGMENT_FIRST,
            Rule.PHDR_LOCATION,
            LIBRARY,
            t -> t.segment(SegmentType.NOTE, 0, "p_type", SegmentType.PHDR)),
        of(Rule.PHDR_LOCATION, PROGRAM, t -> t.segment(SegmentType.PHDR, 0, "p_filesz", 56)),
        of(Rule.PHDR_LOADED, PROGRAM, t -> t.segment(SegmentType.PHDR, 0, "p_vaddr", 0x7000_0000)),
        of(Rule.INTERP_SIZE, PROGRAM, t -> t.segment(SegmentType.INTERP, 0, "p_filesz", 1)),
        of(Rule.INTERP_END, PROGRAM, t -> t.segment(SegmentType.INTERP, 0, "p_filesz", 5)),
        of(
            Rule.DYNAMIC_LOADED,
            LIBRARY,
            t -> t.segment(SegmentType.DYNAMIC, 0, "p_vaddr", 0x7000_0000)),
        of(Rule.TLS_LOADED, LIBRARY, t -> t.segment(SegmentType.TLS, 0, "p_vaddr", 0x7000_0000)),
        of(
            Rule.RELRO_LOADED,
            LIBRARY,
            t -> t.segment(SegmentType.GNU_RELRO, 0, "p_vaddr", 0x7000_0000)),
        of(Rule.EXECUTABLE_STACK, LIBRARY, t -> t.segment(SegmentType.GNU_STACK, 0, "p_flags", 7)),
        of(Rule.STACK_MISSING, LIBRARY, t -> t.segment(SegmentType.GNU_STACK, 0, "p_type", 0)),
        of(
            Rule.PROPERTY_SIZE,
            PROGRAM,
            t -> t.segment(SegmentType.GNU_PROPERTY, 0, "p_filesz", 1025)),
        of(Rule.PROPERTY_ORDER, PROGRAM, t -> t.content(".note.gnu.property", 20, 4, 0)),
        of(
            Rule.PROPERTY_LAYOUT,
            Rule.NOTE_LAYOUT,
            PROGRAM,
            t -> t.content(".note.gnu.property", 4, 4, 200)),
        of(Rule.PROPERTY_LAYOUT, PROGRAM, t -> t.content(".note.gnu.property", 20, 4, 17)));
  }

  private static List<Break> sections() {
    return List.of(
        of(Rule.SECTION_NULL, LIBRARY, t -> t.bytes(t.model().header().sectionOffset() + 24, 8, 1)),
        of(Rule.SECTION_TYPE, OBJECT, t -> t.section(".debug_info", "sh_type", 99)),
        of(Rule.SECTION_FLAGS, OBJECT, t -> t.section(".debug_info", "sh_flags", 8)),
        of(Rule.SECTION_SPECIAL, LIBRARY, t -> t.section(".text", "sh_flags", 3)),
        of(Rule.SECTION_NAME, LIBRARY, t -> t.section(".text", "sh_name", 0x7fff_ffff)),
        of(Rule.SECTION_IN_FILE, OBJECT, t -> t.section(".comment", "sh_offset", 1L << 40)),
        of(Rule.SECTION_ALIGNMENT, LIBRARY, t -> t.section(".text", "sh_addralign", 3)),
        of(Rule.SECTION_ADDRESS, LIBRARY, t -> t.section(".text", "sh_addralign", 1 << 20)),
        of(Rule.SECTION_ENTRY_SIZE, LIBRARY, t -> t.section(".symtab", "sh_entsize", 25)),
        of(
            Rule.SECTION_SIZE,
            OBJECT,
            t -> t.section(".comment", "sh_entsize", t.headerOf(".comment").size() - 1)),
        of(Rule.SECTION_COMPRESSED, COMPRESSED, t -> t.content(".debug_info", 0, 4, 9)),
        of(Rule.SECTION_LINK, LIBRARY, t -> t.section(".gnu.version", "sh_link", 1)),
        of(Rule.SECTION_INFO, OBJECT, t -> t.section(".rela.text", "sh_info", 999)),
        of(
            Rule.TABLE_ONCE,
            Rule.SECTION_OVERLAP,
            LIBRARY,
            t -> t.sameHeader(".comment", ".symtab")),
        of(
            Rule.SECTION_OVERLAP,
            OBJECT,
            t -> t.section(".comment", "sh_offset", t.headerOf(".text").offset())),
        of(
            Rule.SECTION_LOADED,
            Rule.SYMBOL_VALUE,
            LIBRARY,
            t -> t.section(".bss", "sh_addr", 0x7000_0000)),
        of(
            Rule.SECTION_OFFSET,
            LIBRARY,
            t -> t.section(".eh_frame", "sh_offset", t.headerOf(".eh_frame").offset() + 8)),
        of(
            Rule.SECTION_MEMORY_OVERLAP,
            Rule.SYMBOL_VALUE,
            LIBRARY,
            t -> t.section(".bss", "sh_addr", t.headerOf(".data").address())),
        of(
            Rule.LINK_ORDER,
            OBJECT,
            t ->
                new Twin(t.section(".comment", "sh_flags", 0x80))
                    .section(".comment", "sh_link", 999)),
        of(Rule.STRINGS_START, LIBRARY, t -> t.content(".shstrtab", 0, 1, 'x')),
        of(
            Rule.STRINGS_END,
            LIBRARY,
            t -> t.content(".shstrtab", t.headerOf(".shstrtab").size() - 1, 1, 'x')),
        of(Rule.GROUP_FLAGS, OBJECT, t -> t.content(".group", 0, 4, 3)),
        of(Rule.GROUP_SIGNATURE, OBJECT, t -> t.section(".group", "sh_info", 9999)),
        of(
            Rule.GROUP_MEMBER,
            Rule.GROUP_ONCE,
            OBJECT,
            t -> t.content(".group", 4, 4, t.section(".text"))));
  }

  private static List<Break> symbols() {
    return List.of(
        of(Rule.SYMBOL_NULL, LIBRARY, t -> t.content(".symtab", 8, 8, 1)),
        of(Rule.SYMBOL_NAME, LIBRARY, t -> t.content(".symtab", 24, 4, 0x7fff_ffff)),
        of(
            Rule.SYMBOL_ORDER,
            OBJECT,
            t -> t.section(".symtab", "sh_info", t.headerOf(".symtab").info() - 1)),
        of(Rule.SYMBOL_SECTION, OBJECT, t -> t.bytes(symbol(t, "_Z3onei") + 6, 2, 999)),
        of(Rule.SYMBOL_INDEX_TABLE, OBJECT, t -> t.bytes(symbol(t, "_Z3onei") + 6, 2, 0xffff)),
        of(Rule.SYMBOL_KIND, OBJECT, t -> t.bytes(symbol(t, "_Z3onei") + 4, 1, 0x17)),
        of(Rule.SYMBOL_VALUE, OBJECT, t -> t.bytes(symbol(t, "_Z3onei") + 8, 8, 1 << 20)),
        of(Rule.SYMBOL_TLS, OBJECT, t -> t.bytes(symbol(t, "own") + 4, 1, 0x11)),
        of(Rule.SYMBOL_COMMON, LIBRARY, t -> t.bytes(symbol(t, "common_data") + 6, 2, 0xfff2)));
  }

  /** Where the entry of a symbol is. */
  private static long symbol(Twin t, String name) {
    int index =
        t.model().symbols().orElseThrow().asList().stream()
            .filter(s -> s.name().equals(name))
            .findFirst()
            .orElseThrow()
            .index();
    return t.headerOf(".symtab").offset() + 24L * index;
  }

  private static List<Break> dynamic() {
    return List.of(
        of(
            Rule.DYNAMIC_END,
            Rule.DYNAMIC_SECTION,
            LIBRARY,
            t ->
                t.segment(
                    SegmentType.DYNAMIC,
                    0,
                    "p_filesz",
                    16L * t.model().dynamic().orElseThrow().table().entries().size())),
        of(Rule.DYNAMIC_PAIR, LIBRARY, t -> t.dynamicTag(DynamicTag.RELAENT, 0x6000_1000)),
        of(Rule.DYNAMIC_ENTRY_SIZE, LIBRARY, t -> t.dynamic(DynamicTag.SYMENT, 25)),
        of(Rule.DYNAMIC_PLTREL, Rule.MALFORMED, LIBRARY, t -> t.dynamic(DynamicTag.PLTREL, 99)),
        of(
            Rule.DYNAMIC_ADDRESS,
            Rule.DYNAMIC_SECTION,
            LIBRARY,
            t -> t.dynamic(DynamicTag.INIT_ARRAY, 0x7000_0000)),
        of(Rule.DYNAMIC_STRING, LIBRARY, t -> t.dynamic(DynamicTag.SONAME, 1 << 30)),
        of(Rule.DYNAMIC_ONCE, LIBRARY, t -> t.dynamicTag(DynamicTag.RUNPATH, DynamicTag.SONAME)),
        of(
            Rule.DYNAMIC_SECTION,
            LIBRARY,
            t -> t.dynamic(DynamicTag.INIT_ARRAY, t.headerOf(".init_array").address() + 8)),
        of(Rule.DYNAMIC_REQUIRED, LIBRARY, t -> t.dynamicTag(DynamicTag.SYMENT, 0x6000_1000)),
        of(
            Rule.DYNAMIC_HASH,
            LIBRARY,
            t ->
                new Twin(t.dynamicTag(DynamicTag.HASH, 0x6000_1000))
                    .dynamicTag(DynamicTag.GNU_HASH, 0x6000_1001)),
        of(
            Rule.TEXT_RELOCATIONS,
            LIBRARY,
            t -> t.dynamicTag(DynamicTag.RUNPATH, DynamicTag.TEXTREL)));
  }

  private static List<Break> hashes() {
    return List.of(
        of(Rule.SYSV_HASH_COUNT, LIBRARY, t -> t.content(".hash", 4, 4, 3)),
        of(Rule.SYSV_HASH_CHAIN, LIBRARY, t -> t.content(".hash", 8, 4, 0)),
        of(Rule.GNU_HASH_BLOOM, LIBRARY, t -> t.content(".gnu.hash", 16, 8, 0)),
        of(Rule.GNU_HASH_BLOOM, Rule.MALFORMED, LIBRARY, t -> t.content(".gnu.hash", 8, 4, 3)),
        of(
            Rule.GNU_HASH_CHAIN,
            LIBRARY,
            t -> t.content(".gnu.hash", t.headerOf(".gnu.hash").size() - 4, 4, 1)),
        of(
            Rule.GNU_HASH_EXPORT,
            LIBRARY,
            t -> t.content(".dynsym", 24 + 6, 2, t.section(".text"))));
  }

  private static List<Break> versions() {
    return List.of(
        of(Rule.VERSION_REVISION, LIBRARY, t -> t.content(".gnu.version_d", 0, 2, 2)),
        of(Rule.VERSION_COUNT, LIBRARY, t -> t.dynamic(DynamicTag.VERDEFNUM, 9)),
        of(Rule.VERSION_HASH, LIBRARY, t -> t.content(".gnu.version_d", 8, 4, 1)),
        of(Rule.VERSION_INDEX, LIBRARY, t -> t.content(".gnu.version", 2, 2, 77)),
        of(
            Rule.VERSION_UNIQUE,
            Rule.VERSION_INDEX,
            PROGRAM,
            t -> t.content(".gnu.version_r", 16 + 6, 2, 2)),
        of(Rule.VERSION_FILE, PROGRAM, t -> t.content(".gnu.version_r", 4, 4, 1)),
        of(Rule.VERSION_TABLES, LIBRARY, t -> t.dynamicTag(DynamicTag.VERSYM, 0x6000_1000)));
  }

  private static List<Break> relocations() {
    return List.of(
        of(Rule.RELOCATION_SYMBOL, OBJECT, t -> t.content(".rela.text", 12, 4, 9999)),
        of(Rule.RELOCATION_TARGET, OBJECT, t -> t.content(".rela.text", 0, 8, 9999)),
        of(Rule.RELOCATION_TARGET, LIBRARY, t -> t.content(".rela.dyn", 0, 8, 0x7000_0000)),
        of(
            Rule.RELOCATION_TEXT,
            LIBRARY,
            t -> t.content(".rela.dyn", 0, 8, t.headerOf(".text").address())),
        of(Rule.RELOCATION_TYPE, OBJECT, t -> t.content(".rela.text", 8, 4, 200)),
        of(Rule.RELOCATION_TYPE, LIBRARY, t -> t.content(".rela.plt", 8, 4, 200)),
        // R_X86_64_RELATIVE in an object, R_X86_64_PLT32 for the loader.
        of(Rule.RELOCATION_OBJECT, OBJECT, t -> t.content(".rela.text", 8, 4, 8)),
        of(Rule.RELOCATION_DYNAMIC, LIBRARY, t -> t.content(".rela.plt", 8, 4, 4)),
        of(Rule.RELATIVE_COUNT, PROGRAM, t -> t.dynamic(DynamicTag.RELACOUNT, 99)));
  }

  private static List<Break> attributes() {
    String section = ".riscv.attributes";
    return List.of(
        of(Rule.ATTRIBUTES_FORMAT, RISCV, t -> t.content(section, 0, 1, 'B')),
        of(Rule.ATTRIBUTES_LENGTH, RISCV, t -> t.content(section, 1, 4, 0x1000)),
        of(Rule.ATTRIBUTES_LENGTH, RISCV, t -> t.content(section, 1, 4, 4)),
        // The name "riscv" and its NUL, the tag of the whole file, then the size of that part.
        of(Rule.ATTRIBUTES_LENGTH, RISCV, t -> t.content(section, 12, 4, 0x1000)),
        of(Rule.ATTRIBUTES_LENGTH, RISCV, t -> t.content(section, 12, 4, 0)));
  }

  private static Set<Rule> broken(String name, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("twin-" + name), bytes);
    return Verifier.verify(file).list().stream()
        .map(Finding::rule)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void oneChangedFieldBreaksItsRule(Break one) throws IOException {
    byte[] good = Files.readAllBytes(folder.resolve(one.file()));
    assertThat(broken(one.file(), one.change().apply(new Twin(good)))).isEqualTo(one.rules());
  }

  @Test
  void aGoodFileBreaksNone() throws IOException {
    for (String name : List.of(LIBRARY, PROGRAM, OBJECT, COMPRESSED, RISCV)) {
      assertThat(broken(name, Files.readAllBytes(folder.resolve(name)))).as(name).isEmpty();
    }
  }

  @Test
  void everyRuleHasABrokenTwin() {
    Set<Rule> proved = EnumSet.noneOf(Rule.class);
    breaks().forEach(b -> proved.addAll(b.rules()));
    assertThat(proved).containsExactlyInAnyOrder(Rule.values());
  }

  @Test
  void aFindingNamesPlaceAndRule() {
    byte[] good = bytes(LIBRARY);
    Findings findings =
        Verifier.verify(
            Elf.parse("lib", MemorySegment.ofArray(new Twin(good).header("e_ehsize", 52))));
    assertThat(findings.list())
        .extracting(Finding::toString)
        .containsExactly(
            "warning: offset 0x34: ELF header: e_ehsize 52, expected 64 [header-size]");
  }

  private static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(folder.resolve(name));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
