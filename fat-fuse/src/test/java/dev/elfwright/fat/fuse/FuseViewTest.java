package dev.elfwright.fat.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatWriter;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.PageSizes;
import dev.elfwright.fat.Slices;
import dev.elfwright.testkit.Tool;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A view that an ordinary user mounts and serves, with another process. */
class FuseViewTest {
  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  @TempDir Path work;
  private Path thin;
  private Path root;
  private Path view;
  private Process server;
  private BufferedReader said;

  @BeforeEach
  void mount() throws IOException {
    root = Files.createDirectories(work.resolve("root/bin")).getParent();
    view = Files.createDirectories(work.resolve("view"));
    thin = compiled("hello");
    glue(thin, root.resolve("bin/hello"));
    Files.writeString(root.resolve("data"), "beside");
    Files.createSymbolicLink(root.resolve("link"), Path.of("bin/hello"));
    Tool.run(List.of("setfattr", "-n", "user.origin", "-v", "here", root + "/bin/hello"));
    Tool.run(List.of("chmod", "4755", root + "/bin/hello"));
    Tool.run(List.of("chown", "65534", view.toString()));
    // As udev leaves it; some minimal systems have no udev.
    Tool.run(List.of("chmod", "666", "/dev/fuse"));
    Path classes = copyOfClassPath();
    Tool.run(List.of("chmod", "-R", "a+rX", work.toString()));
    server = serve(classes);
    said = server.inputReader();
    assertThat(said.readLine()).isEqualTo("mounted");
  }

  @AfterEach
  void end() throws InterruptedException {
    server.destroy();
    server.waitFor();
  }

  @Test
  void theTreeIsSeenThin() throws IOException {
    assertThat(asNobody("cat", view + "/data")).isEqualTo("beside");
    assertThat(asNobody(view + "/bin/hello")).isEqualTo("hello\n");
    assertThat(asNobody(view + "/link")).isEqualTo("hello\n");
    assertThat(asNobody("readlink", view + "/link")).isEqualTo("bin/hello\n");
    assertThat(asNobody("ls", view.toString())).isEqualTo("bin\ndata\nlink\n");
    assertThat(asNobody("cmp", thin.toString(), view + "/bin/hello")).isEmpty();
    assertThat(asNobody("getfattr", "-d", "--absolute-names", view + "/bin/hello"))
        .contains("user.origin=\"here\"");
    assertThat(asNobody("stat", "-c", "%a %s", view + "/bin/hello"))
        .isEqualTo("4755 " + Files.size(thin) + "\n");
    unmounted();
  }

  @Test
  void aSetUserIdProgramGivesNoRights() throws IOException {
    assertThat(asNobody("grep", view.toString(), "/proc/mounts")).contains("nosuid");
    unmounted();
  }

  @Test
  void whatIsEditedInPlaceIsSeenAtOnce() throws IOException, InterruptedException {
    assertThat(asNobody(view + "/bin/hello")).isEqualTo("hello\n");
    glue(compiled("other"), root.resolve("bin/fresh"));
    Tool.run(List.of("cp", root + "/bin/fresh", root + "/bin/hello")); // into the same inode
    Thread.sleep(1100); // as long as the kernel trusts what it was told of a file
    assertThat(asNobody(view + "/bin/hello")).isEqualTo("other\n");
    unmounted();
  }

  private void unmounted() throws IOException {
    asNobody("fusermount3", "-u", view.toString());
    assertThat(said.readLine()).isEqualTo("unmounted");
  }

  private Path compiled(String text) throws IOException {
    Path folder = Files.createDirectories(work.resolve("thin"));
    Path source = folder.resolve(text + ".c");
    Files.writeString(source, "#include <stdio.h>\nint main() { puts(\"%s\"); }".formatted(text));
    Tool.run(folder, List.of("gcc", "-o", text, source.toString()));
    return folder.resolve(text);
  }

  private static void glue(Path thin, Path out) throws IOException {
    FatFile foreign = FatFile.open(Path.of("/usr/aarch64-linux-gnu/lib/libm.so.6"));
    var slices = Slices.of(List.of(foreign, FatFile.open(thin)));
    FatWriter.write(slices.plan(new Form.FatElf(PageSizes.OF_ARCHITECTURES)), thin, out);
  }

  private static String asNobody(String... command) {
    return Tool.run(Stream.concat(NOBODY.stream(), List.of(command).stream()).toList());
  }

  /** Where another user can read it. */
  private Path copyOfClassPath() throws IOException {
    Path classes = Files.createDirectories(work.resolve("classes"));
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (path.contains("elfwright") || path.contains("jfuse") || path.endsWith("classes")) {
        String from = Files.isDirectory(Path.of(path)) ? path + "/." : path;
        Tool.run(List.of("cp", "-r", from, classes.toString()));
      }
    }
    return classes;
  }

  private Process serve(Path classes) throws IOException {
    List<String> command = new ArrayList<>(NOBODY);
    command.addAll(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classes + ":" + classes + "/*",
            Server.class.getName(),
            root.toString(),
            view.toString()));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().remove("XDG_RUNTIME_DIR");
    return builder.start();
  }
}
