package dev.elfwright.cli.fat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.testkit.Fixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code elfwright fat} does, and lipo and FatELF's tools by their names. */
class FatCommandsTest {
  private static String x86;
  private static String arm;
  private static String s390;

  @TempDir private Path folder;

  private String fat;
  private String out;

  @BeforeAll
  static void compile(@TempDir Path objects) {
    Fixture fixture = new Fixture(objects);
    x86 = fixture.object("x86_64-linux-gnu").toString();
    arm = fixture.object("aarch64-linux-gnu").toString();
    s390 = fixture.object("s390x-linux-gnu").toString();
  }

  @BeforeEach
  void create() {
    fat = folder.resolve("fat").toString();
    out = folder.resolve("out").toString();
    assertThat(fat(ExitCode.OK, "create", fat, x86, arm, s390)).isEmpty();
  }

  @Test
  void infoNamesEachSliceInWaysThatAreTakenBack() {
    assertThat(fat(ExitCode.OK, "info", fat))
        .startsWith(fat + ": FatELF, 3 slices, ")
        .containsPattern("record1 +arm64 +elf +[0-9.]+ KiB at 0x10000\n");
    assertThat(fat(ExitCode.OK, "info", "--detailed", fat))
        .contains("    fields     s390:64bits:be:sysv:osabiver0\n", "    alignment  65536\n");
    assertThat(fat(ExitCode.OK, "info", "--json", fat))
        .contains("\"form\": \"fatelf\"", "\"target\": \"s390x\"", "\"kind\": \"elf\"");
    assertThat(fat(ExitCode.OK, "archs", fat)).isEqualTo("amd64\narm64\ns390x\n");
    assertThat(fat(ExitCode.OK, "archs", x86)).isEqualTo("amd64\n");
  }

  @Test
  void aSliceIsTakenByAnyOfItsNames() {
    for (String name : new String[] {"arm64", "aarch64-linux-gnu", "aarch64:le", "record1"}) {
      assertThat(fat(ExitCode.OK, "thin", fat, name, "-o", out)).isEmpty();
      assertThat(Path.of(out)).hasSameBinaryContentAs(Path.of(arm));
    }
    assertThat(fat(ExitCode.BAD_INPUT, "thin", fat, "riscv64", "-o", out))
        .isEqualTo("elfwright: " + fat + ": no slice for riscv64; there are amd64, arm64, s390x\n");
    assertThat(fat(ExitCode.BAD_INPUT, "thin", fat, "64bit", "-o", out))
        .contains("64bit can mean any of amd64, arm64, s390x");
    assertThat(fat(ExitCode.BAD_INPUT, "thin", x86, "amd64", "-o", out))
        .contains("is not fat: it is for amd64 alone");
    assertThat(fat(ExitCode.USAGE, "thin", fat, "amd64")).contains("--output", "--in-place");
  }

  @Test
  void foldersBecomeOneByMergeAndByCreate() throws IOException {
    for (String file : new String[] {x86, arm}) {
      Path tree = Files.createDirectories(folder.resolve(file.equals(x86) ? "a" : "b"));
      Files.copy(Path.of(file), tree.resolve("object"));
      Files.writeString(tree.resolve("data"), file);
    }
    String a = folder.resolve("a").toString();
    String b = folder.resolve("b").toString();
    assertThat(fat(ExitCode.OK, "merge", a, b, "-o", out, "--dry-run"))
        .contains("E1 fat     /object (amd64, arm64)\n", "D1 taken   /data (amd64)\n");
    assertThat(Path.of(out)).doesNotExist();
    assertThat(fat(ExitCode.OK, "create", out, a, "arm64=" + b)).contains("{E1=1, D1=1}");
    assertThat(fat(ExitCode.OK, "archs", out + "/object")).isEqualTo("amd64\narm64\n");
    assertThat(fat(ExitCode.BAD_INPUT, "merge", a, b, "-o", out))
        .isEqualTo("elfwright: " + out + ": is not empty\n");
    assertThat(fat(ExitCode.OK, "merge", a, b, "-o", folder + "/json", "--json"))
        .contains("\"outcome\": \"fat\"", "\"category\": \"d1\"");
    assertThat(fat(ExitCode.BAD_INPUT, "merge", a, "amd64=" + b, "-o", folder + "/c"))
        .contains("are both for amd64");
  }

  @Test
  void slicesAreChosenLeftOutReplacedAndAdded() {
    fat(ExitCode.OK, "extract", fat, "s390x", "amd64", "-o", out);
    assertThat(fat(ExitCode.OK, "archs", out)).isEqualTo("amd64\ns390x\n");
    fat(ExitCode.OK, "remove", fat, "arm64", "record0", "--in-place");
    assertThat(fat(ExitCode.OK, "archs", fat)).isEqualTo("s390x\n");
    assertThat(fat(ExitCode.BAD_INPUT, "replace", fat, arm, "--in-place"))
        .contains("no slice for aarch64:64bits:le:sysv:osabiver0 to replace");
    fat(ExitCode.OK, "replace", "--add", fat, arm, "x86-64-v3=" + x86, x86, "--in-place");
    assertThat(fat(ExitCode.OK, "archs", fat)).isEqualTo("s390x\narm64\namd64\nx86-64-v3\n");
    fat(ExitCode.OK, "extract-family", fat, "amd64", "-o", out);
    assertThat(fat(ExitCode.OK, "archs", out)).isEqualTo("amd64\nx86-64-v3\n");
    assertThat(fat(ExitCode.BAD_INPUT, "remove", out, "amd64", "x86-64-v3", "--in-place"))
        .contains("no slices would be left");
    assertThat(fat(ExitCode.OK, "archs", out)).isEqualTo("amd64\nx86-64-v3\n");
  }

  @Test
  void verifyArchTellsByItsExitCode() {
    assertThat(fat(ExitCode.OK, "verify-arch", fat, "x86_64", "linux/arm64")).isEmpty();
    assertThat(fat(ExitCode.FINDING, "verify-arch", fat, "amd64", "i386"))
        .isEqualTo("no slice for i386\n");
  }

  @Test
  void splitWritesAFileForEachSlice() {
    String parts = folder.resolve("parts").toString();
    assertThat(fat(ExitCode.OK, "split", fat, "-o", parts))
        .isEqualTo("%1$s/fat-amd64%n%1$s/fat-arm64%n%1$s/fat-s390x%n".formatted(parts));
    assertThat(Path.of(parts, "fat-s390x")).hasSameBinaryContentAs(Path.of(s390));
  }

  /** FatELF's own tool calls both "unknown" and writes the second over the first. */
  @Test
  void machinesWithoutNamesAreSplitIntoFilesOfTheirOwn() throws IOException {
    byte[] object = Files.readAllBytes(Path.of(x86));
    for (byte machine : new byte[] {1, 2}) {
      object[18] = machine;
      object[19] = 0x77;
      Files.write(folder.resolve("unknown" + machine), object);
    }
    fat(ExitCode.OK, "create", fat, folder + "/unknown1", folder + "/unknown2", arm);
    String[] files = fat(ExitCode.OK, "split", fat).split("\n");
    assertThat(files).hasSize(3).doesNotHaveDuplicates();
    assertThat(Path.of(files[0])).hasSameBinaryContentAs(folder.resolve("unknown1"));
    assertThat(Path.of(files[1])).hasSameBinaryContentAs(folder.resolve("unknown2"));
  }

  @Test
  void whatInfoPrintsIsTakenBack() {
    for (String line : fat(ExitCode.OK, "info", "--detailed", fat).split("\n")) {
      if (line.startsWith("    fields ")) {
        String fields = line.strip().split(" +")[1];
        fat(ExitCode.OK, "verify-arch", fat, fields);
        run(ExitCode.OK, "fatelf-extract", out, fat, fields);
      }
    }
    assertThat(Path.of(out)).hasSameBinaryContentAs(Path.of(s390));
  }

  @Test
  void aLinkIsNoOutputAndTheOutputMayBeAnInput() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of(fat));
    assertThat(fat(ExitCode.BAD_INPUT, "create", "" + link, x86, arm))
        .isEqualTo("elfwright: " + link + ": is a symbolic link; name the file itself\n");
    Files.copy(Path.of(x86), Path.of(out));
    fat(ExitCode.OK, "create", out, out, arm);
    fat(ExitCode.OK, "thin", out, "amd64", "-o", out);
    assertThat(Path.of(out)).hasSameBinaryContentAs(Path.of(x86));
  }

  @Test
  void alignMovesSlicesAndValidateTellsWhy() throws IOException {
    fat(ExitCode.OK, "align", fat, "--align", "512", "-o", out);
    assertThat(fat(ExitCode.FINDING, "validate", out))
        .contains("warning: unaligned: offset 0x10: FatELF record 0: offset 0x200, expected");
    fat(ExitCode.OK, "align", out, "--align", "arm64=4096", "--in-place");
    assertThat(fat(ExitCode.OK, "validate", out)).contains("note: large-pages:");
    fat(ExitCode.OK, "align", out, "--in-place");
    assertThat(fat(ExitCode.OK, "validate", out)).isEmpty();
    assertThat(Path.of(out)).hasSameBinaryContentAs(Path.of(fat));
    Files.writeString(Path.of(out), "x", StandardOpenOption.APPEND);
    assertThat(fat(ExitCode.FINDING, "validate", "--json", out)).contains("trailing-bytes");
    assertThat(fat(ExitCode.BAD_INPUT, "align", fat, "--align", "3000", "-o", out))
        .contains("alignment 3000, expected a power of two up to 65536");
  }

  @Test
  void convertGoesBothWays() {
    String program = "/usr/bin/true";
    fat(ExitCode.OK, "create", out, "--form=native", program, arm);
    assertThat(fat(ExitCode.OK, "info", out)).contains("ELF that carries others, 2 slices");
    fat(ExitCode.OK, "convert", out, "--form=fatelf", "--in-place");
    assertThat(fat(ExitCode.OK, "info", out)).contains("FatELF, 2 slices");
    fat(ExitCode.OK, "convert", out, "--host=arm64", "--in-place");
    assertThat(fat(ExitCode.OK, "archs", out)).isEqualTo("arm64\namd64\n");
    fat(ExitCode.OK, "remove", out, "arm64", "--in-place");
    assertThat(fat(ExitCode.OK, "info", out)).contains("FatELF, 1 slice,");
  }

  @Test
  void aPlanIsPrintedAndNothingWritten() {
    assertThat(fat(ExitCode.OK, "create", "--dry-run", out, x86, arm))
        .contains("FatELF table", "slice for arm64  from " + arm + " at 0x0");
    assertThat(fat(ExitCode.OK, "create", "--dry-run", "--json", out, x86, arm))
        .contains("\"what\": \"slice for arm64\"");
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void lipoIsUnderstood() {
    run(ExitCode.OK, "lipo", "-create", x86, "-arch", "arm64", arm, "-output", out);
    assertThat(run(ExitCode.OK, "lipo", "-info", out, x86))
        .isEqualTo(
            "Architectures in the fat file: %s are: amd64 arm64 %nNon-fat file: %s is architecture: amd64%n"
                .formatted(out, x86));
    assertThat(run(ExitCode.OK, "lipo", out, "-archs")).isEqualTo("amd64 arm64\n");
    run(ExitCode.OK, "lipo", out, "-verify_arch", "x86_64", "arm64");
    run(ExitCode.FINDING, "llvm-lipo", out, "-verify_arch", "x86_64", "i386");
    run(ExitCode.OK, "lipo", out, "-thin", "arm64", "-output", fat);
    assertThat(Path.of(fat)).hasSameBinaryContentAs(Path.of(arm));
    run(ExitCode.OK, "lipo", out, "-remove", "arm64", "-o", fat);
    assertThat(run(ExitCode.OK, "lipo", "-archs", fat)).isEqualTo("amd64\n");
    run(
        ExitCode.OK,
        "lipo",
        out,
        "-replace",
        "x86_64",
        x86,
        "-segalign",
        "x86_64",
        "200",
        "-output",
        fat);
    assertThat(run(ExitCode.OK, "lipo", "-detailed_info", fat)).contains("alignment  512");
    run(ExitCode.OK, "lipo", out, "-extract", "arm64", "-extract", "amd64", "-output", fat);
    assertThat(run(ExitCode.OK, "lipo", "-archs", fat)).isEqualTo("amd64 arm64\n");
  }

  @Test
  void lipoRefusesWhatLipoRefuses() {
    assertThat(run(ExitCode.FINDING, "lipo", x86)).contains("lipo: error: expected one of");
    assertThat(run(ExitCode.FINDING, "lipo", "-create", "-info", x86)).contains("only one of");
    assertThat(run(ExitCode.FINDING, "lipo", "-create", x86)).contains("-output is missing");
    assertThat(run(ExitCode.FINDING, "lipo", "-create", x86, x86, "-output", out))
        .contains("are both for");
    assertThat(run(ExitCode.FINDING, "lipo", "-create", "-arch", "arm64", x86, "-output", out))
        .contains("is for amd64, not for arm64");
    assertThat(run(ExitCode.FINDING, "lipo", x86, "-thin", "amd64", "-output", out))
        .contains("must be a fat file");
    assertThat(run(ExitCode.FINDING, "lipo", fat, "-thin", "vax", "-output", out))
        .contains("no slice for vax");
    assertThat(run(ExitCode.FINDING, "lipo", fat, fat, "-archs")).contains("takes one file");
    assertThat(run(ExitCode.FINDING, "lipo", "-create", x86, "-segalign", "x86_64", "3", "-o", out))
        .contains("alignment 3, expected a power of two");
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void theToolsOfFatElfAreUnderstood() {
    run(ExitCode.OK, "fatelf-glue", out, x86, arm);
    assertThat(run(ExitCode.OK, "fatelf-info", out)).contains("x86_64:64bits:le:sysv:osabiver0");
    run(ExitCode.OK, "fatelf-validate", out);
    run(ExitCode.OK, "fatelf-verify", out, "x86_64");
    run(ExitCode.FINDING, "fatelf-verify", out, "i386");
    run(ExitCode.OK, "fatelf-extract", fat, out, "record1");
    assertThat(Path.of(fat)).hasSameBinaryContentAs(Path.of(arm));
    run(ExitCode.OK, "fatelf-remove", fat, out, "x86_64:le");
    assertThat(run(ExitCode.OK, "lipo", "-archs", fat)).isEqualTo("arm64\n");
    run(ExitCode.OK, "fatelf-replace", fat, out, x86);
    assertThat(Path.of(fat)).hasSameBinaryContentAs(Path.of(out));
    run(ExitCode.OK, "fatelf-split", out);
    assertThat(Path.of(out + "-arm64")).hasSameBinaryContentAs(Path.of(arm));
    run(ExitCode.USAGE, "fatelf-extract", fat, out);
    assertThat(run(ExitCode.FINDING, "fatelf-extract", fat, out, "m68k"))
        .startsWith("fatelf-extract: error: ");
  }

  private static String fat(int exitCode, String... arguments) {
    return run(
        exitCode, Stream.concat(Stream.of("fat"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static String run(int exitCode, String... command) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    int code = new Elfwright(new Terminal(stream, stream, false)).run(command);
    stream.flush();
    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(code).as(said).isEqualTo(exitCode);
    return said;
  }
}
