package dev.elfwright.cli.livepatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.testkit.DebianKernel;
import dev.elfwright.testkit.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code livepatch build} cannot use: one line each, code 3, and nothing is left behind. */
class BuildCommandTest {
  private static final DebianKernel DEBIAN = DebianKernel.newest();

  /** A change of module pktgen. */
  private static final String PKTGEN =
      """
      --- a/net/core/pktgen.c
      +++ b/net/core/pktgen.c
      @@ -509,5 +509,5 @@
       static int pgctrl_show(struct seq_file *seq, void *v)
       {
      -	seq_puts(seq, version);
      +	seq_puts(seq, "patched");
       	return 0;
       }
      """;

  private static final String CMDLINE =
      """
      --- a/fs/proc/cmdline.c
      +++ b/fs/proc/cmdline.c
      @@ -7,5 +7,5 @@
       static int cmdline_proc_show(struct seq_file *m, void *v)
       {
       	seq_puts(m, saved_command_line);
      -	seq_putc(m, '\\n');
      +	seq_puts(m, " patched\\n");
       	return 0;
      """;

  @TempDir private Path folder;
  private Path output;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void emptyFolder() throws IOException {
    output = Files.createDirectory(folder.resolve("output"));
  }

  private void refused(String reason, String patch, String... options) throws IOException {
    refused(reason, Files.writeString(folder.resolve("a.patch"), patch), options);
  }

  private void refused(String reason, Path patch, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("livepatch", "build", patch.toString()));
    command.addAll(List.of(options));
    for (String[] other :
        new String[][] {
          {"-o", output.resolve("lp.ko").toString()},
          {"--kernel", DEBIAN.release()},
          {"--root", DEBIAN.root().toString()},
          {"--source", DEBIAN.source().toString()}
        }) {
      if (!command.contains(other[0])) {
        command.addAll(List.of(other));
      }
    }
    assertRefused(reason, command);
  }

  private void assertRefused(String reason, List<String> command) throws IOException {
    out.reset();
    err.reset();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    int code = new Elfwright(terminal).run(command.toArray(String[]::new));
    assertThat(err.toString(StandardCharsets.UTF_8).lines().toList())
        .as(reason)
        .singleElement()
        .asString()
        .contains(reason);
    assertThat(code).as(reason).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(out.size()).as(reason).isZero();
    try (Stream<Path> left = Files.list(output)) {
      assertThat(left).as(reason).isEmpty();
    }
  }

  @Test
  void aPatchThatDoesNotApply() throws IOException {
    refused("fs/proc/cmdline.c", CMDLINE.replace("int cmdline_proc_show", "int other_proc_show"));
    refused("no change in the unified format", "nothing\n");
    refused("no such file", folder.resolve("absent.patch"));
  }

  @Test
  void anotherKernel() throws IOException {
    refused("6.1.0-1-amd64: neither a file nor", CMDLINE, "--kernel", "6.1.0-1-amd64");
    refused("absent: no folder", CMDLINE, "--source", folder.resolve("absent").toString());
    refused(
        "pktgen.ko: its headers are not installed",
        CMDLINE,
        "--kernel",
        DEBIAN.module("pktgen").toString());
    refused("/bin/true", CMDLINE, "--kernel", "/bin/true");
  }

  @Test
  void halfAKernel() throws IOException {
    byte[] whole = Files.readAllBytes(DEBIAN.vmlinuz());
    Path half = folder.resolve("vmlinuz-" + DEBIAN.release());
    for (int size : new int[] {0, 100, 20_000, whole.length / 2, whole.length * 3 / 4}) {
      Files.write(half, Arrays.copyOf(whole, size));
      refused(half + ": ", CMDLINE, "--kernel", half.toString());
    }
  }

  /** The source of another version becomes other code; the file and the function are named. */
  @Test
  void theSourceOfAnotherVersion() throws IOException {
    Path other = folder.resolve("source");
    Path proc = Files.createDirectories(other.resolve("fs/proc"));
    String cmdline = Files.readString(DEBIAN.source().resolve("fs/proc/cmdline.c"));
    Files.copy(DEBIAN.source().resolve("fs/proc/Makefile"), proc.resolve("Makefile"));
    Files.writeString(
        proc.resolve("cmdline.c"), cmdline.replace("(\"cmdline\", 0,", "(\"cmdline\", 0400,"));
    assertThat(proc.resolve("cmdline.c")).content().isNotEqualTo(cmdline);

    refused(
        "fs/proc/cmdline.c: does not become the code of", CMDLINE, "--source", other.toString());
  }

  /** The modules of a kernel are looked at when a patch changes one. */
  @Test
  void modulesThatAreNoneOfThisKernel() throws IOException {
    Path source = Files.writeString(folder.resolve("a.c"), "int answer(int x) { return x + 1; }\n");
    String object = folder.resolve("a.o").toString();
    Path module = other().resolve("pktgen.ko");
    Tool.run(List.of("clang-14", "--target=aarch64-linux-gnu", "-c", "-o", object, "" + source));
    Files.copy(Path.of(object), module);
    refused("pktgen.ko: for AARCH64", PKTGEN, "--root", folder.resolve("root").toString());

    Files.delete(module);
    Tool.run(List.of("clang-14", "-flto", "-c", "-o", object, "" + source));
    Files.copy(Path.of(object), module);
    refused("LLVM bitcode", PKTGEN, "--root", folder.resolve("root").toString());

    Files.delete(module);
    Tool.run(List.of("strip", "-o", module.toString(), DEBIAN.module("pktgen").toString()));
    refused("no symbol table: stripped", PKTGEN, "--root", folder.resolve("root").toString());

    Files.delete(module);
    refused(
        "module pktgen, which the kernel does not have",
        PKTGEN,
        "--root",
        folder.resolve("root").toString());
  }

  /** Where the kernel's packages could have been unpacked, with the folder of one module. */
  private Path other() throws IOException {
    Path boot = Files.createDirectories(folder.resolve("root/boot"));
    Files.createSymbolicLink(
        boot.resolve("vmlinuz-" + DEBIAN.release()), DEBIAN.vmlinuz().toAbsolutePath());
    return Files.createDirectories(
        folder.resolve("root/lib/modules").resolve(DEBIAN.release()).resolve("kernel"));
  }

  @Test
  void whereNothingCanBeWritten() throws IOException {
    Path absent = folder.resolve("absent/lp.ko");
    refused(absent.getParent().toString(), CMDLINE, "-o", absent.toString());
    refused("a module's name has", CMDLINE, "-o", output.resolve("a b.ko").toString());
  }
}
