package dev.elfwright.abi.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.abi.Lab;
import dev.elfwright.abi.type.Type;
import dev.elfwright.abi.type.TypeTable;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of libraries that real compilers made. */
class LibraryReaderTest {
  private static final String TYPES =
      """
      enum color { RED, GREEN = 5 };
      struct inner { int a; short b:3, c:5; union { int x; double y; }; };
      struct node {
        struct node *next; struct inner in; enum color col; void (*cb)(struct node *, const char *, ...);
      };
      typedef struct node node_t;
      struct hidden;
      """;
  private static final String ONE =
      TYPES
          + """
          _Thread_local int thread_value = 3;
          _Alignas(64) int table[40];
          const int fixed[4] = {1};
          int *const anchor = table;
          node_t *make(int x, const struct inner *i) { return 0; }
          """;
  private static final String TWO =
      TYPES
          + """
          struct inner by_value(struct inner i, double d[3]) { return i; }
          int visit(node_t *n, struct hidden *h) { return 0; }
          int visit_too(node_t *n, struct hidden *h) __attribute__((alias("visit")));
          __attribute__((visibility("hidden"))) int not_exported(int x) { return x; }
          """;
  private static final Map<String, String> EXPECTED =
      Map.of(
          "thread_value", "int",
          "table", "int[40]",
          "fixed", "const int[4]",
          "anchor", "int* const",
          "make", "node_t* (int, const struct inner*)",
          "by_value", "struct inner (struct inner, double*)",
          "visit", "int (node_t*, struct hidden*)",
          "visit_too", "int (node_t*, struct hidden*)");

  @TempDir Path folder;
  private Lab lab = new Lab(Path.of("."));

  @BeforeEach
  void open() {
    lab = new Lab(folder);
  }

  private Path library(String... flags) throws IOException {
    List<String> compiler = new ArrayList<>(List.of(flags));
    return lab.library("lib.so", compiler, ONE, TWO);
  }

  private static Map<String, String> declarations(LibraryAbi abi) {
    return abi.symbols().stream()
        .filter(ExportedSymbol::hasType)
        .collect(
            Collectors.toMap(
                ExportedSymbol::name,
                s -> abi.types().spell(s.type()).replace("const const", "const")));
  }

  @ParameterizedTest
  @CsvSource({
    "gcc,-gdwarf-2,-O0",
    "gcc,-gdwarf-3,-O2",
    "gcc,-gdwarf-4,-fdebug-types-section",
    "gcc,-gdwarf-5,-O2",
    "gcc,-gdwarf-5,-gsplit-dwarf",
    "gcc,-gdwarf-5,-gz",
    "gcc,-gdwarf-5,-gdwarf64",
    "gcc,-gdwarf-5,-flto",
    "clang-14,-gdwarf-2,-O0",
    "clang-14,-gdwarf-4,-O2",
    "clang-14,-gdwarf-5,-O2",
    "clang-14,-gdwarf-4,-gsplit-dwarf",
  })
  void everyWayToWriteTypesReadsTheSame(String compiler, String version, String more)
      throws IOException {
    LibraryAbi abi = lab.read(library(compiler, version, more));
    assertThat(declarations(abi)).isEqualTo(EXPECTED);
    Type.Aggregate inner = aggregate(abi.types(), "inner");
    assertThat(inner.members())
        .extracting(Type.Member::name, Type.Member::bitOffset, Type.Member::bitSize)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", 0L, 0L),
            org.assertj.core.groups.Tuple.tuple("b", 32L, 3L),
            org.assertj.core.groups.Tuple.tuple("c", 35L, 5L),
            org.assertj.core.groups.Tuple.tuple("", 64L, 0L));
    assertThat(abi.sight()).isEqualTo(new Sight(Sight.Debugging.IN_FILE, 8, 0, List.of()));
  }

  private static Type.Aggregate aggregate(TypeTable types, String name) {
    List<Type.Aggregate> found =
        types.types().stream()
            .filter(t -> t instanceof Type.Aggregate a && a.name().equals(name))
            .map(Type.Aggregate.class::cast)
            .toList();
    assertThat(found).as("types are one for all units").hasSize(1);
    return found.getFirst();
  }

  @Test
  void symbolsSayWhatALinkerSees() throws IOException {
    LibraryAbi abi = LibraryReader.readSymbols(library("gcc", "-g0"));
    Map<String, ExportedSymbol> symbols =
        abi.symbols().stream().collect(Collectors.toMap(ExportedSymbol::name, s -> s));
    assertThat(symbols.keySet()).isEqualTo(EXPECTED.keySet());
    assertThat(symbols.get("table").alignment()).isEqualTo(64);
    assertThat(symbols.get("table").protection()).isEqualTo(Protection.WRITABLE);
    assertThat(symbols.get("fixed").protection()).isEqualTo(Protection.READ_ONLY);
    assertThat(symbols.get("anchor").protection()).isEqualTo(Protection.RELRO);
    assertThat(symbols.get("thread_value").kind()).isEqualTo(SymbolKind.THREAD_LOCAL);
    assertThat(abi.threadLocals().size()).isEqualTo(4);
    assertThat(abi.sight().debugging()).isEqualTo(Sight.Debugging.NONE);
    assertThat(abi.types().count()).isEqualTo(1);
  }

  @Test
  void debuggingInformationIsFoundByItsLink() throws IOException {
    Path library = library("gcc", "-g");
    Tool.run(folder, List.of("objcopy", "--only-keep-debug", "lib.so", "lib.so.debug"));
    Tool.run(
        folder, List.of("objcopy", "--strip-debug", "--add-gnu-debuglink=lib.so.debug", "lib.so"));
    LibraryAbi abi = lab.read(library);
    assertThat(abi.sight().debugging()).isEqualTo(Sight.Debugging.APART);
    assertThat(declarations(abi)).isEqualTo(EXPECTED);
    Files.delete(folder.resolve("lib.so.debug"));
    assertThat(lab.read(library).sight().debugging()).isEqualTo(Sight.Debugging.NONE);
  }

  @Test
  void typesThatDwzSharedAreRead() throws IOException {
    Path library = library("gcc", "-g", "-gdwarf-4");
    Tool.run(folder, List.of("dwz", "lib.so"));
    assertThat(declarations(lab.read(library))).isEqualTo(EXPECTED);
  }

  @Test
  void classesKeepBasesAndVirtualFunctions() throws IOException {
    Path library =
        lab.library(
            "lib.so",
            List.of("g++", "-g"),
            """
            namespace n {
            struct base { virtual ~base(); virtual int one(); int b; };
            struct derived : base { int two(int) const; virtual int three(); static int s; int d; };
            base::~base() {}
            int base::one() { return 1; }
            int derived::two(int x) const { return x; }
            int derived::three() { return 3; }
            }
            """);
    LibraryAbi abi = lab.read(library);
    Type.Aggregate base = aggregate(abi.types(), "n::base");
    Type.Aggregate derived = aggregate(abi.types(), "n::derived");
    assertThat(base.virtuals())
        .extracting(Type.VirtualFunction::slot)
        .containsExactly(-1L, 2L); // of destructors, gcc does not say it
    assertThat(derived.virtuals())
        .filteredOn(f -> f.slot() >= 0)
        .containsExactly(new Type.VirtualFunction(3, "_ZN1n7derived5threeEv"));
    assertThat(derived.bases()).hasSize(1);
    assertThat(derived.members()).extracting(Type.Member::name).containsExactly("d");
    assertThat(derived.size()).isEqualTo(16);
  }

  @Test
  void versionsAreThoseOfTheLoader() throws IOException {
    Files.writeString(
        folder.resolve("map"), "V1 { global: foo; };\nV2 { global: foo; local: *; } V1;\n");
    Path library =
        lab.library(
            "lib.so",
            List.of("gcc", "-g", "-Wl,--version-script,map"),
            """
            int foo_old(int x) { return x; }
            long foo_new(long x) { return x; }
            __asm__(".symver foo_old,foo@V1");
            __asm__(".symver foo_new,foo@@V2");
            """);
    LibraryAbi abi = lab.read(library);
    assertThat(abi.symbols())
        .extracting(ExportedSymbol::fullName, s -> abi.types().spell(s.type()))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("foo@@V2", "long int (long int)"),
            org.assertj.core.groups.Tuple.tuple("foo@V1", "int (int)"));
    assertThat(abi.versions()).containsExactly("V1", "V2");
  }

  @Test
  void anObjectFileOffersItsGlobalSymbols() throws IOException {
    lab.library("lib.so", List.of("gcc", "-g", "-ffunction-sections"), ONE, TWO);
    LibraryAbi abi = lab.read(folder.resolve("lib.so1.o"));
    assertThat(declarations(abi))
        .containsEntry("by_value", EXPECTED.get("by_value"))
        .containsEntry("visit", EXPECTED.get("visit"))
        .doesNotContainKey("not_exported");
  }

  @Test
  void aFileThatIsNoLibraryIsRefusedInOneLine() throws IOException {
    Files.writeString(folder.resolve("a.c"), "int main(void) { return 0; }");
    Tool.run(folder, List.of("gcc", "-static", "a.c", "-o", "a"));
    assertThatThrownBy(() -> lab.read(folder.resolve("a")))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("neither a shared library nor an object file");
  }
}
