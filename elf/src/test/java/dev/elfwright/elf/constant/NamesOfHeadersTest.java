package dev.elfwright.elf.constant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every name that the headers of glibc and LLVM give to a number is known, with that number. */
class NamesOfHeadersTest {
  /** Borders of ranges, counts and masks are no values that a file has. */
  private static final String NO_VALUE =
      "(.*_)?(LO|HI)(OS|PROC|USER|SUNW|RESERVE)|(.*_)?NUM|.*MASK.*|(VAL|ADDR)RNG(LO|HI)|"
          + "(VERSIONTAG|EXTRA|VAL|ADDR|PROC)NUM|ENCODING|(FIRST|LAST)_ARCH";

  /** Every processor under no system, and every system on no processor. */
  private static final List<Abi> ABIS =
      Stream.concat(
              IntStream.range(0, 0x10000)
                  .filter(m -> !Machine.name(m).startsWith("0x"))
                  .mapToObj(Abi::of),
              IntStream.range(0, 64).mapToObj(os -> new Abi(Machine.NONE, os)))
          .toList();

  private static final Map<String, BiFunction<String, Abi, OptionalLong>> NUMBERS =
      Map.ofEntries(
          Map.entry("EM_", (name, _) -> Machine.number(name)),
          Map.entry("ET_", FileType::number),
          Map.entry("ELFOSABI_", OsAbi::number),
          Map.entry("SHT_", SectionType::number),
          Map.entry("PT_", SegmentType::number),
          Map.entry("DT_", DynamicTag::number),
          Map.entry("STT_", SymbolType::number),
          Map.entry("STB_", SymbolBinding::number),
          Map.entry("STV_", SymbolVisibility::number),
          Map.entry("SHN_", SectionIndex::number),
          Map.entry("ELFCOMPRESS_", CompressionType::number));

  private static final List<String> OTHERWISE =
      List.of(
          "EM_ALPHA 41", // LLVM means the registered number, glibc and files 0x9026
          "SHT_LLVM_BB_ADDR_MAP 1879002120"); // version 0, renamed since

  @TempDir Path folder;

  private Map<String, Long> header(String which) throws IOException {
    return which.equals("glibc") ? HeaderFile.glibc(folder) : HeaderFile.llvm(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"glibc", "llvm"})
  void everyNumberOfTheHeaderHasItsName(String which) throws IOException {
    List<String> missing = new ArrayList<>();
    int[] checked = {0};
    header(which)
        .forEach((macro, value) -> {
          String prefix = macro.substring(0, macro.indexOf('_') + 1);
          String name = macro.substring(prefix.length());
          BiFunction<String, Abi, OptionalLong> number = NUMBERS.get(prefix);
          if (number != null && !name.matches(NO_VALUE)) {
            checked[0]++;
            if (ABIS.stream().noneMatch(a -> number.apply(name, a).orElse(-1) == value)) {
              missing.add(macro + " " + value);
            }
          }
        });
    missing.removeAll(OTHERWISE);
    assertThat(missing).isEmpty();
    assertThat(checked[0]).isGreaterThan(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"glibc", "llvm"})
  void everyNoteTypeOfTheHeaderHasItsName(String which) throws IOException {
    List<String> owners =
        NameTable.of(NoteTypeNames.TEXT).headings().stream()
            .map(h -> h.equals("") ? "x" : h)
            .toList();
    List<String> missing = new ArrayList<>();
    header(which)
        .forEach((macro, value) -> {
          // What a type of FreeBSD's core files means, and the values in one of its notes.
          if (macro.startsWith("NT_") && !macro.matches("NT_(FREEBSD_(FCTL|PROCSTAT|THRMISC).*)")) {
            String name = macro.substring(3);
            if (owners.stream().noneMatch(o -> noteNames(o, value).contains(name))) {
              missing.add(macro + " " + value);
            }
          }
        });
    assertThat(missing).isEmpty();
  }

  private static List<String> noteNames(String owner, long type) {
    return NoteTypeNames.TEXT
        .lines()
        .filter(l -> !l.endsWith(":"))
        .filter(l -> l.contains(" " + NoteType.name(owner, (int) type)))
        .flatMap(l -> Stream.of(l.split(" ")).skip(1))
        .toList();
  }

  private static final Map<String, BiFunction<Long, Abi, List<String>>> FLAGS =
      Map.of(
          "SHF_", SectionFlag::names,
          "PF_", (v, a) -> SegmentFlag.names(v.intValue(), a),
          "EF_", (v, a) -> headerFlags(v.intValue(), a),
          "DF_", (v, a) -> dynamicFlags(v, a),
          "RHF_", (v, _) -> DynamicFlag.names(0x70000005L, v, Abi.of(Machine.MIPS)),
          "GRP_", (v, a) -> GroupFlag.names(v.intValue(), a));

  /** On ARM, what the lower bits say depends on the version in the highest byte. */
  private static List<String> headerFlags(int flags, Abi abi) {
    return IntStream.rangeClosed(0, 5)
        .mapToObj(
            v -> HeaderFlag.names(abi.machine() == Machine.ARM ? v << 24 | flags : flags, abi))
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  private static List<String> dynamicFlags(long value, Abi abi) {
    List<String> names = new ArrayList<>(DynamicFlag.names(DynamicTag.FLAGS, value, abi));
    DynamicFlag.names(DynamicTag.FLAGS_1, value, abi).forEach(n -> names.add("1_" + n));
    DynamicFlag.names(0x6ffffdfdL, value, abi).forEach(n -> names.add("P1_" + n));
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {"glibc", "llvm"})
  void everyBitOfTheHeaderHasItsName(String which) throws IOException {
    List<String> missing = new ArrayList<>();
    header(which)
        .forEach((macro, value) -> {
          String prefix = macro.substring(0, macro.indexOf('_') + 1);
          String name = macro.substring(prefix.length());
          BiFunction<Long, Abi, List<String>> names = FLAGS.get(prefix);
          if (names != null
              && !name.matches(NO_VALUE + "|" + FIELDS)
              && ABIS.stream()
                  .noneMatch(a -> names.apply(value, a).stream().anyMatch(n -> same(n, name)))) {
            missing.add(macro + " 0x" + Long.toHexString(value));
          }
        });
    assertThat(missing).isEmpty();
  }

  /**
   * Masks of fields by the name of the field, not of a value; reserved numbers; other spellings.
   */
  private static final String FIELDS =
      "MIPS_(ABI|ARCH|MACH|ARCH_ASE)|RISCV_FLOAT_ABI|HEXAGON_(ISA|MACH|ISA_MACH)|PPC64_ABI|AMDGPU_MACH|"
          + "AMDGPU_(MACH_\\w+_(FIRST|LAST|RESERVED\\w*)|FEATURE_XNACK(_V[34])?|FEATURE_SRAMECC(_V[34])?)|"
          + "SPARCV9_MM|SPARC_EXT_MASK|CSKY_(OTHER|PROCESSOR)|AVR_MACH|PARISC_ARCH|NONE|"
          + "MIPS_STRING|MIPS_NODUPES|IA_64_ARCH|ARC_\\w+_MSK|HEXAGON_ISA_V6\\d|AMDGPU_FEATURE_\\w+_V2";

  private static boolean same(String ours, String theirs) {
    return ours.equals(theirs) || theirs.endsWith("_" + ours);
  }

  @Test
  void constantsOfOurOwnHaveTheirName() throws ReflectiveOperationException {
    for (Class<?> kind :
        List.of(
            Machine.class,
            FileType.class,
            SectionType.class,
            SegmentType.class,
            DynamicTag.class,
            SymbolType.class,
            SymbolBinding.class)) {
      for (Field f : kind.getFields()) {
        if (!f.getName().startsWith("DF_")) {
          long value = ((Number) f.get(null)).longValue();
          OptionalLong number =
              kind == Machine.class
                  ? Machine.number(f.getName())
                  : (OptionalLong)
                      kind.getMethod("number", String.class, Abi.class)
                          .invoke(null, f.getName(), Abi.ANY);
          assertThat(number).as("%s.%s", kind, f.getName()).hasValue(value);
        }
      }
    }
  }

  @Test
  void everyHeadingIsAMachineOrASystem() {
    List<String> known =
        Stream.concat(
                Stream.of(""),
                ABIS.stream()
                    .flatMap(a ->
                        Stream.of(
                            Machine.name(a.machine()), "os " + OsAbi.name(a.osAbi(), Abi.ANY))))
            .toList();
    assertThat(known)
        .containsAll(NameTable.of(SectionTypeNames.TEXT).headings())
        .containsAll(NameTable.of(DynamicTagNames.TEXT).headings())
        .containsAll(FlagTable.of(HeaderFlagNames.TEXT).headings());
  }

  @Test
  void theMachineDecidesWhatANumberOfItsRangeMeans() {
    assertThat(SectionType.name(0x70000001, Abi.of(Machine.ARM))).isEqualTo("ARM_EXIDX");
    assertThat(SectionType.name(0x70000001, Abi.of(Machine.X86_64))).isEqualTo("X86_64_UNWIND");
    assertThat(SectionType.name(0x70000001, Abi.of(Machine.BPF))).isEqualTo("0x70000001");
    assertThat(SectionIndex.name(0xff02, Abi.of(Machine.X86_64))).isEqualTo("X86_64_LCOMMON");
  }

  @Test
  void theSystemDecidesWhatANumberOfItsRangeMeans() {
    Abi solaris = new Abi(Machine.X86_64, OsAbi.SOLARIS);
    assertThat(SectionType.name(SectionType.GNU_HASH, solaris)).isEqualTo("SUNW_SIGNATURE");
    assertThat(SectionType.name(SectionType.GNU_HASH)).isEqualTo("GNU_HASH");
  }

  @Test
  void headerFlagsReadAsTextByMachine() {
    assertThat(HeaderFlag.names(0x5, Abi.of(Machine.RISCV)))
        .containsExactly("RVC", "FLOAT_ABI_DOUBLE");
    assertThat(HeaderFlag.names(0x5000400, Abi.of(Machine.ARM)))
        .containsExactlyInAnyOrder("EABI_VER5", "ABI_FLOAT_HARD");
    assertThat(HeaderFlag.names(0x43, Abi.of(Machine.LOONGARCH)))
        .containsExactly("ABI_DOUBLE_FLOAT", "OBJABI_V1");
    assertThat(HeaderFlag.names(2, Abi.of(Machine.PPC64))).containsExactly("ABI_V2");
    assertThat(HeaderFlag.names(0x12345, Abi.of(Machine.X86_64))).containsExactly("0x12345");
  }

  @Test
  void whatHasNoNameSurvivesAsANumber() {
    assertThat(Machine.name(0xabcd)).isEqualTo("0xabcd");
    assertThat(SectionFlag.names(0x8000_0000_0000_0003L, Abi.ANY))
        .containsExactly("WRITE", "ALLOC", "0x8000000000000000");
    assertThat(NoteType.name("nobody", 77)).isEqualTo("0x4d");
    assertThat(DynamicTag.name(-1)).isEqualTo("0xffffffffffffffff");
  }

  @Test
  void bitsOfPropertiesHaveNames() {
    Abi x86 = Abi.of(Machine.X86_64);
    assertThat(GnuProperty.name(GnuProperty.X86_FEATURE_1_AND, x86)).isEqualTo("X86_FEATURE_1_AND");
    assertThat(GnuProperty.bits(GnuProperty.X86_FEATURE_1_AND, 3, x86))
        .containsExactly("IBT", "SHSTK");
    assertThat(GnuProperty.bits(GnuProperty.AARCH64_FEATURE_1_AND, 3, Abi.of(Machine.AARCH64)))
        .containsExactly("BTI", "PAC");
  }
}
