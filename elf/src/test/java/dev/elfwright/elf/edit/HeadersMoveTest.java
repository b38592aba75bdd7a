package dev.elfwright.elf.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program whose code begins right behind its program headers: one more has no room there. */
class HeadersMoveTest {
  @TempDir private Path folder;

  private Workbench bench;
  private Path program;

  @BeforeEach
  void link() throws IOException {
    bench = new Workbench(folder);
    bench.write(
        "exit.s",
        """
        .globl _start
        _start: mov $60, %eax
          mov value(%rip), %edi
          syscall
        .data
        value: .long 7
        """);
    bench.run("as", "-o", "exit.o", "exit.s");
    bench.run("ld", "-z", "noseparate-code", "-o", "program", "exit.o");
    program = folder.resolve("program");
    assertThat(bench.run("readelf", "-lW", "program")).doesNotContain("GNU_STACK");
  }

  @Test
  void theKernelFindsTheTableAtItsNewPlace() throws IOException {
    bench.append(program, "changed", e -> e.header().executableStack());
    assertThat(bench.shell("./changed")).isEqualTo("7\n");
    assertThat(bench.run("readelf", "-lW", "changed"))
        .containsPattern("GNU_STACK .* RWE ")
        .containsPattern("LOAD .* R   0x1000");
    assertThat(bench.shell("eu-elflint --gnu-ld changed")).endsWith("No errors\n0\n");
  }

  @Test
  void aTableThatMovedMovesNoMore() throws IOException {
    Path once = bench.append(program, "once", e -> e.header().executableStack());
    Path twice = bench.append(once, "twice", e -> e.header().ordinaryStack());
    assertThat(bench.shell("./twice")).isEqualTo("7\n");
    assertThat(Files.size(twice)).isEqualTo(Files.size(once));
    bench.change(twice, "stripped", Layout.REPACK, Strip.all());
    assertThat(bench.shell("./stripped")).isEqualTo("7\n");
  }

  @Test
  void whereNothingMayMoveItIsRefused() throws IOException {
    assertThat(Workbench.refusal(program, Layout.PRESERVE, e -> e.header().executableStack()))
        .endsWith("there is no room for another program header, and nothing may move");
  }
}
