package dev.elfwright.cli.fat.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.Elfwright;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.fat.OwnProcess;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.testkit.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code fat view} says, about views mounted by this kernel. */
class ViewCommandsTest {
  private static final String PROGRAM = "/usr/bin/echo";
  private static final String FOREIGN = "/usr/aarch64-linux-gnu/lib/libm.so.6";

  @TempDir private Path folder;

  private String root;
  private String view;
  private String fat;

  @BeforeEach
  void tree() throws IOException {
    root = Files.createDirectories(folder.resolve("root/bin")).getParent().toString();
    view = Files.createDirectories(folder.resolve("view")).toString();
    fat = root + "/bin/echo";
    assertThat(run(ExitCode.OK, "create", fat, PROGRAM, FOREIGN)).isEmpty();
  }

  @AfterEach
  void unmount() {
    if (Files.exists(Path.of(view, "bin"))) {
      Tool.run(List.of("umount", "--lazy", view));
    }
  }

  @Test
  void aViewIsMountedRefreshedAndUnmounted() throws IOException {
    assertThat(view(ExitCode.OK, "mount", root, view, "--arch", "amd64"))
        .isEqualTo(view + ": 1 slice of amd64, backed by files\n");
    assertThat(Path.of(view, "bin/echo")).hasSameBinaryContentAs(Path.of(PROGRAM));
    Files.copy(Path.of(fat), Path.of(root, "bin/added"));
    assertThat(view(ExitCode.OK, "refresh", root, view))
        .isEqualTo(view + ": 2 slices; 0 replaced, 0 removed, 1 added, 0 edited in place since\n");
    assertThat(Tool.run(List.of(view + "/bin/added", "hello"))).isEqualTo("hello\n");
    assertThat(view(ExitCode.OK, "unmount", view)).isEmpty();
    assertThat(Path.of(view)).isEmptyDirectory();
    assertThat(view(ExitCode.BAD_INPUT, "unmount", view))
        .isEqualTo("elfwright: " + view + ": no view is mounted here\n");
    assertThat(view(ExitCode.BAD_INPUT, "refresh", view))
        .isEqualTo("elfwright: " + view + ": no view is mounted here\n");
  }

  @Test
  void whatWasEditedInPlaceIsReported() throws IOException {
    view(ExitCode.OK, "mount", root, view, "--json");
    try (var file = new RandomAccessFile(fat, "rw")) {
      file.seek(file.length() - 1);
      file.write(1);
    }
    assertThat(view(ExitCode.FINDING, "refresh", view)).startsWith("edited in place: bin/echo\n");
    Tool.run(List.of("touch", fat));
    assertThat(view(ExitCode.FINDING, "refresh", view, "--json"))
        .containsPattern("\"edited\": \\[\\s*\"bin/echo\"\\s*\\]");
  }

  @Test
  void whatCannotBeShownIsReported() {
    run(ExitCode.OK, "align", fat, "--align", "512", "-o", root + "/bin/packed");
    assertThat(view(ExitCode.FINDING, "mount", root, view))
        .startsWith("not shown: bin/packed: the slice begins at ")
        .endsWith(view + ": 1 slice of amd64, backed by files\n");
    assertThat(view(ExitCode.FINDING, "refresh", view, "--json"))
        .contains("\"path\": \"bin/packed\"");
  }

  @Test
  void anotherMachinesViewIsBackedByLoopDevicesToo() {
    assertThat(
            view(
                ExitCode.OK,
                "mount",
                root,
                view,
                "--arch=aarch64-linux-gnu",
                "--backing=loop",
                "--only-fat",
                "--json"))
        .contains("\"served\": 1", "\"backing\": \"loop\"", "\"unserved\": []");
    assertThat(Path.of(view, "bin/echo")).hasSameBinaryContentAs(Path.of(FOREIGN));
  }

  @Test
  void openFilesKeepAViewUnlessItGoesLazily() throws IOException {
    view(ExitCode.OK, "mount", root, view);
    try (var _ = Files.newByteChannel(Path.of(view, "bin/echo"))) {
      assertThat(view(ExitCode.BAD_INPUT, "unmount", view)).contains(": in use", "--lazy");
      assertThat(view(ExitCode.OK, "unmount", "--lazy", view)).isEmpty();
    }
  }

  @Test
  void wrongArgumentsAreTold() {
    assertThat(view(ExitCode.USAGE, "mount", root, view, "--arch", "vax11"))
        .contains("no target is called 'vax11'");
    assertThat(view(ExitCode.USAGE, "mount", root, view, "--backing", "tape")).contains("tape");
    assertThat(view(ExitCode.BAD_INPUT, "mount", root, root + "/none")).contains("/none");
    String[] partly = {"mount", root, view, "--backing=fuse", "--only-fat", "--foreground"};
    assertThat(view(ExitCode.BAD_INPUT, partly)).contains("a FUSE view shows the whole tree");
  }

  @Test
  void aProcessInTheBackgroundServesAFuseView() throws IOException, InterruptedException {
    assertThat(OwnProcess.ofThisUser().run("fat", "view", "mount", "--backing=fuse", root, view))
        .isEqualTo(new OwnProcess.Result(ExitCode.OK, view + ": slices of amd64, by FUSE\n"));
    assertThat(Tool.run(List.of(view + "/bin/echo", "hello"))).isEqualTo("hello\n");
    assertThat(view(ExitCode.BAD_INPUT, "refresh", view)).contains("shows the tree as it is");
    assertThat(view(ExitCode.OK, "unmount", view)).isEmpty();
    assertThat(Path.of(view)).isEmptyDirectory();
  }

  private static String view(int exitCode, String... arguments) {
    return run(
        exitCode, Stream.concat(Stream.of("view"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static String run(int exitCode, String... arguments) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    String[] command = Stream.concat(Stream.of("fat"), Stream.of(arguments)).toArray(String[]::new);
    int code = new Elfwright(new Terminal(stream, stream, false)).run(command);
    stream.flush();
    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(code).as(said).isEqualTo(exitCode);
    return said;
  }
}
