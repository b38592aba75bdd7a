package dev.elfwright.cli.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.ExitCode;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debugging information made to do harm: one clear line of each, with 64 MB of memory for all. */
class BadDebuggingTest {
  private static final String FUNCTION =
      """
      .text
      .globl f
      .type f,@function
      f: ret
      .size f, . - f
      """;

  /** A unit, a function with a type, a base type, a lexical block, and one that names another. */
  private static final String SHAPES =
      """
      .section .debug_abbrev
      .byte 1, 0x11, 1, 0, 0
      .byte 2, 0x2e, 1, 0x3f, 0x19, 3, 8, 0x11, 1, 0x49, 0x13, 0, 0
      .byte 3, 0x24, 0, 3, 8, 0x0b, 0x0b, 0x3e, 0x0b, 0, 0
      .byte 4, 0x0b, 0, 0, 0
      .byte 5, 0x2e, 0, 0x11, 1, 0x3f, 0x19, 0x47, 0x13, 0, 0
      .byte 6, 0x3d, 0, 0x18, 0x13, 0, 0
      .byte 7, 0x24, 0, 3, 0x0e, 0x0b, 0x0b, 0x3e, 0x0b, 0, 0
      .byte 8, 0x11, 1, 0x10, 0x17, 0, 0
      .byte 9, 0x2e, 0, 0x11, 1, 0x3f, 0x19, 0x31, 0x10, 0, 0
      .byte 10, 0x24, 0, 3, 0xa1, 0x3e, 0x0b, 0x0b, 0x3e, 0x0b, 0, 0
      .byte 11, 0x13, 1, 3, 0x0e, 0x0b, 0x0b, 0, 0
      .byte 12, 0x0d, 0, 3, 8, 0x49, 0x13, 0x38, 0x0b, 0, 0
      .byte 13, 4, 1, 0x0b, 0x0b, 0, 0
      .byte 14, 0x28, 0, 0x1c, 0x0b, 0, 0
      .byte 15, 1, 1, 0x49, 0x13, 0, 0
      .byte 16, 0x21, 0, 0x37, 0x0b, 0, 0
      .byte 17, 0x15, 1, 0, 0
      .byte 18, 5, 0, 0x49, 0x13, 0, 0
      .byte 0
      """;

  @TempDir private Path folder;

  private final Map<String, String> expected = new LinkedHashMap<>();
  private final List<String> files = new ArrayList<>();

  /** An object file or library of assembly that is to be refused for a reason, or read. */
  private void file(String name, String reason, String text) throws IOException {
    Files.writeString(folder.resolve("made.s"), FUNCTION + text);
    Tool.run(
        folder,
        name.endsWith(".o")
            ? List.of("as", "-o", name, "made.s")
            : List.of("gcc", "-shared", "-nostdlib", "-o", name, "made.s"));
    files.add(folder.resolve(name).toString());
    expected.put(name, reason);
  }

  private static String unit(String entries) {
    return SHAPES
        + """
        .section .debug_info
        .long end - start
        start: .short 4
        .long 0
        .byte 8
        .byte 1
        """
        + entries
        + "\n.byte 0\nend:\n";
  }

  /** A function of the type at {@code t}. */
  private static String function(String type) {
    return unit(".byte 2\n.asciz \"f\"\n.quad f\n.long t - start + 4\n.byte 0\nt: " + type);
  }

  private static String lines(String header, String program) {
    return SHAPES
        + """
        .section .debug_info
        .long end - start
        start: .short 4
        .long 0
        .byte 8
        .byte 8
        .long 0
        .byte 0
        end:
        .section .debug_line
        .long 4f - 3f
        3: .short 4
        .long 6f - 5f
        5: .byte 1, 1, 1, -5, 14, 1
        """
        + header
        + "\n6:\n"
        + program
        + "\n4:\n";
  }

  private void bombs() throws IOException {
    file("flood.so", "entries in 0x", unit(".fill 5000000,1,4"));
    file(
        "units.so",
        "units in 0x",
        SHAPES
            + ".section .debug_info\n.rept 200000\n.long 8\n.short 4\n.long 0\n.byte 8, 1\n.endr");
    file(
        "attributes.so",
        "an abbreviation of more than 256 attributes",
        unit(".byte 0")
            .replace(
                ".byte 1, 0x11, 1, 0, 0", ".byte 1, 0x11, 1\n.fill 2000000,2,0x193f\n.byte 0, 0"));
    file(
        "shapes.so",
        "more than 131072 abbreviations",
        unit(".byte 0")
            .replace(
                ".byte 1, 0x11, 1, 0, 0",
                ".byte 1, 0x11, 1, 0, 0\n.set n,100\n.rept 150000\n.set n,n+1\n.uleb128 n\n"
                    + ".byte 0x0b,0,0,0\n.endr"));
    file(
        "names.so",
        "names that share their bytes",
        function(
                """
                .byte 11
                .long 0
                .byte 8
                .set n,0
                .rept 3000
                .set n,n+1
                .byte 12
                .asciz "m"
                .long u - start + 4
                .byte 0
                .endr
                .byte 0
                u:
                .set n,0
                .rept 3000
                .set n,n+1
                .byte 7
                .long n
                .byte 4, 5
                .endr
                .section .debug_str
                .fill 1000000,1,0x61
                .byte 0
                .section .debug_info
                """)
            .replace(".long u - start + 4", ".long u - start + 4 + 7 * (n - 1)"));
    Files.write(folder.resolve("zeros"), new byte[16 << 20]);
    for (String kind : List.of("zlib", "zstd")) {
      file(kind + ".o", "compressed section: becomes 0x", SHAPES);
      Tool.run(
          folder, List.of("objcopy", "--add-section", ".debug_info=zeros", kind + ".o", "plain.o"));
      Tool.run(
          folder, List.of("objcopy", "--compress-debug-sections=" + kind, "plain.o", kind + ".o"));
    }
  }

  /** Types of more parts than anybody writes. */
  private void parts() throws IOException {
    String number = ".byte 0\nu: .byte 3\n.asciz \"int\"\n.byte 4, 5";
    file(
        "members.so",
        "DW_TAG_structure_type with 200000 parts",
        function(
            ".byte 11\n.long 0\n.byte 8\n.rept 200000\n.byte 12\n.asciz \"m\"\n"
                + ".long u - start + 4\n.byte 0\n.endr\n"
                + number
                + "\n.section .debug_str\n.asciz \"s\"\n.section .debug_info"));
    file(
        "enumerators.so",
        "DW_TAG_enumeration_type with 200000 parts",
        function(".byte 13, 4\n.fill 200000,2,0x010e\n.byte 0"));
    file(
        "dimensions.so",
        "DW_TAG_array_type with 200000 parts",
        function(".byte 15\n.long u - start + 4\n.fill 200000,2,0x0210\n" + number));
    file(
        "parameters.so",
        "DW_TAG_subroutine_type with 200000 parts",
        function(".byte 17\n.rept 200000\n.byte 18\n.long u - start + 4\n.endr\n" + number));
  }

  private void lineTables() throws IOException {
    file("rows.so", "0 100000000", lines(".byte 0, 0", ".fill 100000000,1,1"));
    file("files.so", "more than 262144 names", lines(".fill 5000000,2,0x61", ""));
    file(
        "texts.so",
        "characters",
        lines(".rept 200\n.fill 100000,1,0x61\n.byte 0\n.endr\n.byte 0, 0", ""));
    file(
        "past.so",
        "do not lie in the section",
        lines(".byte 0, 0", "").replace(".byte 8\n.long 0", ".byte 8\n.long 0x7777"));
  }

  private void circles() throws IOException {
    file(
        "specification.so",
        "abstract origins without an end",
        unit("a: .byte 5\n.quad f\n.long b - start + 4\nb: .byte 5\n.quad f\n.long a - start + 4"));
    file(
        "origin.so",
        "abstract origins without an end",
        unit("a: .byte 9\n.quad f\n.long a - start + 4"));
    file("import.so", "types of 0 symbols seen, of 1 not", unit(".byte 6\n.long 11"));
  }

  private void outside() throws IOException {
    file("reference.so", "0x7777", unit(".byte 2\n.asciz \"f\"\n.quad f\n.long 0x7777\n.byte 0"));
    file(
        "between.so",
        "no entry begins here, but one refers to it",
        unit(".byte 2\n.asciz \"f\"\n.quad f\n.long 13\n.byte 0"));
    file("far.so", "0x7777", unit(".byte 9\n.quad f\n.long 0x7777"));
    file(
        "string.so",
        "a text at 0x7777 of .debug_str, which ends at",
        function(".byte 7\n.long 0x7777\n.byte 4, 5"));
    file(
        "shape.so",
        "do not lie in the section",
        unit(".byte 0").replace("start: .short 4\n.long 0", "start: .short 4\n.long 0x7777"));
    file("unit.so", "0x7777", unit(".byte 0").replace(".long end - start", ".long 0x7777"));
    file(
        "alternate.so",
        "types of 1 symbols seen, of 0 not",
        function(".byte 10\n.long 5\n.byte 4, 5"));
    file("link.so", "missing   missing.debug", "");
    Files.writeString(folder.resolve("missing.debug"), "gone");
    Tool.run(folder, List.of("objcopy", "--add-gnu-debuglink=missing.debug", "link.so"));
    Files.delete(folder.resolve("missing.debug"));
    file(
        "common.so",
        "missing   missing.dwz",
        ".section .gnu_debugaltlink\n.asciz \"missing.dwz\"\n.fill 20,1,7\n" + unit(".byte 0"));
  }

  @Test
  void eachEndsInOneLineAndInLittleMemory() throws Exception {
    bombs();
    parts();
    lineTables();
    circles();
    outside();
    List<String> told = run();
    assertThat(told).hasSize(2 * files.size());
    for (String line : told) {
      String name = line.substring(0, line.indexOf(' '));
      int code = Integer.parseInt(line.split(" ")[2]);
      assertThat(code).as(line).isIn(ExitCode.OK, ExitCode.BAD_INPUT);
      assertThat(line).doesNotContain("\\n").doesNotContain("Exception");
      if (code != ExitCode.OK) {
        assertThat(line).contains("FILE");
      }
      assertThat(told.stream().filter(l -> l.startsWith(name + " ")))
          .as(name)
          .anyMatch(l -> l.contains(expected.get(name)));
    }
  }

  private List<String> run() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BoundedRun.class.getName()));
    command.addAll(files);
    Path out = folder.resolve("told");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    String text = Files.readString(out, StandardCharsets.UTF_8);
    assertThat(ended).as(text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    return text.lines().toList();
  }
}
