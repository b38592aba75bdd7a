package dev.elfwright.elf.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.note.BuildId;
import dev.elfwright.elf.verify.Severity;
import dev.elfwright.elf.verify.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A build ID in files that were linked without. */
class BuildIdTest {
  private static final String HEX = "000102030405060708090a0b0c0d0e0f10111213";
  private static final ElfTransform SET = BuildIds.set(HexFormat.of().parseHex(HEX));
  private static final String SOURCE =
      "#include <stdio.h>\nint main(void) { puts(\"runs\"); return 0; }\n";

  @TempDir private Path folder;
  private Workbench bench;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
  }

  private void assertHasBuildId(Path file) throws IOException {
    String name = file.getFileName().toString();
    // GNU readelf prints a line each by sections and by segments.
    assertThat(bench.run("readelf", "-nW", name)).contains("Build ID: " + HEX);
    assertThat(bench.run("eu-readelf", "-n", name)).contains("Build ID: " + HEX);
    assertThat(Verifier.verify(file).hasNo(Severity.WARNING)).isTrue();
    try (ElfModel model = Elf.open(file)) {
      assertThat(model.notes().stream().map(n -> n.value(model))).contains(new BuildId(HEX));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-no-pie", "-static", "-static-pie", "-Wl,-z,noseparate-code"})
  void aProgramGetsTheBuildIdThatItLacks(String option) throws IOException {
    String[] options =
        option.isEmpty()
            ? new String[] {"-Wl,--build-id=none"}
            : new String[] {"-Wl,--build-id=none", option};
    Path program = bench.gcc("program", SOURCE, options);
    Path made = bench.append(program, "made", SET);
    assertHasBuildId(made);
    // Of static programs eu-elflint has something to say as it is.
    String lint = "eu-elflint --gnu-ld ";
    assertThat(bench.shell(lint + "made")).isEqualTo(bench.shell(lint + "program"));
    assertThat(bench.run("./made")).isEqualTo("runs\n");
  }

  @Test
  void a32BitProgramGetsOne() throws IOException {
    Path program = bench.gcc("program", SOURCE, "-m32", "-Wl,--build-id=none");
    assertHasBuildId(bench.append(program, "made", SET));
    assertThat(bench.run("qemu-i386-static", "made")).isEqualTo("runs\n");
  }

  @Test
  void whatWasAddedOutlivesStripAndOtherEdits() throws IOException {
    Path program = bench.gcc("program", SOURCE, "-Wl,--build-id=none");
    Path made = bench.append(program, "made", SET);
    for (String strip : List.of("strip", "llvm-strip-14", "eu-strip")) {
      bench.run(strip, "-o", "stripped", "made");
      Path again =
          bench.append(
              folder.resolve("stripped"), "again", e -> e.dynamic().setRunpath("/x".repeat(500)));
      assertHasBuildId(again);
      assertThat(bench.run("./again")).isEqualTo("runs\n");
    }
  }

  @Test
  void anAddedBuildIdIsSetAgainInPlace() throws IOException {
    Path program = bench.gcc("program", SOURCE, "-Wl,--build-id=none");
    Path other = bench.append(program, "other", BuildIds.set(new byte[20]));
    assertHasBuildId(bench.change(other, "made", Layout.PRESERVE, SET));
  }

  @Test
  void aLibraryGetsOneAndLinksAsBefore() throws IOException {
    Path library =
        bench.gcc("plain.so", "int f(void) { return 7; }", "-shared", "-Wl,--build-id=none");
    Path made = bench.append(library, "libmade.so", BuildIds.set(new byte[7]).andThen(SET));
    assertHasBuildId(made);
    bench.gcc("user", "int f(void); int main(void) { return f() - 7; }", "./libmade.so");
    assertThat(bench.shell("./user")).isEqualTo("0\n");
  }

  @Test
  void withoutSectionHeadersTheSegmentLeadsToIt() throws IOException {
    Path program = bench.gcc("program", SOURCE, "-Wl,--build-id=none");
    Path bare = bench.append(program, "bare", e -> e.sections().removeHeaders());
    Path made = bench.append(bare, "made", SET);
    try (ElfModel model = Elf.open(made)) {
      assertThat(BuildId.of(model)).contains(new BuildId(HEX));
    }
    assertThat(bench.run("./made")).isEqualTo("runs\n");
    assertThat(Workbench.refusal(bare, Layout.APPEND, BuildIds.ofContents()))
        .endsWith("has no section headers to compute a build ID from; name one");
    assertThat(Workbench.refusal(made, Layout.APPEND, SET))
        .endsWith("its build ID is in no section .note.gnu.build-id");
  }

  @Test
  void whereNothingMayMoveItIsRefused() throws IOException {
    Path program = bench.gcc("program", SOURCE, "-Wl,--build-id=none");
    assertThat(Workbench.refusal(program, Layout.PRESERVE, SET)).contains("nothing may move");
  }

  @Test
  void aBuildIdHasAByteAtLeast() {
    assertThatThrownBy(() -> BuildIds.set(new byte[0]))
        .hasMessage("a build ID has 1 to 64 bytes, not 0");
  }
}
