package dev.elfwright.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.dwarf.constant.Tag;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An outline is the unit without the insides of functions. */
class OutlineTest {
  @TempDir Path folder;

  /** gcc says where a function's entries end, clang does not. */
  @ParameterizedTest
  @CsvSource({"gcc,-gdwarf-4", "gcc,-gdwarf-5", "clang-14,-gdwarf-5"})
  void functionsKeepTheirParametersOnly(String compiler, String version) throws IOException {
    Path file = Sources.compile(folder, "out", compiler, Sources.C, version, "-O2");
    try (ElfModel model = Elf.open(file)) {
      for (Unit unit : Dwarf.of(model).units()) {
        List<Long> expected = unit.entries().filter(e -> !isInside(e)).map(Entry::offset).toList();
        Unit outline = unit.outline();
        assertThat(outline.entries().map(Entry::offset)).isEqualTo(expected);
        assertThat(expected).hasSizeLessThan((int) unit.entries().count());
        for (Entry whole : unit.entries().toList()) {
          Entry entry = outline.entryAt(whole.offset());
          assertThat(entry.tag()).isEqualTo(whole.tag());
          assertThat(entry.type().map(Entry::offset)).isEqualTo(whole.type().map(Entry::offset));
          assertThat(entry.parent().map(Entry::offset))
              .isEqualTo(whole.parent().map(Entry::offset));
        }
      }
    }
  }

  private static boolean isInside(Entry e) {
    boolean isParameter = e.tag() == Tag.FORMAL_PARAMETER || e.tag() == Tag.UNSPECIFIED_PARAMETERS;
    Optional<Entry> outer = isParameter ? e.parent().flatMap(Entry::parent) : e.parent();
    if (isParameter && e.parent().map(Entry::tag).orElse(0) != Tag.SUBPROGRAM) {
      outer = e.parent();
    }
    while (outer.isPresent()) {
      if (outer.get().tag() == Tag.SUBPROGRAM) {
        return true;
      }
      outer = outer.get().parent();
    }
    return false;
  }
}
