package dev.elfwright.fat.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.fat.TargetPattern;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Views mounted by this kernel. */
class FatViewTest {
  private static final String HELLO =
      """
      #include <stdio.h>
      int main(void) { return puts("hello") < 0; }
      """;

  @TempDir Path work;
  private FatTree tree;
  private Path view;

  @BeforeEach
  void makeTree() throws IOException {
    tree = new FatTree(work);
    view = Files.createDirectories(work.resolve("view"));
  }

  @AfterEach
  void unmount() throws IOException {
    try {
      FatView.unmount(view, true);
    } catch (ViewException e) {
      assertThat(e).hasMessageContaining("no view is mounted");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Backing.class,
      names = {"FILE", "LOOP"})
  void aSliceIsAnOrdinaryFile(Backing backing) throws IOException {
    Path thin = tree.compiled("hello", HELLO);
    Path fat = tree.fat("bin/hello", thin);

    MountedView mounted = mount(Extent.WHOLE_TREE, backing);

    assertThat(mounted).isEqualTo(new MountedView(1, backing, List.of()));
    Path seen = view.resolve("bin/hello");
    assertThat(Files.mismatch(seen, thin)).isEqualTo(-1);
    assertThat(Files.getLastModifiedTime(seen)).isEqualTo(Files.getLastModifiedTime(fat));
    assertThat(Tool.run(List.of(seen.toString()))).isEqualTo("hello\n");
  }

  @Test
  void theForeignSliceIsSeenByTheForeignView() throws IOException {
    tree.fat("lib/libm.so.6", tree.compiled("hello", HELLO));
    mount("arm64", Extent.WHOLE_TREE, Backing.AUTO);
    assertThat(Files.mismatch(view.resolve("lib/libm.so.6"), tree.foreign())).isEqualTo(-1);
  }

  @Test
  void everythingElseIsSeenThroughTheOverlay() throws IOException {
    tree.fat("bin/hello", tree.compiled("hello", HELLO));
    Files.writeString(tree.root.resolve("bin/data"), "beside");
    Files.createSymbolicLink(tree.root.resolve("bin/link"), Path.of("hello"));

    mount(Extent.WHOLE_TREE, Backing.AUTO);

    assertThat(view.resolve("bin/data")).hasContent("beside");
    assertThat(Tool.run(List.of(view.resolve("bin/link").toString()))).isEqualTo("hello\n");
  }

  @Test
  void fatFilesAlone() throws IOException {
    tree.fat("bin/hello", tree.compiled("hello", HELLO));
    Files.writeString(tree.root.resolve("bin/data"), "beside");
    Files.createDirectories(tree.root.resolve("empty"));
    Files.createSymbolicLink(tree.root.resolve("bin/link"), Path.of("hello"));

    mount(Extent.ONLY_FAT_FILES, Backing.AUTO);

    assertThat(view).isDirectoryContaining("glob:**/bin").isDirectoryNotContaining("glob:**/empty");
    assertThat(view.resolve("bin/data")).doesNotExist();
    assertThat(Tool.run(List.of(view.resolve("bin/link").toString()))).isEqualTo("hello\n");
  }

  @Test
  void aViewMayStandAtItsOwnRoot() throws IOException {
    tree.fat("bin/hello", tree.compiled("hello", HELLO));
    view = tree.root;
    mount(Extent.WHOLE_TREE, Backing.AUTO);
    assertThat(Tool.run(List.of(tree.root.resolve("bin/hello").toString()))).isEqualTo("hello\n");

    FatView.unmount(view, false);
    assertThat(Files.readAllBytes(tree.root.resolve("bin/hello"))).startsWith(0xfa, 0x70, 0x0e);
  }

  @Test
  void aFatFileEditedInPlaceIsReportedAndTheNewViewShowsWhatItHas() throws IOException {
    Path fat = tree.fat("bin/hello", tree.compiled("hello", HELLO));
    tree.fat("bin/other", tree.compiled("other", HELLO));
    mount(Extent.WHOLE_TREE, Backing.AUTO);
    Tool.run(List.of(view.resolve("bin/hello").toString()));
    replaceText(fat, "hello", "HELLO");

    RefreshedView refreshed = FatView.refresh(view, (_, _, _) -> {});

    assertThat(refreshed.edited()).containsExactly("bin/hello");
    assertThat(refreshed.replaced()).isEmpty();
    assertThat(Tool.run(List.of(view.resolve("bin/hello").toString()))).isEqualTo("HELLO\n");
  }

  @Test
  void anEditIsFoundAlthoughTheTimeWasPutBack() throws IOException {
    Path fat = tree.fat("bin/hello", tree.compiled("hello", HELLO));
    mount(Extent.WHOLE_TREE, Backing.AUTO);
    var time = Files.getLastModifiedTime(fat);
    replaceText(fat, "hello", "HELLO");
    Files.setLastModifiedTime(fat, time);

    assertThat(FatView.refresh(view, (_, _, _) -> {}).edited()).containsExactly("bin/hello");
  }

  @Test
  void otherRightsAreNoEdit() throws IOException {
    Path fat = tree.fat("bin/hello", tree.compiled("hello", HELLO));
    mount(Extent.WHOLE_TREE, Backing.AUTO);
    Tool.run(List.of("chmod", "4711", fat.toString()));

    assertThat(FatView.refresh(view, (_, _, _) -> {}).edited()).isEmpty();
    assertThat(Tool.run(List.of("stat", "-c", "%a", view.resolve("bin/hello").toString())))
        .isEqualTo("4711\n");
  }

  @Test
  void replacedRemovedAndAddedFilesAreToldApart() throws IOException {
    Path program = tree.compiled("hello", HELLO);
    tree.fat("bin/upgraded", program);
    tree.fat("bin/removed", program);
    mount(Extent.WHOLE_TREE, Backing.AUTO);
    tree.fat("bin/upgraded", tree.compiled("hello", HELLO.replace("hello", "new")));
    Files.delete(tree.root.resolve("bin/removed"));
    tree.fat("bin/added", program);

    RefreshedView refreshed = FatView.refresh(view, (_, _, _) -> {});

    assertThat(refreshed)
        .isEqualTo(
            new RefreshedView(
                new MountedView(2, Backing.FILE, List.of()),
                List.of(),
                List.of("bin/upgraded"),
                List.of("bin/removed"),
                List.of("bin/added")));
    assertThat(Tool.run(List.of(view.resolve("bin/upgraded").toString()))).isEqualTo("new\n");
  }

  @Test
  void whatIsOpenKeepsShowingTheOldViewAndTheOldViewGoes() throws IOException {
    Path thin = tree.compiled("hello", HELLO);
    tree.fat("bin/hello", thin);
    mount(Extent.WHOLE_TREE, Backing.AUTO);
    try (var open = Files.newByteChannel(view.resolve("bin/hello"))) {
      tree.fat("bin/hello", tree.compiled("hello", HELLO.replace("hello", "new")));
      FatView.refresh(view, (_, _, _) -> {});
      var bytes = java.nio.ByteBuffer.allocate((int) open.size());
      while (open.read(bytes) > 0) {}
      assertThat(new String(bytes.array(), java.nio.charset.StandardCharsets.ISO_8859_1))
          .contains("hello");
    }
    assertThat(mountsAt(view)).isEqualTo(1);
    FatView.unmount(view, false);
    assertThat(mountsAt(view)).isZero();
  }

  @Test
  void aViewInUseIsNotUnmountedUnlessLazily() throws IOException {
    tree.fat("bin/hello", tree.compiled("hello", HELLO));
    mount(Extent.WHOLE_TREE, Backing.AUTO);
    try (var _ = Files.newByteChannel(view.resolve("bin/hello"))) {
      assertThatThrownBy(() -> FatView.unmount(view, false))
          .isInstanceOf(ViewException.class)
          .hasMessageStartingWith(view + ": in use");
      FatView.unmount(view, true);
    }
    assertThat(mountsAt(view)).isZero();
  }

  @Test
  void whereNoViewIsMountedNothingIsUnmounted() {
    assertThatThrownBy(() -> FatView.unmount(view, false))
        .hasMessage(view + ": no view is mounted here");
    assertThatThrownBy(() -> FatView.unmount(Path.of("/proc"), true))
        .hasMessage("/proc: no view is mounted here");
  }

  private MountedView mount(Extent extent, Backing backing) throws IOException {
    return mount(System.getProperty("os.arch"), extent, backing);
  }

  private MountedView mount(String target, Extent extent, Backing backing) throws IOException {
    return FatView.mount(
        new ViewOptions(tree.root, view, TargetPattern.parse(target), extent, backing),
        (_, _, _) -> {});
  }

  private static void replaceText(Path file, String old, String text) throws IOException {
    String all = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    int at = all.indexOf('\0' + old + '\0') + 1;
    assertThat(at).isPositive();
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.position(at).write(java.nio.ByteBuffer.wrap(text.getBytes()));
    }
  }

  private static long mountsAt(Path folder) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .filter(line -> line.split(" ")[4].equals(folder.toString()))
        .count();
  }
}
