package dev.elfwright.livepatch.build;

import static dev.elfwright.livepatch.build.SourcePatches.DEBIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel's build is asked for. */
class KbuildTest {
  private static final String FILE = "fs/proc/cmdline.c";

  @TempDir private Path folder;

  /** Else jumps would stay what objtool makes into instructions that do nothing. */
  @Test
  void objtoolIsRunOnAFileThatTheBuildLeavesToTheLinkedKernel() throws IOException {
    Kbuild.Unit unit = unit(headersWith("CONFIG_X86_KERNEL_IBT=y\n"), "one");

    assertThat(unit.object()).isEqualTo("vmlinux");
    assertThat(unit.shell()).containsPattern("/objtool .*--hacks=jump_label.* --ibt ");
  }

  /** What is asked again is noted again. */
  @Test
  void theCompilerIsNotAskedTwice() throws IOException {
    Path headers = DEBIAN.headers().toAbsolutePath();
    String first = unit(headers, "one").shell();
    Path answers = folder.resolve("option-answers");
    List<String> noted = Files.readAllLines(answers);

    assertThat(unit(headers, "two").shell()).isEqualTo(first.replace("/one/", "/two/"));
    assertThat(noted).hasSizeGreaterThan(20).allMatch(l -> l.endsWith(" := y"));
    assertThat(answers).content().hasLineCount(noted.size());
  }

  @Test
  void anotherCompilerIsAsked() throws IOException {
    Path headers = DEBIAN.headers().toAbsolutePath();
    String first = unit(headers, "one").shell();
    Path answers = folder.resolve("option-answers");
    List<String> noted = Files.readAllLines(answers);

    Files.write(answers, noted.stream().map(l -> l.replace("answer/", "answer/1")).toList());
    assertThat(unit(headers, "two").shell()).isEqualTo(first.replace("/one/", "/two/"));
    assertThat(answers).content().hasLineCount(2 * noted.size());
  }

  @Test
  void answersThatAFullDiskCutShortAreAskedAgain() throws IOException {
    Path headers = DEBIAN.headers().toAbsolutePath();
    String first = unit(headers, "one").shell();

    Path answers = folder.resolve("option-answers");
    List<String> whole = Files.readAllLines(answers);
    Files.writeString(answers, whole.getFirst() + "\nanswer/1^gcc");
    assertThat(unit(headers, "two").shell()).isEqualTo(first.replace("/one/", "/two/"));
    assertThat(answers).content().hasLineCount(whole.size());
  }

  /** How the file is compiled, by headers, in a folder for that, with the answers beside it. */
  private Kbuild.Unit unit(Path headers, String name) throws IOException {
    Path work = Files.createDirectory(folder.resolve(name));
    Path copy = Files.createDirectory(work.resolve("original"));
    List<String> lines = Files.readAllLines(DEBIAN.source().resolve(FILE));
    SourceCopy.make(DEBIAN.source().toAbsolutePath(), copy, Map.of(FILE, lines));
    ObjectTree tree = ObjectTree.make(headers, Files.createDirectory(work.resolve("objects")));
    return new Kbuild(tree, OptionAnswers.in(folder, work), folder)
        .units(copy, List.of(FILE), Set.of())
        .getFirst();
  }

  /** The headers of the kernel, by links, with one more line in their configuration. */
  private Path headersWith(String line) throws IOException {
    Path own = Files.createDirectory(folder.resolve("headers"));
    links(DEBIAN.headers(), own, "include");
    Path include = Files.createDirectory(own.resolve("include"));
    links(DEBIAN.headers().resolve("include"), include, "config");
    Path config = Files.createDirectory(include.resolve("config"));
    Path shipped = DEBIAN.headers().resolve("include/config");
    links(shipped, config, "auto.conf");
    Files.copy(shipped.resolve("auto.conf"), config.resolve("auto.conf"));
    Files.writeString(config.resolve("auto.conf"), line, StandardOpenOption.APPEND);
    return own;
  }

  private static void links(Path from, Path to, String but) throws IOException {
    try (Stream<Path> all = Files.list(from)) {
      for (Path p : all.filter(p -> !p.endsWith(but)).toList()) {
        Files.createSymbolicLink(to.resolve(p.getFileName()), p.toRealPath());
      }
    }
  }
}
