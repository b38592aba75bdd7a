package dev.elfwright.elf.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every change: nothing, one, ten of them, and the way back. */
class TransformTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void compile() {
    Fixture fixture = new Fixture(folder);
    fixture.library();
    fixture.program();
    Fixture.TARGETS.forEach(fixture::object);
  }

  static Stream<String> files() {
    return Stream.concat(
        Stream.of(
            "libfixture.so", "program", "/usr/bin/gdb", "/usr/lib/x86_64-linux-gnu/libc.so.6"),
        Fixture.TARGETS.stream().map(t -> t + ".o"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void withoutAChangeNoByteChanges(String name) throws IOException {
    for (Layout layout : List.of(Layout.PRESERVE, Layout.APPEND)) {
      try (ElfModel model = Elf.open(folder.resolve(name))) {
        MemorySegment made = ElfWriter.toMemory(Elf.transform(model, layout, _ -> {}));
        assertThat(made.mismatch(model.contents())).as(layout.name()).isEqualTo(-1);
      }
    }
  }

  @Test
  void packedAnewAProgramRuns() throws IOException {
    Workbench bench = new Workbench(folder);
    Path packed = bench.change(folder.resolve("program"), "packed", Layout.REPACK, _ -> {});
    assertThat(Tool.run(List.of(packed.toString()))).startsWith(packed + " 0.54");
    assertThat(bench.shell("eu-elflint --gnu-ld packed")).endsWith("No errors\n0\n");
  }

  private static ElfTransform runpath(int length) {
    return e -> e.dynamic().setRunpath("/nowhere/" + "x".repeat(length));
  }

  @Test
  void tenEditsGrowAFileAsOneDoes() throws IOException {
    Path library = folder.resolve("libfixture.so");
    Workbench bench = new Workbench(folder);
    Path one = bench.append(library, "one.so", runpath(1000));
    ElfTransform ten = e -> {};
    for (int i = 1; i < 10; i++) {
      ten = ten.andThen(runpath(i * 111));
    }
    Path all = bench.append(library, "ten.so", ten.andThen(runpath(1000)));
    assertThat(Files.mismatch(one, all)).isEqualTo(-1);
  }

  @Test
  void tenTransformationsInARowDoNotPileUp() throws IOException {
    Workbench bench = new Workbench(folder);
    Path file = bench.append(folder.resolve("program"), "row", runpath(1000));
    long size = Files.size(file);
    for (int i = 0; i < 10; i++) {
      file = bench.append(file, "row" + i, runpath(1000 - i));
    }
    assertThat(Files.size(file)).isEqualTo(size);
    assertThat(Tool.run(List.of(file.toString()))).startsWith(file + " 0.54");
  }

  static Stream<Map.Entry<String, ElfTransform>> changes() {
    Map<String, ElfTransform> all = new LinkedHashMap<>();
    all.put("runpath", runpath(500));
    all.put("interpreter", e -> e.dynamic().setInterpreter("/nowhere/" + "x".repeat(200)));
    all.put("needed", e -> e.dynamic().addNeededLast("libz.so.1").removeNeeded("libm.so.6"));
    all.put("soname", e -> e.dynamic().setSoname("another.so.1"));
    all.put("symbols", e -> e.dynamic().renameSymbols(Map.of("cos", "sin", "printf", "vprintf")));
    all.put("versions", e -> e.dynamic().requireVersion("cos", "GLIBC_2.2.6"));
    all.put("stack", e -> e.header().executableStack().osAbi(3).entry(0x1234));
    all.put("sections", e -> e.sections().rename(".comment", ".remark").remove(".note.ABI-tag"));
    all.put("new section", e -> e.sections().add(".more", MemorySegment.ofArray(new byte[99])));
    all.put("strip", Strip.all());
    all.put("only debug", Strip.onlyDebug());
    all.put("prefix", e -> e.symbols().prefix("a_very_long_prefix_"));
    all.put("no section headers", e -> e.sections().removeHeaders());
    return all.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void theInverseRestoresTheFile(Map.Entry<String, ElfTransform> change) throws IOException {
    Path program = folder.resolve("program");
    for (Layout layout : List.of(Layout.APPEND, Layout.REPACK)) {
      Path made = folder.resolve("made");
      Path restored = folder.resolve("restored");
      var mode = PosixFilePermissions.fromString("rwxr-xr-x");
      try (ElfModel model = Elf.open(program)) {
        LayoutPlan plan = Elf.transform(model, layout, change.getValue());
        ElfWriter.write(plan, made, mode);
        ElfWriter.write(plan.inverse(model.contents(), made), restored, mode);
      }
      assertThat(Files.mismatch(program, made)).isNotEqualTo(-1);
      assertThat(Files.mismatch(program, restored)).as(layout.name()).isEqualTo(-1);
    }
  }

  @Test
  void whatFindsNoRoomIsRefusedInOneLine() throws IOException {
    Path program = folder.resolve("program");
    assertThat(Workbench.refusal(program, Layout.PRESERVE, runpath(1000)))
        .startsWith(program + ": ")
        .contains("nothing may move")
        .doesNotContain("\n");
    assertThat(
            Workbench.refusal(
                program,
                Layout.PRESERVE,
                e -> e.sections().add(".more", MemorySegment.ofArray(new byte[9]))))
        .contains("nothing may move");
  }

  @Test
  void whatFitsIsDoneWhereItStands() throws IOException {
    Path program = folder.resolve("program");
    Path made =
        new Workbench(folder)
            .change(
                program,
                "in-place",
                Layout.PRESERVE,
                e -> e.dynamic().setInterpreter("/lib/x").replaceNeeded("libm.so.6", "libz.so.6"));
    assertThat(Files.size(made)).isEqualTo(Files.size(program));
    assertThat(Tool.run(List.of("readelf", "-dlW", made.toString())))
        .contains("Shared library: [libz.so.6]", "Requesting program interpreter: /lib/x]");
  }
}
