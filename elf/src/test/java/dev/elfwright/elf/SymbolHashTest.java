package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.testkit.Corpus;
import dev.elfwright.testkit.Fixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Both hash tables find what a library exports, and nothing else. */
class SymbolHashTest {
  static final List<String> TARGETS = ReadelfTest.LINKED;

  @TempDir private Path folder;

  @Test
  void everyExportedSymbolUnderUsrIsFound() throws IOException {
    AtomicLong gnu = new AtomicLong();
    AtomicLong sysv = new AtomicLong();
    Corpus.elfFiles(Path.of("/usr")).parallelStream()
        .forEach(f -> {
          try (ElfModel model = Elf.open(f)) {
            gnu.addAndGet(found(model, DynamicTag.GNU_HASH));
            sysv.addAndGet(found(model, DynamicTag.HASH));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    System.out.printf("hash: %d symbols by GNU tables, %d by SysV%n", gnu.get(), sysv.get());
    assertThat(gnu.get()).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @FieldSource("TARGETS")
  void bothTablesOfAForeignLibraryFindItsSymbols(String target) throws IOException {
    try (ElfModel model = Elf.open(new Fixture(folder).foreignLibrary(target))) {
      assertThat(found(model, DynamicTag.HASH)).isGreaterThanOrEqualTo(5);
      if (!target.startsWith("mips")) {
        assertThat(found(model, DynamicTag.GNU_HASH)).isGreaterThanOrEqualTo(5);
      }
    }
  }

  /** Names shorter and longer than the eight bytes that are hashed in a step. */
  @Test
  void aNameIsHashedWhereItStandsAsItsStringIs() throws IOException {
    try (ElfModel model = Elf.open(Path.of("/usr/lib/x86_64-linux-gnu/libc.so.6"))) {
      SymbolTable symbols = model.dynamic().orElseThrow().symbols();
      assertThat(symbols.count()).isGreaterThan(2000);
      for (int i = 0; i < symbols.count(); i++) {
        assertThat(symbols.gnuHash(i)).isEqualTo(GnuHash.hash(symbols.name(i)));
      }
    }
  }

  /** Any bytes, of any length, also where fewer than eight bytes follow the name. */
  @Test
  void aNameOfAnyBytesIsHashedAsTheLoaderDoes() {
    Random random = new Random(5381);
    for (int round = 0; round < 20_000; round++) {
      byte[] table = new byte[round % 41 + 1 + random.nextInt(9)];
      int expected = 5381;
      for (int i = 0; i < round % 41; i++) {
        int c = 1 + random.nextInt(255);
        table[i] = (byte) c;
        expected = expected * 33 + c;
      }
      ElfBytes bytes = new ElfBytes("names", MemorySegment.ofArray(table), true, false);
      assertThat(bytes.gnuHash(0, table.length, "names")).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @FieldSource("TARGETS")
  void aVisitorIsShownWhatTheColumnsHold(String target) throws IOException {
    try (ElfModel model = Elf.open(new Fixture(folder).foreignLibrary(target))) {
      assertThat(SymbolColumns.compared(model.symbols().orElseThrow())).isGreaterThan(10);
      assertThat(SymbolColumns.compared(model.dynamic().orElseThrow().symbols())).isGreaterThan(5);
    }
  }

  @Test
  void anAbsentNameIsNotFound() throws IOException {
    try (ElfModel model = Elf.open(new Fixture(folder).library())) {
      for (long tag : new long[] {DynamicTag.GNU_HASH, DynamicTag.HASH}) {
        SymbolHash hash = hash(model, tag);
        SymbolTable symbols = model.dynamic().orElseThrow().symbols();
        for (String absent : List.of("", "exported", "exported_function2", "main")) {
          hash.candidates(absent, i -> assertThat(symbols.name(i)).isNotEqualTo(absent));
        }
      }
    }
  }

  /** The hash values of the specification's examples and of glibc's own tests. */
  @Test
  void theHashFunctionsAreThoseOfTheLoaders() {
    assertThat(GnuHash.hash("")).isEqualTo(0x1505);
    assertThat(GnuHash.hash("printf")).isEqualTo(0x156b2bb8);
    assertThat(SysvHash.hash("printf")).isEqualTo(0x077905a6);
    assertThat(SysvHash.hash("exit")).isEqualTo(0x0006cf04);
  }

  /** Looks up every exported symbol, and gives how many there are. */
  private static long found(ElfModel model, long tag) {
    if (model.dynamic().flatMap(d -> hashAddress(d, tag)).isEmpty()) {
      return 0;
    }
    SymbolHash hash = hash(model, tag);
    SymbolTable symbols = model.dynamic().orElseThrow().symbols();
    assertThat(hash.symbolCount()).isLessThanOrEqualTo(symbols.count());
    long exported = 0;
    for (int i = 1; i < symbols.count(); i++) {
      if (symbols.isUndefined(i) || symbols.binding(i) == SymbolBinding.LOCAL) {
        continue;
      }
      int wanted = i;
      boolean[] seen = {false};
      hash.candidates(symbols.name(i), c -> seen[0] |= c == wanted);
      assertThat(seen[0]).as("%s: %s", model, symbols.name(i)).isTrue();
      exported++;
    }
    return exported;
  }

  private static java.util.Optional<Long> hashAddress(DynamicModel d, long tag) {
    OptionalLong address = d.value(tag);
    return address.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(address.getAsLong());
  }

  private static SymbolHash hash(ElfModel model, long tag) {
    long address = model.dynamic().orElseThrow().value(tag).orElseThrow();
    long at = model.require(address, 8, "hash table");
    return tag == DynamicTag.GNU_HASH
        ? new GnuHash(model.bytes(), at)
        : new SysvHash(model.bytes(), at, model.sysvHashEntry());
  }
}
