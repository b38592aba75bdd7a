package dev.elfwright.elf.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is built is accepted by the tools that read object files, and runs. */
class ObjectFileTest {
  private static final long PC32 = 2;
  private static final long PLT32 = 4;
  private static final long TPOFF32 = 23;

  /** The type of an absolute relocation as wide as an address, for each target. */
  private static final Map<Target, Integer> ABSOLUTE =
      Map.ofEntries(
          Map.entry(Target.X86_64, 1),
          Map.entry(Target.I386, 1),
          Map.entry(Target.AARCH64, 257),
          Map.entry(Target.ARM, 2),
          Map.entry(Target.RISCV64, 2),
          Map.entry(Target.PPC64LE, 38),
          Map.entry(Target.S390X, 22),
          Map.entry(Target.LOONGARCH64, 2),
          Map.entry(Target.of(false, ByteOrder.BIG_ENDIAN, Machine.PPC, 0), 1),
          Map.entry(Target.of(false, ByteOrder.BIG_ENDIAN, Machine.M68K, 0), 1),
          Map.entry(Target.of(true, ByteOrder.BIG_ENDIAN, Machine.SPARCV9, 0), 32),
          Map.entry(Target.of(true, ByteOrder.LITTLE_ENDIAN, Machine.MIPS, 0x60000007), 18),
          Map.entry(Target.of(false, ByteOrder.BIG_ENDIAN, Machine.MIPS, 0x70001000), 2));

  static final List<Target> TARGETS = List.copyOf(ABSOLUTE.keySet());

  @TempDir private Path folder;

  private Path write(LayoutPlan plan) throws IOException {
    Path file = folder.resolve("built.o");
    ElfWriter.write(plan, file, PosixFilePermissions.fromString("rw-r--r--"));
    return file;
  }

  /** A bit of everything, with data only, so that it fits any machine. */
  private static Consumer<ObjectBuilder> everything(int absolute) {
    return object -> {
      Label text = object.label();
      object.strings(".rodata.str1.1", s -> assertThat(s.string("one")).isSameAs(s.string("one")));
      object.data(
          ".data",
          data -> {
            data.align(8).bind(text).relocate(absolute, object.symbol("elsewhere"), 0).word(0);
            Label variable = data.here();
            object.define("variable", variable, s -> s.global().object().size(8));
            data.relocate(absolute, text, 0).word(0);
            object.define("quiet", data.here(), s -> s.object().hidden());
          });
      object.zeros(".bss", s -> s.align(16).zeros(100));
      NamedSymbol signature = object.symbol("shared");
      Label shared =
          object.data(
              ".data.shared",
              d -> {
                object.define("shared", d.here(), s -> s.weak().object().size(8));
                d.align(8).relocate(absolute, object.symbol("variable"), 0).word(0);
              });
      object.comdat(signature, shared);
      object.note(".note.gnu.build-id", "GNU", 3, new byte[] {1, 2, 3});
      object.common("common", 24, 8);
      object.absolute("number", 42);
      object.undefined("perhaps", SymbolBuilder::weak);
    };
  }

  @ParameterizedTest
  @FieldSource("TARGETS")
  void readersOfObjectFilesHaveNothingToSay(Target target) throws IOException {
    Path file = write(ObjectFile.build(target, everything(ABSOLUTE.get(target))));
    String readelf = Tool.run(List.of("readelf", "-aW", file.toString()));
    assertThat(readelf).doesNotContainIgnoringCase("warning").doesNotContain("Error");
    assertThat(readelf).contains("COMDAT group section").contains("elsewhere").contains("common");
    assertThat(Tool.run(List.of("llvm-readobj-14", "-hSrsn", "-g", file.toString())))
        .doesNotContain("warning");
  }

  @Test
  void elflintAndLdAcceptTheFile() throws IOException {
    Path file = write(ObjectFile.build(Target.X86_64, everything(1)));
    assertThat(Tool.run(List.of("eu-elflint", "--gnu-ld", file.toString()))).contains("No errors");
    Path joined = folder.resolve("joined.o");
    Tool.run(List.of("ld", "-r", "-o", joined.toString(), file.toString(), needy().toString()));
    assertThat(Tool.run(List.of("nm", joined.toString()))).contains("variable");
  }

  private Path needy() throws IOException {
    LayoutPlan plan =
        ObjectFile.build(
            Target.X86_64,
            o -> o.data(".data", d -> d.relocate(1, o.symbol("variable"), 0).i64(0)));
    Path file = folder.resolve("other.o");
    ElfWriter.write(plan, file, PosixFilePermissions.fromString("rw-r--r--"));
    return file;
  }

  @ParameterizedTest
  @FieldSource("TARGETS")
  void theModelReadsWhatTheBuilderWasTold(Target target) {
    int absolute = ABSOLUTE.get(target);
    ElfModel model = ObjectFile.model("built.o", target, everything(absolute));
    List<Symbol> symbols = model.symbols().orElseThrow().asList();
    assertThat(symbols).extracting(Symbol::name).contains("variable", "elsewhere", "number");
    int firstGlobal = model.section(".symtab").orElseThrow().header().info();
    assertThat(symbols.subList(0, firstGlobal)).allMatch(s -> s.binding() == SymbolBinding.LOCAL);
    assertThat(symbols.subList(firstGlobal, symbols.size()))
        .noneMatch(s -> s.binding() == SymbolBinding.LOCAL);
    String name = target.addends() == Target.AddendPlace.ENTRY ? ".rela.data" : ".rel.data";
    RelocationTable table = (RelocationTable) model.section(name).orElseThrow().content();
    assertThat(table.relocations())
        .extracting(r -> symbols.get(r.symbol()).name())
        .containsExactly("elsewhere", ".L.data.0");
  }

  /** main: puts(text), then the thread-local variable is returned. */
  private static void program(ObjectBuilder o) {
    Label text = o.label();
    NamedSymbol puts = o.symbol("puts");
    NamedSymbol counter = o.symbol("counter");
    o.code(
        ".text",
        code -> {
          Label end = o.label();
          o.define("main", code.align(16).here(), s -> s.global().function().until(end));
          code.bytes(0x48, 0x83, 0xec, 8); // sub $8, %rsp
          code.bytes(0x48, 0x8d, 0x3d).relocate(PC32, text, -4).i32(0); // lea text(%rip), %rdi
          code.bytes(0xe8).relocate(PLT32, puts, -4).i32(0); // call puts
          code.bytes(0x64, 0x8b, 0x04, 0x25).relocate(TPOFF32, counter, 0).i32(0);
          code.bytes(0x48, 0x83, 0xc4, 8, 0xc3); // add $8, %rsp; ret
          code.bind(end);
        });
    o.constants(".rodata", s -> s.bind(text).string("built from nothing"));
    o.section(
        ".tdata",
        SectionType.PROGBITS,
        SectionFlag.ALLOC | SectionFlag.WRITE | SectionFlag.TLS,
        d -> {
          o.define("counter", d.align(4).here(), s -> s.global().threadLocal().size(4));
          d.i32(0);
        });
  }

  @Test
  void gccLinksItAndItRuns() throws IOException {
    Path file = write(ObjectFile.build(Target.X86_64, ObjectFileTest::program));
    for (List<String> options : List.of(List.of("-pie"), List.of("-static", "-no-pie"))) {
      Path program = folder.resolve("program");
      List<String> link = new java.util.ArrayList<>(options);
      link.addAll(List.of("-Wl,--fatal-warnings", "-o", program.toString(), file.toString()));
      link.addFirst("gcc");
      Tool.run(link);
      assertThat(Tool.run(List.of(program.toString()))).isEqualTo("built from nothing\n");
    }
  }

  @Test
  void seventyThousandSectionsHaveExtendedNumbers() throws IOException {
    LayoutPlan plan =
        ObjectFile.build(
            Target.X86_64,
            o -> {
              for (int i = 0; i < 70_000; i++) {
                int number = i;
                Label start = o.constants(".c", s -> s.u8(number & 0xff));
                if (i % 10_000 == 9_999) {
                  o.define("s" + i, start, s -> s.global().object().size(1));
                }
              }
            });
    String symbols = Tool.run(List.of("readelf", "-hsW", write(plan).toString()));
    assertThat(symbols).doesNotContainIgnoringCase("warning").contains("0 (70006)");
    assertThat(symbols).containsPattern("70000 +s69999");
    assertThat(Tool.run(List.of("llvm-nm-14", folder.resolve("built.o").toString())))
        .contains("R s69999");
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() ->
            ObjectFile.build(Target.X86_64, o -> o.data("d", d -> d.relocate(1, o.label(), 0))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("bound nowhere");
    assertThatThrownBy(() ->
            ObjectFile.build(Target.I386, o -> o.data("d", d -> d.relocate(1, o.symbol("x"), 4))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("d at 0x0: addend 4");
    assertThatThrownBy(() -> ObjectFile.build(Target.X86_64, o -> o.data("d", d -> d.u8(256))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("d cannot hold 0x100");
  }
}
