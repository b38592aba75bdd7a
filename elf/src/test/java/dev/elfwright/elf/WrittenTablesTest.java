package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.write.GnuHashWriter;
import dev.elfwright.elf.write.StringTableBuilder;
import dev.elfwright.elf.write.SysvHashWriter;
import dev.elfwright.elf.write.VersionDefinition;
import dev.elfwright.elf.write.VersionNeed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the writers of hash and version tables write, the readers read. */
class WrittenTablesTest {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  private static List<String> names(long seed, int count) {
    Random random = new Random(seed);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("n" + Integer.toString(random.nextInt(Math.max(1, count)), 36));
    }
    return names;
  }

  private static List<Integer> found(SymbolHash hash, String name) {
    List<Integer> found = new ArrayList<>();
    hash.candidates(name, found::add);
    return found;
  }

  @ParameterizedTest
  @CsvSource({
    "0,1,true,false",
    "1,1,false,true",
    "2,5,true,true",
    "7,3,false,false",
    "100,2,true,false",
    "1000,77,false,true",
    "20000,1,true,false"
  })
  void aGnuHashTableFindsEachNameWhereItStandsAndFewOthers(
      int count, int first, boolean is64, boolean big) {
    List<String> names = names(count, count);
    GnuHashWriter writer = GnuHashWriter.of(names);
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : LITTLE;
    MemorySegment bytes = writer.encode(first, is64, order);
    GnuHash hash = new GnuHash(new ElfBytes("table", bytes, is64, big), 0);
    assertThat(writer.order()).doesNotHaveDuplicates().hasSize(count);
    assertThat(hash.symbolCount()).isEqualTo(first + count);
    for (int i = 0; i < count; i++) {
      assertThat(found(hash, names.get(writer.order().get(i)))).contains(first + i);
    }
    Random random = new Random(count);
    long passed =
        random.longs(500).filter(n -> !found(hash, "absent_function_" + n).isEmpty()).count();
    assertThat(passed).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0,4,false", "1,4,true", "9,8,true", "3000,4,false", "3000,8,true"})
  void aSysvHashTableFindsEachGlobalNameInTheOrderOfSymbols(int count, int entry, boolean big) {
    List<Symbol> symbols = new ArrayList<>();
    symbols.add(new Symbol(0, "", 0, 0, 0, 0, 0, 0));
    for (String name : names(count, count)) {
      int binding = symbols.size() % 5 == 0 ? SymbolBinding.LOCAL : SymbolBinding.GLOBAL;
      symbols.add(new Symbol(symbols.size(), name, binding, 0, 0, 1, 0, 0));
    }
    MemorySegment bytes =
        SysvHashWriter.encode(symbols, entry, big ? ByteOrder.BIG_ENDIAN : LITTLE);
    SysvHash hash = new SysvHash(new ElfBytes("table", bytes, entry == 8, big), 0, entry);
    assertThat(hash.symbolCount()).isEqualTo(count + 1);
    for (Symbol s : symbols.subList(1, symbols.size())) {
      List<Integer> found = found(hash, s.name());
      assertThat(found).isSorted();
      assertThat(found.contains(s.index())).isEqualTo(s.binding() != SymbolBinding.LOCAL);
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void versionsAreReadAsTheyWereWritten(boolean big) {
    List<VersionDefinition> definitions =
        List.of(
            new VersionDefinition("libx.so", VersionDefinition.BASE, 1, List.of()),
            new VersionDefinition("ONE", 0, 2, List.of()),
            new VersionDefinition("TWO", 2, 3, List.of("ONE", "ZERO")));
    List<VersionNeed> needs =
        List.of(
            new VersionNeed(
                "libc.so.6",
                List.of(
                    new VersionNeed.Version("GLIBC_2.2.5", 0, 4),
                    new VersionNeed.Version("GLIBC_2.34", 2, 5))),
            new VersionNeed("libm.so.6", List.of(new VersionNeed.Version("GLIBC_2.29", 0, 6))));
    StringTableBuilder strings = new StringTableBuilder();
    VersionDefinition.addNames(definitions, strings);
    VersionNeed.addNames(needs, strings);
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : LITTLE;
    List<MemorySegment> parts =
        List.of(
            strings.build(),
            VersionDefinition.encode(definitions, strings, order),
            VersionNeed.encode(needs, strings, order));
    assertThat(read(parts, big).declared())
        .hasSize(6)
        .containsEntry(1, new SymbolVersion("libx.so", false, new SymbolVersion.Defined(true)))
        .containsEntry(3, new SymbolVersion("TWO", false, new SymbolVersion.Defined(false)))
        .containsEntry(5, needed("GLIBC_2.34", "libc.so.6", true))
        .containsEntry(6, needed("GLIBC_2.29", "libm.so.6", false));
  }

  private static SymbolVersion needed(String version, String file, boolean weak) {
    return new SymbolVersion(version, false, new SymbolVersion.Needed(file, weak, false));
  }

  /** One file with the string table, the definitions and the needs. */
  private static VersionTable read(List<MemorySegment> parts, boolean big) {
    long[] at = new long[4];
    for (int i = 0; i < 3; i++) {
      at[i + 1] = at[i] + parts.get(i).byteSize();
    }
    MemorySegment file = Arena.ofAuto().allocate(at[3]);
    for (int i = 0; i < 3; i++) {
      file.asSlice(at[i]).copyFrom(parts.get(i));
    }
    ElfBytes in = new ElfBytes("table", file, true, big);
    return new VersionTable(in, 0, 0, at[1], 3, at[2], 2, new StringTable(in, 0, at[1]));
  }
}
