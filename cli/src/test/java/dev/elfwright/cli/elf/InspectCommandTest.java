package dev.elfwright.cli.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Ink;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.testkit.Tool;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code elf inspect} says, against what readelf says of the same files. */
class InspectCommandTest {
  private static final String LIBC = "/lib/x86_64-linux-gnu/libc.so.6";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"/usr/bin/ls", "/usr/bin/readelf", LIBC})
  void theNumbersAreThoseOfReadelf(String file) {
    String json = inspect("--json", file);
    assertThat(count(json, "\"binding\": ")).isEqualTo(readelfSymbols(file));
    assertThat(count(json, "\"addend\": ")).isEqualTo(readelfRelocations(file));
    assertThat(count(json, "\"fileSize\": ") - 1)
        .isEqualTo(number("Number of program headers: +(\\d+)", Tool.run(readelf("-h", file))));
    assertThat(count(json, "\"alignment\": "))
        .isEqualTo(
            number("Number of program headers: +(\\d+)", Tool.run(readelf("-h", file)))
                + number("Number of section headers: +(\\d+)", Tool.run(readelf("-h", file)))
                - 1);
  }

  @Test
  void aHardenedProgramDiffersFromAnOpenOne() {
    Path source = write("int main(void) { return 0; }");
    String hard = compile(source, "hard", "-pie", "-Wl,-z,relro,-z,now", "-Wl,-z,noexecstack");
    String open = compile(source, "open", "-no-pie", "-Wl,-z,norelro", "-Wl,-z,execstack");
    assertThat(inspect(hard))
        .contains("position-independent program", "pie yes, relro full, stack non-executable");
    assertThat(inspect(open))
        .contains("program at a fixed address", "pie no, relro none, stack executable");
  }

  @Test
  void oneSymbolIsFoundByNameAndVersion() {
    assertThat(inspect("--symbol", "malloc", LIBC)).contains("malloc", "@@GLIBC_2.2.5");
    assertThat(inspect("--symbol", "memcpy", LIBC)).contains("@@GLIBC_2.14", "@GLIBC_2.2.5");
    assertThat(inspect("--symbol", "memcpy@GLIBC_2.2.5", LIBC))
        .contains("@GLIBC_2.2.5")
        .doesNotContain("GLIBC_2.14");
  }

  @Test
  void anArchiveIsItsMembers() {
    Path source = write("int first(void) { return 1; }");
    String object = compile(source, "first.o", "-c");
    String archive = folder.resolve("lib.a").toString();
    Tool.run(List.of("ar", "rcs", archive, object));
    assertThat(inspect(archive)).contains("relocatable object");
    assertThat(inspect("--symbol", "first", archive + "(first.o)")).contains("FUNC");
  }

  @Test
  void membersThatAreNotElfAreSkipped() throws Exception {
    Files.writeString(folder.resolve("note.txt"), "no object");
    String object = compile(write("int first(void) { return 1; }"), "first.o", "-c");
    String archive = folder.resolve("lib.a").toString();
    String text = folder.resolve("note.txt").toString();
    Tool.run(List.of("ar", "rcs", archive, text, object));
    assertThat(inspect(archive))
        .contains(archive + "(note.txt): not ELF, skipped\n", "relocatable object");
    assertThat(inspect("--json", archive)).contains("\"skipped\": \"not ELF\"");
  }

  @Test
  void aDefectMidwayLeavesValidJson() throws Exception {
    Path object = Path.of(compile(write("int first(void) { return 1; }"), "first.o", "-c"));
    byte[] bytes = Files.readAllBytes(object);
    // st_name of symbol 2 lies outside of the string table.
    int symbols =
        (int)
            Long.parseLong(
                Pattern.compile("\\.symtab +SYMTAB +\\w+ (\\w+)")
                    .matcher(Tool.run(readelf("-S", object.toString())))
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group(1),
                16);
    bytes[symbols + 2 * 24 + 3] = 0x7f;
    Files.write(object, bytes);
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    var errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    int code =
        new Elfwright(new Terminal(stream, errors, false))
            .run("elf", "inspect", "--json", "--symbols", object.toString());
    stream.flush();
    assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
    Path json = Files.write(folder.resolve("out.json"), out.toByteArray());
    assertThat(
            Tool.run(
                List.of(
                    "python3",
                    "-c",
                    "import json,sys; f = json.load(open(sys.argv[1]))[0];"
                        + " print(len(f['symbols']), f['error'])",
                    json.toString())))
        .startsWith("1 ")
        .contains("no string at 0x7f00000");
  }

  @Test
  void readelfLettersGiveItsOutput() {
    assertThat(inspect("--readelf=hSW", "/usr/bin/ls"))
        .isEqualTo(Tool.run(List.of("readelf", "-hSW", "/usr/bin/ls")));
  }

  @Test
  void relocationsAreCountedByTargetAndType() {
    String object =
        compile(
            write(
                """
                extern int far(int); extern int word;
                int (*pointer)(int) = far;
                int twice(void) { return far(1) + far(2) + word; }
                """),
            "two.o",
            "-c",
            "-fPIC");
    assertThat(inspect("--relocations", object))
        .contains("Relocations by target")
        .containsPattern("far +3  R_X86_64_64 1, R_X86_64_PLT32 2 +\\.data\\S*, \\.text\n")
        .containsPattern("word +1  R_X86_64_REX_GOTPCRELX 1 +\\.text\n");
    assertThat(inspect("--relocation-entries", object)).contains("R_X86_64_PLT32").contains("  -4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/usr/bin/ls", LIBC, "/usr/i686-linux-gnu/lib/libc.so.6"})
  void theTargetsAddUpToTheRelocations(String file) throws Exception {
    String relocations = inspect("--relocations", file);
    long sum =
        relocations
            .lines()
            .map(Pattern.compile("^.+? +(\\d+)  R(?:_|ELR)")::matcher)
            .filter(Matcher::find)
            .mapToLong(m -> Long.parseLong(m.group(1)))
            .sum();
    long relr =
        Pattern.compile("RELR (\\d+)")
            .matcher(relocations)
            .results()
            .mapToLong(m -> Long.parseLong(m.group(1)))
            .sum();
    assertThat(sum - relr).isPositive().isEqualTo(readelfRelocations(file));
    // Relative relocations say where they lead to.
    assertThat(relocations).containsPattern("\n  \\.(text|rodata)\\b.*RELATIVE|RELR");
  }

  @Test
  void versionsTellTargetsApart() {
    assertThat(inspect("--relocations", "/usr/bin/ls")).contains("malloc@GLIBC_2.2.5");
  }

  @Test
  void colourChangesNothingButColour() {
    String plain = inspect("/usr/bin/ls");
    String coloured = inspect("--color=always", "/usr/bin/ls");
    assertThat(plain).doesNotContain("\033");
    assertThat(coloured).contains("\033[1m/usr/bin/ls\033[m", "\033[36m.text\033[m");
    assertThat(coloured.replaceAll("\033\\[\\d*m", "")).isEqualTo(plain);
    assertThat(inspect("--color=never", "/usr/bin/ls")).isEqualTo(plain);
    assertThat(inspect("--color=always", "--json", "/usr/bin/ls")).doesNotContain("\033");
  }

  @Test
  void aTerminalIsColouredUnlessTheEnvironmentSaysNo() {
    assertThat(Ink.ofEnvironment(Map.of("TERM", "xterm"))).isEqualTo(Ink.ANSI);
    assertThat(Ink.ofEnvironment(Map.of("TERM", "xterm", "NO_COLOR", ""))).isEqualTo(Ink.ANSI);
    assertThat(Ink.ofEnvironment(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isEqualTo(Ink.PLAIN);
    assertThat(Ink.ofEnvironment(Map.of("TERM", "dumb"))).isEqualTo(Ink.PLAIN);
    assertThat(Ink.ofEnvironment(Map.of())).isEqualTo(Ink.PLAIN);
  }

  @Test
  void namesWithControlCharactersDoNotReachTheTerminal() throws Exception {
    Path object = Path.of(compile(write("int evil_name;"), "evil.o", "-c"));
    byte[] bytes = Files.readAllBytes(object);
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("evil_n", "evil\033n");
    Files.write(object, text.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(inspect("--symbols", object.toString()))
        .contains("evil\\x1bname")
        .doesNotContain("\033");
  }

  private static List<String> readelf(String... arguments) {
    return Stream.concat(Stream.of("readelf", "-W"), Stream.of(arguments)).toList();
  }

  /** Without the null symbol of each table. */
  private static long readelfSymbols(String file) {
    return Pattern.compile("Symbol table .* contains (\\d+) entr")
        .matcher(Tool.run(readelf("-s", file)))
        .results()
        .mapToLong(m -> Long.parseLong(m.group(1)) - 1)
        .sum();
  }

  private static long readelfRelocations(String file) {
    return Pattern.compile("(?<!relr\\S{0,9})' at offset 0x\\w+ contains (\\d+) entr")
        .matcher(Tool.run(readelf("-r", file)))
        .results()
        .filter(m -> !m.group().contains("relr"))
        .mapToLong(m -> Long.parseLong(m.group(1)))
        .sum();
  }

  private static long number(String regex, String text) {
    var matcher = Pattern.compile(regex).matcher(text);
    assertThat(matcher.find()).as(regex).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private static long count(String text, String part) {
    return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }

  private Path write(String code) {
    try {
      return Files.writeString(folder.resolve("source.c"), code);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String compile(Path source, String name, String... options) {
    String output = folder.resolve(name).toString();
    Tool.run(
        Stream.concat(Stream.of("gcc", "-o", output, source.toString()), Stream.of(options))
            .toList());
    return output;
  }

  private static String inspect(String... arguments) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    String[] command =
        Stream.concat(Stream.of("elf", "inspect"), Stream.of(arguments)).toArray(String[]::new);
    assertThat(new Elfwright(new Terminal(stream, stream, false)).run(command))
        .isEqualTo(ExitCode.OK);
    stream.flush();
    return out.toString(StandardCharsets.UTF_8);
  }
}
