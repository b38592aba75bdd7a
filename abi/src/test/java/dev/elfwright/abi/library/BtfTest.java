package dev.elfwright.abi.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.abi.Lab;
import dev.elfwright.abi.diff.AbiDiff;
import dev.elfwright.abi.type.Layout;
import dev.elfwright.abi.type.Type;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.btf.Btf;
import dev.elfwright.elf.debug.DebugFiles;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types from BTF that pahole and clang wrote, against those from DWARF. */
class BtfTest {
  private static final String TYPES =
      """
      enum color { RED, GREEN = 5, NEGATIVE = -3 };
      struct inner { int a; short b:3, c:5; union { int x; double y; }; char rows[3]; };
      struct hidden;
      struct node {
        struct node *next; const volatile struct inner in; enum color col; _Bool flag; signed char s;
        void (*cb)(struct node *, const char *restrict, ...); unsigned long long open[];
      };
      typedef struct node node_t;
      """;
  private static final String FUNCTIONS =
      """
      node_t *make(int x, const struct inner *i, float f) { return 0; }
      int visit(node_t *n, struct hidden *h) { return 0; }
      int visit_too(node_t *n, struct hidden *h) __attribute__((alias("visit")));
      int old_visit(node_t *n) { return 0; }
      __asm__(".symver old_visit, visit@V1");
      __attribute__((visibility("hidden"))) int not_exported(int x) { return x; }
      """;

  @TempDir private Path folder;
  private Lab lab = new Lab(Path.of("."));

  @BeforeEach
  void open() throws IOException {
    lab = new Lab(folder);
    Files.writeString(
        folder.resolve("map"), "V1 { }; V2 { global: make; visit; visit_too; local: *; } V1;");
  }

  private Path withDwarf(String name, String... source) throws IOException {
    return lab.library(name, List.of("gcc", "-g", "-O1", "-Wl,--version-script=map"), source);
  }

  /** The same library with BTF in the place of DWARF. */
  private Path withBtf(Path library) throws IOException {
    String name = "btf-" + library.getFileName();
    Files.copy(library, folder.resolve(name));
    Tool.run(folder, List.of("pahole", "-J", name));
    Tool.run(folder, List.of("strip", "--strip-debug", name));
    return folder.resolve(name);
  }

  private static Map<String, String> declarations(LibraryAbi abi) {
    Map<String, String> found = new TreeMap<>();
    abi.symbols().stream()
        .filter(ExportedSymbol::hasType)
        .forEach(s -> found.put(s.fullName(), abi.types().spell(s.type())));
    return found;
  }

  private static Map<String, Layout> layouts(LibraryAbi abi) {
    return abi.types().types().stream()
        .filter(Type.Aggregate.class::isInstance)
        .map(t -> Layout.of((Type.Aggregate) t, abi.types()))
        .collect(Collectors.toMap(Layout::title, l -> l));
  }

  @Test
  void typesAreThoseOfDwarf() throws IOException {
    Path library = withDwarf("lib.so", TYPES + FUNCTIONS);
    LibraryAbi dwarf = lab.read(library);
    LibraryAbi btf = lab.read(withBtf(library));
    assertThat(btf.sight()).isEqualTo(new Sight(Sight.Debugging.BTF, 4, 0, List.of()));
    assertThat(declarations(btf))
        .isEqualTo(declarations(dwarf))
        .containsEntry("visit@V1", "int (node_t*)")
        .containsEntry("visit@@V2", "int (node_t*, struct hidden*)")
        .containsEntry("visit_too@@V2", "int (node_t*, struct hidden*)");
    assertThat(layouts(btf)).hasSizeGreaterThanOrEqualTo(3).isEqualTo(layouts(dwarf));
    assertThat(AbiDiff.between(dwarf, btf).changes()).isEmpty();
  }

  @Test
  void changesAreThoseOfDwarf() throws IOException {
    Path before = withDwarf("before.so", TYPES + FUNCTIONS);
    Path after =
        withDwarf(
            "after.so",
            TYPES
                    .replace("GREEN = 5", "GREEN = 6")
                    .replace("short b:3, c:5", "short b:4, c:5")
                    .replace("signed char s;", "int s;")
                + FUNCTIONS.replace("float f", "double f"));
    AbiDiff dwarf = AbiDiff.between(lab.read(before), lab.read(after));
    AbiDiff btf = AbiDiff.between(lab.read(withBtf(before)), lab.read(withBtf(after)));
    assertThat(told(btf)).hasSizeGreaterThan(3).isEqualTo(told(dwarf));
    assertThat(btf.sawTypes()).isTrue();
  }

  private static Set<String> told(AbiDiff diff) {
    return diff.changes().stream()
        .map(c -> c.rule() + " " + c.subject() + " " + c.message())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Of two versions of a name, the table that the loader reads does not say which is which. */
  @Test
  void versionsOfStrippedLibrariesAreNotTakenForEachOther() throws IOException {
    Path library = withBtf(withDwarf("stripped.so", TYPES + FUNCTIONS));
    Tool.run(folder, List.of("strip", library.toString()));
    assertThat(declarations(lab.read(library))).containsOnlyKeys("make@@V2");
  }

  /** What pahole leaves out, clang writes for bpf: variables and their sections. */
  @Test
  void clangTellsVariablesToo() throws IOException {
    Files.writeString(
        folder.resolve("bpf.c"), TYPES + "struct inner table[4]; int f(node_t *n) { return 0; }");
    Tool.run(
        folder, List.of("clang-14", "-target", "bpf", "-g", "-O1", "-c", "bpf.c", "-o", "bpf.o"));
    Tool.run(
        folder,
        List.of("llvm-objcopy-14", "--strip-debug", "--keep-section=.BTF", "bpf.o", "only.o"));
    assertThat(declarations(lab.read(folder.resolve("only.o"))))
        .isEqualTo(Map.of("table", "struct inner[4]", "f", "int (node_t*)"));
  }

  /** Which of two static functions of a name is exported, BTF does not say. */
  @Test
  void aNameOfTwoFunctionsIsLeftOut() throws IOException {
    String one = "int f(int x) { return x; } static int twin(int x) { return x + 1; }";
    Path library =
        withBtf(
            lab.library(
                "twins.so",
                List.of("gcc", "-g", "-O0"),
                one + "int g(int x) { return twin(x); }",
                "double twin(double x) { return x; }"));
    LibraryAbi abi = lab.read(library);
    assertThat(declarations(abi)).containsOnlyKeys("f", "g");
    assertThat(abi.sight().untyped()).isEqualTo(1);
  }

  private static final String KERNEL =
      """
      struct module { int state; char name[60]; };
      struct device { int id; struct device *parent; };
      int base(struct device *d) { return d->id; }
      int internal(struct module *m) { return m->state; }
      int counter;
      """
          + export("base")
          + export("counter");

  private static final String MODULE =
      """
      struct module { int state; char name[60]; };
      struct device { int id; struct device *parent; };
      struct extra { struct device d; long more; };
      __attribute__((section(".gnu.linkonce.this_module"))) struct module __this_module;
      int attach(struct extra *e, struct device *d) { return d->id; }
      int not_for_others(void) { return 0; }
      """
          + export("attach");

  /** What EXPORT_SYMBOL leaves: distances to the symbol, its name and its namespace. */
  private static String export(String symbol) {
    return """
    __asm__(".pushsection __ksymtab, \\"a\\"\\n __ksymtab_%1$s: .long %1$s - ., 9f - ., 0\\n"
            ".popsection\\n .pushsection __ksymtab_strings, \\"aMS\\", @progbits, 1\\n"
            "9: .asciz \\"%1$s\\"\\n .popsection");
    """
        .formatted(symbol);
  }

  private Path kernel() throws IOException {
    Files.writeString(folder.resolve("vmlinux.c"), KERNEL);
    Tool.run(
        folder,
        List.of(
            "gcc",
            "-g",
            "-nostdlib",
            "-static",
            "-no-pie",
            "-fno-pie",
            "-Wl,-ebase",
            "vmlinux.c",
            "-o",
            "vmlinux"));
    Tool.run(folder, List.of("pahole", "-J", "vmlinux"));
    Tool.run(folder, List.of("strip", "vmlinux"));
    return folder.resolve("vmlinux");
  }

  private Path module() throws IOException {
    Files.writeString(folder.resolve("mod.c"), MODULE);
    Tool.run(folder, List.of("gcc", "-g", "-c", "mod.c", "-o", "mod.ko"));
    Tool.run(folder, List.of("pahole", "-J", "--btf_base", "vmlinux", "mod.ko"));
    Tool.run(folder, List.of("strip", "--strip-debug", "mod.ko"));
    return folder.resolve("mod.ko");
  }

  private LibraryAbi read(Path file, KernelTypes kernels) throws IOException {
    return LibraryReader.read(file, new DebugFiles(folder), kernels);
  }

  private static Optional<Btf> types(Path kernel) throws IOException {
    return Btf.of(Elf.openShared(kernel));
  }

  @Test
  void aKernelOffersWhatItExportsToModules() throws IOException {
    LibraryAbi abi = lab.read(kernel());
    assertThat(declarations(abi)).isEqualTo(Map.of("base", "int (struct device*)"));
    assertThat(abi.symbols())
        .extracting(ExportedSymbol::name, ExportedSymbol::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("base", SymbolKind.FUNCTION),
            org.assertj.core.groups.Tuple.tuple("counter", SymbolKind.DATA));
    ElfModel unpacked = Elf.openShared(folder.resolve("vmlinux"));
    LibraryAbi inMemory = LibraryReader.readKernel(unpacked);
    assertThat(inMemory.symbols()).isEqualTo(abi.symbols());
    assertThat(inMemory.types().types()).isEqualTo(abi.types().types());
  }

  @Test
  void theTypesOfAModuleContinueThoseOfItsKernel() throws IOException {
    Path kernel = kernel();
    LibraryAbi abi = read(module(), _ -> types(kernel));
    assertThat(abi.sight()).isEqualTo(new Sight(Sight.Debugging.BTF, 1, 0, List.of()));
    assertThat(declarations(abi))
        .isEqualTo(Map.of("attach", "int (struct extra*, struct device*)"));
    assertThat(layouts(abi)).containsKeys("struct extra, 24 bytes", "struct device, 16 bytes");
  }

  @Test
  void withoutItsKernelTheTypesOfAModuleAreNotSeen() throws IOException {
    kernel();
    LibraryAbi abi = lab.read(module());
    assertThat(abi.sight())
        .isEqualTo(new Sight(Sight.Debugging.BTF_WITHOUT_KERNEL, 0, 1, List.of()));
    assertThat(AbiDiff.between(abi, abi).sawTypes()).isFalse();
  }

  @Test
  void aKernelOfAnotherStructModuleIsNotTheModules() throws IOException {
    kernel();
    Path module = module();
    Files.writeString(folder.resolve("other.c"), KERNEL.replace("name[60]", "name[64]"));
    Tool.run(folder, List.of("gcc", "-g", "-c", "other.c", "-o", "other.o"));
    Tool.run(folder, List.of("pahole", "-J", "other.o"));
    Optional<Btf> other = types(folder.resolve("other.o"));
    assertThatThrownBy(() -> read(module, _ -> other))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("64 bytes, struct module of the kernel has 68");
  }

  /** Bytes of the types are changed at random; the message is one line or the types are others. */
  @Test
  void brokenTypesAreRefusedInOneLine() throws IOException {
    Path library = withBtf(withDwarf("good.so", TYPES + FUNCTIONS));
    byte[] good = Files.readAllBytes(library);
    int start;
    int length;
    try (ElfModel model = Elf.open(library)) {
      var header = model.section(".BTF").orElseThrow().header();
      start = (int) header.offset();
      length = (int) header.size();
    }
    LibraryAbi whole = lab.read(library);
    Random random = new Random(11);
    int refused = 0;
    for (int round = 0; round < 500; round++) {
      byte[] bad = good.clone();
      bad[start + random.nextInt(length)] = (byte) random.nextInt();
      Files.write(folder.resolve("bad.so"), bad);
      try {
        AbiDiff.between(whole, lab.read(folder.resolve("bad.so")));
      } catch (ElfFormatException e) {
        assertThat(e.getMessage()).doesNotContain("\n").contains("BTF");
        refused++;
      }
    }
    assertThat(refused).isBetween(25, 475);
  }

  /** One name of 1,000 letters for 60,000 members would take 60 MB. */
  @Test
  void namesThatNobodyWritesAreRefused() throws IOException {
    Path library = withBtf(withDwarf("long.so", TYPES + FUNCTIONS));
    Files.write(folder.resolve("flood.btf"), flood());
    Tool.run(folder, List.of("objcopy", "--update-section", ".BTF=flood.btf", library.toString()));
    assertThatThrownBy(() -> lab.read(library))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("names of more than 128 letters on an average");
  }

  /** {@code make} returns a struct of 65,535 members, all of one long name. */
  private static byte[] flood() {
    int members = 0xffff;
    byte[] strings = ("\0make\0" + "x".repeat(1_000) + "\0").getBytes(StandardCharsets.US_ASCII);
    int types = 12 + 12 + 12 + 12 * members + 16;
    ByteBuffer out =
        ByteBuffer.allocate(24 + types + strings.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x1eb9f).putInt(24).putInt(0).putInt(types).putInt(types).putInt(strings.length);
    out.putInt(1).putInt(12 << 24 | 1).putInt(2); // FUNC, global
    out.putInt(0).putInt(13 << 24).putInt(3); // FUNC_PROTO
    out.putInt(0).putInt(4 << 24 | members).putInt(4); // STRUCT
    for (int i = 0; i < members; i++) {
      out.putInt(6).putInt(4).putInt(0);
    }
    out.putInt(6).putInt(1 << 24).putInt(4).putInt(32); // INT
    return out.put(strings).array();
  }
}
