package dev.elfwright.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.Tag;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.debug.DebugFiles;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** Packages of GNU's version 2 and of DWARF 5, of the two programs that make them. */
  @ParameterizedTest
  @CsvSource({
    "gcc,-gdwarf-4,dwp",
    "gcc,-gdwarf-4,llvm-dwp-19",
    "gcc,-gdwarf-5,llvm-dwp-19",
    "clang-14,-gdwarf-4,dwp",
    "clang-14,-gdwarf-5,llvm-dwp-19",
    "g++,-gdwarf-4 -fdebug-types-section,dwp",
    "g++,-gdwarf-5 -fdebug-types-section,llvm-dwp-19",
  })
  void splitUnitsInAPackageAreFound(String compiler, String options, String maker)
      throws IOException {
    boolean isC = !compiler.contains("++");
    Files.writeString(
        folder.resolve(isC ? "other.c" : "other.cc"),
        """
        struct own { int a; long b; };
        long other(struct own *o) { long sum = o->b; for (int i = 0; i < o->a; i++) sum += i; return sum; }
        """);
    List<String> words = new ArrayList<>(List.of(options.split(" ")));
    words.addAll(List.of("-O2", isC ? "other.c" : "other.cc"));
    String source = isC ? Sources.C : Sources.CPP;
    Path whole = Sources.compile(folder, "whole", compiler, source, words.toArray(String[]::new));
    words.add("-gsplit-dwarf");
    Path split = Sources.compile(folder, "split", compiler, source, words.toArray(String[]::new));
    Tool.run(folder, List.of(maker, "-e", "split", "-o", "split.dwp"));
    deleteSplitFiles();
    try (Dwarf one = Dwarf.open(whole, NOWHERE).orElseThrow();
        Dwarf two = Dwarf.open(split, NOWHERE).orElseThrow()) {
      assertThat(two.units().stream().filter(u -> u.split().isPresent())).hasSize(2);
      assertThat(facts(two)).hasSizeGreaterThan(2).isEqualTo(facts(one));
      assertThat(two.missing()).isEmpty();
    }
    Files.delete(folder.resolve("split.dwp"));
    try (Dwarf dwarf = Dwarf.open(split, NOWHERE).orElseThrow()) {
      assertThat(dwarf.units()).allMatch(u -> u.split().isEmpty());
      assertThat(dwarf.missing()).hasSize(2).allMatch(n -> n.endsWith(".dwo or split.dwp"));
    }
  }

  /** A package of another build: it is there, and the units are not in it. */
  @Test
  void aPackageThatLacksTheUnitsIsNamed() throws IOException {
    Sources.compile(folder, "split", "gcc", Sources.C, "-gdwarf-5", "-O2", "-gsplit-dwarf");
    Tool.run(folder, List.of("llvm-dwp-19", "-e", "split", "-o", "split.dwp"));
    Path split =
        Sources.compile(
            folder, "split", "gcc", Sources.C + "int added;", "-gdwarf-5", "-O1", "-gsplit-dwarf");
    deleteSplitFiles();
    try (Dwarf dwarf = Dwarf.open(split, NOWHERE).orElseThrow()) {
      assertThat(dwarf.units()).allMatch(u -> u.split().isEmpty());
      assertThat(dwarf.missing())
          .singleElement()
          .asString()
          .endsWith(".dwo, not in split.dwp either");
    }
  }

  /** Whatever stands in an index, one line comes of it, or units. */
  @ParameterizedTest
  @ValueSource(strings = {"-gdwarf-4", "-gdwarf-5"})
  void anyByteOfAPackageMayBeWrong(String version) throws IOException {
    Path split =
        Sources.compile(folder, "split", "gcc", Sources.C, version, "-O2", "-gsplit-dwarf");
    Path file = folder.resolve("split.dwp");
    Tool.run(folder, List.of("llvm-dwp-19", "-e", "split", "-o", "split.dwp"));
    deleteSplitFiles();
    byte[] good = Files.readAllBytes(file);
    long[] index;
    try (ElfModel model = Elf.open(file)) {
      var header = model.section(".debug_cu_index").orElseThrow().header();
      index = new long[] {header.offset(), header.size()};
    }
    int refused = 0;
    for (int at = (int) index[0]; at < index[0] + index[1]; at++) {
      for (int value : new int[] {0, 1, 0x7f, 0xff}) {
        byte[] bad = good.clone();
        bad[at] = (byte) value;
        Files.delete(file);
        Files.write(file, bad);
        try (Dwarf dwarf = Dwarf.open(split, NOWHERE).orElseThrow()) {
          facts(dwarf);
        } catch (ElfFormatException e) {
          assertThat(e.getMessage()).contains("split.dwp").doesNotContain("\n");
          refused++;
        }
      }
    }
    assertThat(refused).isPositive();
  }

  private void deleteSplitFiles() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".dwo")).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void whatASplitUnitLacksIsEmpty() throws IOException {
    Path split =
        Sources.compile(folder, "split", "gcc", Sources.C, "-gdwarf-5", "-O2", "-gsplit-dwarf");
    deleteSplitFiles();
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
