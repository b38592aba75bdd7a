package dev.elfwright.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.Tag;
import dev.elfwright.elf.debug.DebugFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the documentation. */
class DwarfSnippetTest {
  @TempDir Path folder;

  @Test
  void theFunctionsOfAProgram() throws IOException {
    Path program = Sources.compile(folder, "program", "gcc", Sources.C, "-O0");
    List<String> found = new ArrayList<>();
    // @start region="functions"
    try (Dwarf dwarf =
        Dwarf.open(program, new DebugFiles(Path.of("/usr/lib/debug"))).orElseThrow()) {
      for (Unit unit : dwarf.units()) {
        for (Entry entry : unit.entries().toList()) {
          if (entry.tag() == Tag.SUBPROGRAM && entry.has(At.LOW_PC)) {
            found.add(
                "%s at %s, line %d"
                    .formatted(
                        entry.name().orElse("?"),
                        entry.ranges(),
                        entry.number(At.DECL_LINE).orElse(0L)));
          }
        }
      }
    }
    // @end
    assertThat(found)
        .hasSize(4)
        .anyMatch(f -> f.startsWith("main at [[0x"))
        .anyMatch(f -> f.endsWith("line 9"));
  }
}
