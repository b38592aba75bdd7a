package dev.elfwright.machine.x86;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.testkit.Tool;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Instructions end where objdump says. */
class InstructionLengthTest {
  private static final Path LIBC = Path.of("/lib/x86_64-linux-gnu/libc.so.6");
  private static final Path LIBM = Path.of("/lib/x86_64-linux-gnu/libm.so.6");

  @Test
  void libcsInstructionsEndWhereObjdumpSays() throws Exception {
    assertThat(wrongLengths(LIBC)).isEmpty();
  }

  @Test
  void vectorInstructionsOfLibmEndWhereObjdumpSays() throws Exception {
    assertThat(wrongLengths(LIBM)).isEmpty();
  }

  @Test
  void anInstructionThatIsCutOffHasNoLength() {
    byte[] code = {(byte) 0xe8, 0, 0, 0};
    assertThat(InstructionLength.at(code, 0, 4)).isZero();
    assertThat(InstructionLength.at(new byte[0], 0, 0)).isZero();
  }

  @Test
  void moreThanFifteenBytesAreNoInstruction() {
    byte[] code = new byte[20];
    java.util.Arrays.fill(code, (byte) 0x66);
    assertThat(InstructionLength.at(code, 0, 20)).isZero();
  }

  private static List<String> wrongLengths(Path file) throws Exception {
    var wrong = new ArrayList<String>();
    try (ElfModel model = Elf.open(file)) {
      Section text = model.section(".text").orElseThrow();
      byte[] code = text.bytes().toArray(ValueLayout.JAVA_BYTE);
      List<String> lines =
          Tool.output(
                  List.of("objdump", "-d", "-j", ".text", "--insn-width=16", "-w", file.toString()))
              .lines()
              .filter(l -> l.matches("^ *[0-9a-f]+:\t.*"))
              .toList();
      assertThat(lines).hasSizeGreaterThan(50_000);
      for (String line : lines) {
        String[] columns = line.split("\t");
        int size = columns[1].trim().split(" +").length;
        int at =
            (int)
                (Long.parseLong(columns[0].trim().replace(":", ""), 16) - text.header().address());
        boolean unknown = columns.length < 3 || columns[2].contains("(bad)");
        // fwait and a stray prefix are printed together with what follows them.
        if (!unknown
            && !joined(columns[2])
            && InstructionLength.at(code, at, code.length) != size) {
          wrong.add(line);
        }
      }
    }
    return wrong;
  }

  private static boolean joined(String text) {
    return text.matches("f(init|stcw|stsw|stenv|save|clex).*|rex\\S*|data16|repz|lock");
  }
}
