package dev.elfwright.elf.diff;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.diff.Change.Added;
import dev.elfwright.elf.diff.Change.Altered;
import dev.elfwright.elf.diff.Change.Fact;
import dev.elfwright.elf.diff.Change.Removed;
import dev.elfwright.elf.diff.Subject.Kind;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Layout;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real pairs of files: what a change of the source, a linker option or an edit means. */
class ElfDiffTest {
  private static final String CODE =
      """
      #include <stdio.h>
      int table[10] = {1};
      int *pointer = table;
      int first(int x) { return x + 1; }
      int second(void) { return puts("hello") + first(3); }
      """;

  @TempDir Path folder;

  @Test
  void aFileIsNoOtherThanItself() throws IOException {
    Path library = new Fixture(folder).library();
    assertThat(changes(library, library)).isEmpty();
    assertThat(changes(Path.of("/usr/bin/ls"), Path.of("/usr/bin/ls"))).isEmpty();
  }

  @Test
  void aChangedFunctionIsNamedWithBothSizes() throws IOException {
    Path before = library("before.so", CODE);
    Path after = library("after.so", CODE.replace("x + 1", "x * 7 + x / 3 + 1"));
    assertThat(about(Kind.SYMBOL, before, after))
        .containsExactly(
            new Altered(
                new Subject(Kind.SYMBOL, "first"),
                "size",
                sizeByNm(before, "first"),
                sizeByNm(after, "first")));
    assertThat(changes(before, after))
        .extracting(c -> c.subject().kind())
        .doesNotContain(Kind.RELOCATION, Kind.NEEDED, Kind.SEGMENT, Kind.HEADER, Kind.DYNAMIC);
  }

  @Test
  void anAddressThatShiftedIsNoDifferenceUnlessAsked() throws IOException {
    Path before = library("before.so", CODE);
    Path after = library("after.so", CODE, "-Wl,--section-start=.data=0x20000");
    assertThat(changes(before, after))
        .extracting(c -> c.subject().name())
        .containsExactlyInAnyOrder("GNU GNU_BUILD_ID", ".text");
    Path same = library("same.so", CODE, "-Wl,--build-id=none", "-Wl,-Ttext-segment=0x100000");
    Path base = library("base.so", CODE, "-Wl,--build-id=none");
    assertThat(changes(base, same)).isEmpty();
    assertThat(compare(base, same, Addresses.COMPARED).changes())
        .contains(
            new Altered(
                new Subject(Kind.SYMBOL, "table"),
                "value",
                valueByNm(base, "table"),
                valueByNm(same, "table")));
  }

  @Test
  void movedTablesAreNoDifference() throws IOException {
    Path library = new Fixture(folder).library();
    String path = "/" + "x".repeat(9000);
    Path moved = edited(library, "moved.so", e -> e.dynamic().setRunpath(path));
    assertThat(changes(library, moved))
        .containsExactly(
            new Altered(new Subject(Kind.DYNAMIC, "RUNPATH"), "value", "$ORIGIN", path));
    Path back = edited(moved, "back.so", e -> e.dynamic().setRunpath("$ORIGIN"));
    assertThat(Files.mismatch(library, back)).isNotEqualTo(-1);
    assertThat(changes(library, back)).isEmpty();
    assertThat(compare(library, back, Addresses.COMPARED).changes()).isNotEmpty();
  }

  @Test
  void theOrderOfSymbolsIsNoDifference() throws IOException {
    String one = "int first(void) { return 1; }\n";
    String two = "int second(void) { return 2; }\n";
    Path before = object("before.o", one + two);
    Path after = object("after.o", two + one);
    assertThat(symbolsByNm(before)).isNotEqualTo(symbolsByNm(after));
    assertThat(changes(before, after))
        .containsExactly(
            new Altered(new Subject(Kind.SECTION, ".text"), "content", "", "2 of 22 bytes differ"));
  }

  @Test
  void strippingRemovesSectionsAndNothingElse() throws IOException {
    Path library = new Fixture(folder).library();
    Path stripped = folder.resolve("stripped.so");
    Tool.run(List.of("strip", "-o", stripped.toString(), library.toString()));
    List<String> gone = new ArrayList<>(sectionsByReadelf(library));
    gone.removeAll(sectionsByReadelf(stripped));
    List<Change> changes = changes(library, stripped);
    assertThat(changes).isNotEmpty().allMatch(Removed.class::isInstance);
    assertThat(changes.stream().map(c -> c.subject().name()))
        .containsExactlyInAnyOrderElementsOf(gone);
  }

  @Test
  void everyDynamicPropertyIsCompared() throws IOException {
    Path before = new Fixture(folder).library();
    Path after =
        edited(
            before,
            "after.so",
            e -> e.dynamic().setSoname("other.so").addNeededLast("libz.so.1").removeSearchPath());
    assertThat(changes(before, after))
        .containsExactlyInAnyOrder(
            new Altered(
                new Subject(Kind.DYNAMIC, "SONAME"), "value", "libfixture.so.1", "other.so"),
            new Removed(
                new Subject(Kind.DYNAMIC, "RUNPATH"), List.of(new Fact("value", "$ORIGIN"))),
            new Added(new Subject(Kind.NEEDED, "libz.so.1"), List.of()));
  }

  @Test
  void theOrderOfNeededLibrariesIsMeaning() throws IOException {
    Path before = library("before.so", CODE, "-Wl,--no-as-needed", "-lm", "-lresolv");
    Path after = library("after.so", CODE, "-Wl,--no-as-needed", "-lresolv", "-lm");
    assertThat(about(Kind.NEEDED, before, after))
        .singleElement()
        .isInstanceOfSatisfying(
            Altered.class, a -> assertThat(a.before()).startsWith("libm.so.6, libresolv.so.2"));
  }

  @Test
  void aStackThatBecomesExecutableIsSeen() throws IOException {
    Path before = library("before.so", CODE);
    Path after = library("after.so", CODE, "-Wl,-z,execstack");
    assertThat(about(Kind.SEGMENT, before, after))
        .containsExactly(
            new Altered(new Subject(Kind.SEGMENT, "GNU_STACK"), "permissions", "rw-", "rwx"));
  }

  @Test
  void versionsOfSymbolsAreTheirNames() throws IOException {
    Path before = versioned("before.so", "ONE { global: first; second; };");
    Path after = versioned("after.so", "ONE { global: first; }; TWO { global: second; } ONE;");
    assertThat(about(Kind.SYMBOL, before, after))
        .extracting(c -> c.getClass().getSimpleName() + " " + c.subject().name())
        .contains("Removed second@@ONE", "Added second@@TWO")
        .noneMatch(c -> c.contains("first"));
    assertThat(about(Kind.VERSION, before, after))
        .containsExactly(new Added(new Subject(Kind.VERSION, "TWO"), List.of()));
  }

  /** Two programs of Debian that share little: every name that one of them has more, as nm says. */
  @Test
  void symbolsAndRelocationsAreThoseOfNmAndReadelf() throws IOException {
    Path before = Path.of("/usr/bin/ls");
    Path after = Path.of("/usr/bin/readelf");
    var only = new TreeSet<String>();
    about(Kind.SYMBOL, before, after).stream()
        .filter(c -> !(c instanceof Altered))
        .forEach(c -> only.add(sign(c) + c.subject().name()));
    TreeSet<String> expected = new TreeSet<>();
    symbolsByNm(before, "-D").forEach(s -> expected.add("-" + s));
    for (String s : symbolsByNm(after, "-D")) {
      if (!expected.remove("-" + s)) {
        expected.add("+" + s);
      }
    }
    assertThat(only).isEqualTo(expected).hasSizeGreaterThan(50);
    Map<String, Long> old = slotsByReadelf(before);
    Map<String, Long> now = slotsByReadelf(after);
    assertThat(
            about(Kind.RELOCATION, before, after).stream()
                .filter(c -> c.subject().name().startsWith("R_X86_64_JUMP_SLOT"))
                .count())
        .isEqualTo(
            Stream.concat(old.keySet().stream(), now.keySet().stream())
                .distinct()
                .filter(name -> !requireNonNull(old.getOrDefault(name, 0L)).equals(now.get(name)))
                .count());
  }

  private static String sign(Change change) {
    return switch (change) {
      case Added _ -> "+";
      case Removed _ -> "-";
      case Altered _ -> "~";
    };
  }

  private static Map<String, Long> slotsByReadelf(Path file) {
    Map<String, Long> counts = new TreeMap<>();
    Pattern.compile("R_X86_64_JUMP_SLOT +\\w+ (\\S+) \\+ 0")
        .matcher(Tool.run(List.of("readelf", "-rW", file.toString())))
        .results()
        .forEach(m -> counts.merge(m.group(1), 1L, Long::sum));
    return counts;
  }

  private static List<String> sectionsByReadelf(Path file) {
    return Pattern.compile("(?m)^  \\[ *[1-9]\\d*\\] (\\.\\S+)")
        .matcher(Tool.run(List.of("readelf", "-SW", file.toString())))
        .results()
        .map(m -> m.group(1))
        .toList();
  }

  private static List<String> symbolsByNm(Path file, String... options) {
    List<String> command = new ArrayList<>(List.of("nm", "-p", "--with-symbol-versions"));
    command.addAll(List.of(options));
    command.add(file.toString());
    return Tool.run(command)
        .lines()
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .distinct()
        .toList();
  }

  private static String sizeByNm(Path file, String symbol) {
    return Long.toString(Long.parseLong(byNm(file, symbol, 2), 16));
  }

  private static String valueByNm(Path file, String symbol) {
    return "0x" + Long.toHexString(Long.parseLong(byNm(file, symbol, 1), 16));
  }

  private static String byNm(Path file, String symbol, int group) {
    var line =
        Pattern.compile("(?m)^(\\w+) (\\w+) \\w " + symbol + "$")
            .matcher(Tool.run(List.of("nm", "-S", file.toString())));
    assertThat(line.find()).isTrue();
    return line.group(group);
  }

  private Path library(String name, String code, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("-shared", "-fPIC"));
    all.addAll(List.of(options));
    return compiled(name, code, all);
  }

  private Path versioned(String name, String versions) throws IOException {
    Path script = Files.writeString(folder.resolve("script.map"), versions);
    return library(name, CODE, "-Wl,--version-script=" + script);
  }

  private Path object(String name, String code) throws IOException {
    return compiled(name, code, List.of("-c"));
  }

  private Path compiled(String name, String code, List<String> options) throws IOException {
    Path source = Files.writeString(folder.resolve("source.c"), code);
    Path output = folder.resolve(name);
    List<String> command =
        new ArrayList<>(List.of("gcc", "-o", output.toString(), source.toString()));
    command.addAll(options);
    Tool.run(command);
    return output;
  }

  private Path edited(Path file, String name, ElfTransform edit) throws IOException {
    Path output = folder.resolve(name);
    try (ElfModel model = Elf.open(file)) {
      ElfWriter.write(
          Elf.transform(model, Layout.APPEND, edit),
          output,
          PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return output;
  }

  private static List<Change> about(Kind kind, Path before, Path after) throws IOException {
    return changes(before, after).stream().filter(c -> c.subject().kind() == kind).toList();
  }

  private static List<Change> changes(Path before, Path after) throws IOException {
    return compare(before, after, Addresses.IGNORED).changes();
  }

  private static FileDiff compare(Path before, Path after, Addresses addresses) throws IOException {
    try (ElfModel a = Elf.open(before);
        ElfModel b = Elf.open(after)) {
      return ElfDiff.between(a, b, addresses);
    }
  }
}
