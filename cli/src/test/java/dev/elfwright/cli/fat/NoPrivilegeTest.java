package dev.elfwright.cli.fat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.fat.OwnProcess.Result;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that want more rights than they have: one line, and nothing half done. */
class NoPrivilegeTest {
  private static final String PROGRAM = "/usr/bin/true";
  private static final String FOREIGN = "/usr/aarch64-linux-gnu/lib/libm.so.6";

  @TempDir private Path folder;

  private Path root;
  private Path view;

  @BeforeEach
  void tree() throws IOException, InterruptedException {
    root = Files.createDirectories(folder.resolve("root"));
    view = Files.createDirectories(folder.resolve("view"));
    Result made = OwnProcess.ofThisUser().run("fat", "create", root + "/true", PROGRAM, FOREIGN);
    assertThat(made).isEqualTo(new Result(ExitCode.OK, ""));
  }

  @Test
  void theKernelMountsNoView() throws IOException, InterruptedException {
    refused(
        view + ": mounting needs root's rights (CAP_SYS_ADMIN); --backing=fuse does without",
        "fat",
        "view",
        "mount",
        "--backing=file",
        "" + root,
        "" + view);
    assertThat(view).isEmptyDirectory();
  }

  @Test
  void theKernelRegistersNoLauncher() throws IOException, InterruptedException {
    Result result = OwnProcess.ofNobody().run("fat", "register");
    assertThat(result.code()).as(result.text()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.text()).startsWith("elfwright: ").hasLineCount(1).contains("root");
  }

  @Test
  void aTrialNeedsNamespaces() throws IOException, InterruptedException {
    Path debian = Files.createDirectories(folder.resolve("debian"));
    Files.createDirectories(debian.resolve("var/lib/dpkg/info"));
    Path work = Files.createDirectory(folder.resolve("work"));
    Tool.run(List.of("chown", "65534", "" + work));
    String other = "arm64=" + debian;
    refused(
        "a trial runs as root only: user namespaces need all users",
        "fat",
        "trial",
        "amd64=" + debian,
        other,
        "--work",
        "" + work);
  }

  @Test
  void aFolderOfAnotherUserTakesNoFile() throws IOException, InterruptedException {
    Path theirs = Files.createDirectory(folder.resolve("theirs"));
    Path old = Files.writeString(theirs.resolve("fat"), "old");
    Tool.run(List.of("chown", "-R", "1234", "" + theirs));
    Result result = OwnProcess.ofNobody().run("fat", "create", "" + old, PROGRAM, FOREIGN);
    assertThat(result.code()).as(result.text()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.text()).startsWith("elfwright: ").hasLineCount(1).contains("ermission");
    assertThat(old).hasContent("old");
    assertThat(theirs).isDirectoryContaining("glob:**/fat").isDirectoryNotContaining("glob:**/.*");
  }

  /** A set-user-ID bit kept without its owner would give away the rights of whoever runs this. */
  @Test
  void whatCannotBeKeptIsSaid() throws IOException, InterruptedException {
    Tool.run(List.of("chown", "65534", "" + folder));
    Path program = Files.copy(Path.of(PROGRAM), folder.resolve("program"));
    Tool.run(List.of("chown", "1234", "" + program));
    Tool.run(List.of("chmod", "4755", "" + program));
    Path out = folder.resolve("out");
    Result result = OwnProcess.ofNobody().run("fat", "create", "" + out, "" + program, FOREIGN);
    assertThat(result.code()).as(result.text()).isEqualTo(ExitCode.OK);
    assertThat(result.text()).contains("not kept: owner 1234:0").hasLineCount(1);
    assertThat(Tool.run(List.of("stat", "-c", "%u %a", "" + out))).isEqualTo("65534 755\n");
  }

  private static void refused(String line, String... command)
      throws IOException, InterruptedException {
    assertThat(OwnProcess.ofNobody().run(command))
        .isEqualTo(new Result(ExitCode.BAD_INPUT, "elfwright: " + line + "\n"));
  }
}
