package dev.elfwright.natives.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.natives.Natives;
import dev.elfwright.natives.model.EntryPattern;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries that were changed load, and say what they were told to. */
class LibraryProcessorTest {
  private static final EntryPattern ALL = new EntryPattern(List.of(), List.of());
  private static final LibraryChange CHANGE =
      new LibraryChange(
          new LibraryChange.SearchPath.Folders("$ORIGIN"),
          LibraryChange.Soname.FILE_NAME,
          Map.of("libold.so", "libnew.so"),
          LibraryChange.Stripping.ALL);

  @TempDir Path folder;

  @BeforeEach
  void compile() throws IOException {
    Files.writeString(folder.resolve("old.c"), "int old(void) { return 42; }");
    Files.writeString(
        folder.resolve("user.c"),
        "int old(void); static int f(void) { return old(); } int user(void) { return f(); }");
    Files.writeString(
        folder.resolve("main.c"), "int user(void); int main(void) { return user() != 42; }");
    Tool.run(folder, List.of("gcc", "-shared", "-fPIC", "old.c", "-o", "libold.so"));
    Tool.run(
        folder,
        List.of(
            "gcc",
            "-g",
            "-shared",
            "-fPIC",
            "user.c",
            "-o",
            "libuser.so",
            "-L.",
            "-lold",
            "-Wl,-rpath,/opt/build"));
    Tool.run(
        folder,
        List.of("gcc", "main.c", "-o", "main", "-L.", "-luser", "-lold", "-Wl,-rpath,$ORIGIN"));
  }

  @Test
  void namesSearchPathsAndSymbolsChangeAndTheProgramStillRuns() throws IOException {
    Path user = folder.resolve("libuser.so");
    long before = Files.size(user);
    Files.move(folder.resolve("libold.so"), folder.resolve("libnew.so"));

    List<Path> written = LibraryProcessor.process(folder, ALL, CHANGE);

    assertThat(written)
        .containsExactly(
            folder.resolve("libnew.so"), folder.resolve("libuser.so"), folder.resolve("main"));
    Natives.in(user)
        .assertSoname()
        .assertNoAbsoluteSearchPath()
        .assertNeededOnly("libnew.so", "libc.so.6");
    assertThat(Tool.run(List.of("readelf", "-d", user.toString())))
        .contains("Library soname: [libuser.so]", "Library runpath: [$ORIGIN]");
    assertThat(Tool.run(List.of("readelf", "-S", user.toString())))
        .doesNotContain(".symtab", ".debug_info");
    assertThat(Files.size(user)).isLessThan(before);
    Tool.run(folder, List.of("./main"));
  }

  @Test
  void aSecondRunFindsNothingToDo() throws IOException {
    LibraryProcessor.process(folder, ALL, CHANGE);
    byte[] once = Files.readAllBytes(folder.resolve("libuser.so"));
    assertThat(LibraryProcessor.process(folder, ALL, CHANGE)).isEmpty();
    assertThat(folder.resolve("libuser.so")).hasBinaryContent(once);
  }

  @Test
  void aChangeThatChangesNothingWritesNothing() throws IOException {
    assertThat(LibraryProcessor.process(folder, ALL, LibraryChange.NONE)).isEmpty();
  }

  @Test
  void onlyWhatAPatternMeansIsChanged() throws IOException {
    EntryPattern one = new EntryPattern(List.of("lib*.so"), List.of("*old*"));
    assertThat(LibraryProcessor.process(folder, one, CHANGE))
        .containsExactly(folder.resolve("libuser.so"));
  }

  @Test
  void aSearchPathCanBeRemoved() throws IOException {
    LibraryChange removed =
        new LibraryChange(
            new LibraryChange.SearchPath.Removed(),
            LibraryChange.Soname.KEPT,
            Map.of(),
            LibraryChange.Stripping.DEBUG);
    LibraryProcessor.process(folder, ALL, removed);
    assertThat(Tool.run(folder, List.of("readelf", "-d", "libuser.so"))).doesNotContain("RUNPATH");
    assertThat(Tool.run(folder, List.of("readelf", "-S", "libuser.so")))
        .contains(".symtab")
        .doesNotContain(".debug_info");
  }
}
