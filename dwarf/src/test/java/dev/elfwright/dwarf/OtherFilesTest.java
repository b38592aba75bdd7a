package dev.elfwright.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.Tag;
import dev.elfwright.elf.debug.DebugFiles;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program says of itself in other files is the same as if it stood in its own. */
class OtherFilesTest {
  @TempDir Path folder;

  private static final DebugFiles NOWHERE = new DebugFiles(Path.of("/nowhere"));

  /**
   * Each function with its ranges, the type it returns and where its variables are, from which
   * address on: up to which, gcc itself writes another end into split units of version 4.
   */
  private static Map<String, String> facts(Dwarf dwarf) {
    Map<String, String> facts = new TreeMap<>();
    for (Unit unit : dwarf.units()) {
      Unit whole = unit.split().orElse(unit);
      for (Entry entry : whole.entries().toList()) {
        if (entry.tag() == Tag.SUBPROGRAM && !entry.ranges().isEmpty()) {
          facts.put(
              entry.inheritedText(At.NAME).orElse("?"),
              entry.ranges() + " " + entry.type().flatMap(Entry::name) + variables(entry));
        }
      }
    }
    return facts;
  }

  private static String variables(Entry function) {
    StringBuilder text = new StringBuilder();
    for (Entry e : function.children()) {
      if (e.tag() == Tag.VARIABLE || e.tag() == Tag.FORMAL_PARAMETER) {
        text.append(' ').append(e.inheritedText(At.NAME).orElse("?"));
        e.locations(At.LOCATION)
            .forEach(l ->
                text.append(l.range().map(AddressRange::start))
                    .append(l.expression().operations().size())
                    .append(';'));
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc -gdwarf-4",
        "gcc -gdwarf-5",
        "clang-14 -gdwarf-4",
        "clang-14 -gdwarf-5",
      })
  void splitUnitsAreFound(String words) throws IOException {
    String compiler = words.split(" ")[0];
    String version = words.split(" ")[1];
    Path whole = Sources.compile(folder, "whole", compiler, Sources.C, version, "-O2");
    Path split =
        Sources.compile(folder, "split", compiler, Sources.C, version, "-O2", "-gsplit-dwarf");
    try (Dwarf one = Dwarf.open(whole, NOWHERE).orElseThrow();
        Dwarf two = Dwarf.open(split, NOWHERE).orElseThrow()) {
      assertThat(two.units().stream().anyMatch(u -> u.split().isPresent())).isTrue();
      assertThat(facts(two)).hasSizeGreaterThan(1).isEqualTo(facts(one));
    }
  }

  @Test
  void whatASplitUnitLacksIsEmpty() throws IOException {
    Path split =
        Sources.compile(folder, "split", "gcc", Sources.C, "-gdwarf-5", "-O2", "-gsplit-dwarf");
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".dwo")).toList()) {
        Files.delete(file);
      }
    }
    try (Dwarf dwarf = Dwarf.open(split, NOWHERE).orElseThrow()) {
      assertThat(dwarf.units()).allMatch(u -> u.split().isEmpty());
    }
  }

  @Test
  void aFileOfDebuggingInformationIsFoundByItsLink() throws IOException {
    Path whole = Sources.compile(folder, "whole", "g++", Sources.CPP, "-O2");
    Tool.run(folder, List.of("objcopy", "--only-keep-debug", "whole", "apart.debug"));
    Tool.run(
        folder, List.of("objcopy", "-S", "--add-gnu-debuglink=apart.debug", "whole", "stripped"));
    try (Dwarf one = Dwarf.open(whole, NOWHERE).orElseThrow();
        Dwarf two = Dwarf.open(folder.resolve("stripped"), NOWHERE).orElseThrow()) {
      assertThat(facts(two)).isNotEmpty().isEqualTo(facts(one));
    }
    Files.delete(folder.resolve("apart.debug"));
    assertThat(Dwarf.open(folder.resolve("stripped"), NOWHERE)).isEmpty();
  }

  /** dwz moves what both have into a third file. */
  @ParameterizedTest
  @ValueSource(strings = {"-gdwarf-4", "-gdwarf-5"})
  void whatTwoFilesShareIsReadFromTheThird(String version) throws IOException {
    Path one = Sources.compile(folder, "one", "gcc", Sources.C, version, "-O2");
    Path two = Sources.compile(folder, "two", "gcc", Sources.C, version, "-O1");
    Map<String, String> before;
    try (Dwarf dwarf = Dwarf.open(one, NOWHERE).orElseThrow()) {
      before = facts(dwarf);
    }
    Tool.run(folder, List.of("dwz", "-m", "common", one.toString(), two.toString()));
    try (Dwarf dwarf = Dwarf.open(one, NOWHERE).orElseThrow()) {
      assertThat(facts(dwarf)).isEqualTo(before);
      assertThat(
              dwarf.units().stream().flatMap(Unit::entries).flatMap(e -> e.attributes().stream()))
          .anyMatch(a -> a.value() instanceof Value.SharedReference);
    }
  }
}
