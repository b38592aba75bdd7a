package dev.elfwright.fat.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.fat.Form;
import dev.elfwright.fat.PageSizes;
import dev.elfwright.fat.TargetPattern;
import dev.elfwright.fat.erofs.Node;
import dev.elfwright.fat.linux.Linux;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees as one finds them: with loops, holes, and files that go while they are looked at. */
class TreeScanTest {
  private static final String PROGRAM = "int main(void) { return 0; }";

  @TempDir Path work;
  private FatTree tree;
  private Path thin;

  @BeforeEach
  void makeTree() throws IOException {
    tree = new FatTree(work);
    thin = tree.compiled("program", PROGRAM);
  }

  @Test
  void bothFormsAreFoundAndThinFilesAreNot() throws IOException {
    tree.fat("bin/fatelf", thin);
    tree.nativeFirst("bin/host", thin, tree.foreign());
    tree.nativeFirst("bin/guest", tree.foreign(), thin);
    Files.copy(thin, tree.root.resolve("bin/thin"));
    Files.writeString(tree.root.resolve("bin/text"), "#!/bin/sh\n");
    Files.createFile(tree.root.resolve("bin/empty"));
    assertThat(served()).containsExactlyInAnyOrder("bin/fatelf", "bin/host", "bin/guest");
  }

  @Test
  void loopsOfLinksPipesAndDevicesDoNoHarm() throws IOException {
    tree.fat("bin/program", thin);
    Files.createSymbolicLink(tree.root.resolve("bin/up"), Path.of(".."));
    Files.createSymbolicLink(tree.root.resolve("bin/self"), Path.of("self"));
    Tool.run(List.of("mkfifo", tree.root + "/bin/pipe"));
    Tool.run(List.of("mknod", tree.root + "/bin/null", "c", "1", "3"));
    assertThat(served()).containsExactly("bin/program");
  }

  @Test
  void otherFileSystemsAreNotEntered() throws IOException {
    tree.fat("bin/program", thin);
    Path other = Files.createDirectories(tree.root.resolve("bin/other"));
    Tool.run(List.of("mount", "-t", "tmpfs", "tmpfs", other.toString()));
    try {
      Files.copy(tree.root.resolve("bin/program"), other.resolve("program"));
      assertThat(served()).containsExactly("bin/program");
    } finally {
      Tool.run(List.of("umount", other.toString()));
    }
  }

  @Test
  void aFileThatVanishesMeanwhileWasNotThere() throws IOException {
    for (int i = 0; i < 400; i++) {
      Files.copy(tree.fat("master", thin), tree.root.resolve("file" + i));
    }
    var isFirst = new AtomicBoolean(true);
    ViewProgress removing =
        (_, _, _) -> {
          if (isFirst.getAndSet(false)) {
            Tool.run(List.of("sh", "-c", "rm -r " + tree.root + "/*"));
          }
        };
    try (var linux = new Linux();
        ScannedTree found = scan(linux, "amd64", removing)) {
      assertThat(found.served()).hasSizeBetween(100, 300);
      assertThat(found.unserved()).isEmpty();
    }
  }

  @Test
  void whatCannotBeShownIsNamedWithTheReason() throws IOException {
    tree.fat("good", thin);
    Form packed = new Form.FatElf(PageSizes.of(1));
    tree.glued("packed", packed, tree.foreign(), thin);
    Form aligned = new Form.FatElf(PageSizes.OF_ARCHITECTURES);
    tree.glued("foreign", aligned, tree.foreign());
    Path broken = tree.fat("broken", thin);
    try (var channel = Files.newByteChannel(broken, StandardOpenOption.WRITE)) {
      channel.truncate(20);
    }
    try (var linux = new Linux();
        ScannedTree found = scan(linux, "amd64", (_, _, _) -> {})) {
      List<String> said = found.unserved().stream().map(Unserved::toString).toList();
      assertThat(found.served()).extracting(ServedFile::path).containsExactly("good");
      assertThat(said)
          .anyMatch(s -> s.startsWith("packed: the slice begins at ") && s.contains("fat align"))
          .contains("foreign: no slice for amd64; there are arm64")
          .anyMatch(s -> s.startsWith("broken: "))
          .hasSize(3);
    }
  }

  @Test
  void aFileThatEndsWithinABlockLendsTheImageItsEnd() throws IOException {
    Path fat = tree.fat("program", thin);
    assertThat(Files.size(fat) % 4096).isNotZero();
    try (var linux = new Linux();
        ScannedTree found = scan(linux, "amd64", (_, _, _) -> {})) {
      var file = (Node.MappedFile) found.root().entries().get("program");
      assertThat(file.end()).hasSize((int) (Files.size(thin) % 65536));
    }
  }

  @Test
  void namesAreBytes() throws IOException {
    tree.fat("bin/program", thin);
    Tool.run(List.of("bash", "-c", "cd " + tree.root + "/bin; mv program $'caf\\xe9\\n'"));
    assertThat(served()).containsExactly("bin/caf\udce9\n");
  }

  @Test
  void aTreeWithoutFatFilesIsRefused() throws IOException {
    Files.copy(thin, tree.root.resolve("thin"));
    assertThatThrownBy(() -> FatView.mount(options("amd64", work.resolve("thin")), (_, _, _) -> {}))
        .isInstanceOf(ViewException.class)
        .hasMessage(tree.root + ": no fat file in it");
  }

  @Test
  void aMountPointThatIsNoFolderIsRefused() throws IOException {
    tree.fat("program", thin);
    assertThatThrownBy(() -> FatView.mount(options("amd64", thin), (_, _, _) -> {}))
        .isInstanceOf(ViewException.class)
        .hasMessage(thin + ": not a folder");
  }

  private List<String> served() throws IOException {
    try (var linux = new Linux();
        ScannedTree found = scan(linux, "amd64", (_, _, _) -> {})) {
      return found.served().stream().map(ServedFile::path).toList();
    }
  }

  private ScannedTree scan(Linux linux, String target, ViewProgress progress) throws IOException {
    int root = linux.open(tree.root.toString(), Linux.READ_ONLY | Linux.FOLDER);
    try {
      return TreeScan.scan(linux, root, options(target, work), progress);
    } finally {
      linux.close(root);
    }
  }

  private ViewOptions options(String target, Path mountPoint) {
    return new ViewOptions(
        tree.root, mountPoint, TargetPattern.parse(target), Extent.WHOLE_TREE, Backing.AUTO);
  }
}
