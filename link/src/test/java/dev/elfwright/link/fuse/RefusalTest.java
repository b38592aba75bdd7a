package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What cannot be fused is refused in one line, and nothing is written. */
final class RefusalTest {
  private static final String SOURCE =
      "#include <stdio.h>\nint main() { puts(\"hello\"); return 0; }";

  private static Path compile(Lab lab, String... command) {
    lab.write("small.c", SOURCE);
    Tool.run(
        lab.folder(),
        Stream.concat(Arrays.stream(command), Stream.of("-o", "small", "small.c")).toList());
    return lab.path("small");
  }

  private static void refused(Lab lab, Path program, String... words) throws IOException {
    refused(lab, program, lab.path("fused/out"), lab.options(), words);
    assertThat(lab.path("fused")).isEmptyDirectory();
  }

  private static void refused(
      Lab lab, Path program, Path out, FuseOptions options, String... words) {
    assertThatThrownBy(() -> Fuse.fuse(program, out, options))
        .isInstanceOfAny(FuseRefusal.class, ElfFormatException.class)
        .message()
        .doesNotContain("\n")
        .contains(program.getFileName().toString())
        .satisfies(message -> assertThat(List.of(words)).allMatch(message::contains));
  }

  @Test
  void aSetUserIdProgram() {
    Lab.once(lab -> {
      Path program = compile(lab, "gcc");
      Tool.run(List.of("chmod", "u+s", program.toString()));
      refused(lab, program, "set-user-ID");
      Tool.run(List.of("chmod", "u-s,g+s", program.toString()));
      refused(lab, program, "set-group-ID");
    });
  }

  @Test
  void aStaticProgram() {
    Lab.once(lab -> refused(lab, compile(lab, "gcc", "-static"), "static"));
  }

  @Test
  void aStaticPositionIndependentProgram() {
    Lab.once(lab -> refused(lab, compile(lab, "gcc", "-static-pie")));
  }

  @Test
  void aProgramForAnotherProcessor() {
    Lab.once(lab -> refused(lab, compile(lab, "gcc", "-m32"), "x86-64"));
  }

  @Test
  void aProgramForAnotherLibc() {
    Lab.once(lab -> refused(lab, compile(lab, "musl-gcc"), "loader"));
  }

  @Test
  void aLibrary() {
    Lab.once(lab -> {
      Path library = lab.library("liba.so", "int a;");
      refused(lab, library);
    });
  }

  @Test
  void aScript() {
    Lab.once(lab -> refused(lab, lab.write("script", "#!/bin/sh\necho hello\n")));
  }

  @Test
  void anEmptyFile() {
    Lab.once(lab -> refused(lab, lab.write("empty", "")));
  }

  @Test
  void aTruncatedProgram() {
    Lab.once(lab -> {
      byte[] whole = Files.readAllBytes(compile(lab, "gcc"));
      for (int size : new int[] {4, 63, 64, 100, 700, 4096, 9000, 12200}) {
        Path cut = lab.path("cut");
        Files.write(cut, Arrays.copyOf(whole, size));
        refused(lab, cut);
      }
    });
  }

  @Test
  void aProgramWhoseLibraryIsMissing() {
    Lab.once(lab -> {
      lab.library("libgone.so", "int gone;");
      Path program = lab.program("int main() { return 0; }", "libgone.so");
      Files.delete(lab.path("libgone.so"));
      refused(lab, program, "libgone.so");
    });
  }

  @Test
  void aProgramWhoseLibraryLacksASymbol() {
    Lab.once(lab -> {
      lab.library("liba.so", "int data;");
      Path program =
          lab.program("extern int data; int *p = &data; int main() { return 0; }", "liba.so");
      lab.library("liba.so", "int other;");
      refused(lab, program, "data");
    });
  }

  @Test
  void aFusedProgram() {
    Lab.once(lab -> {
      lab.program("int main() { return 0; }");
      Path fused = lab.fuse(lab.options());
      refused(lab, fused, lab.path("again"), lab.options(), "fused");
      assertThat(lab.path("again")).doesNotExist();
    });
  }

  @Test
  void aLibraryWithRelocationsInItsCode() {
    Lab.once(lab -> {
      lab.write("text.s", ".text\n.globl text\ntext: .quad text\n");
      Tool.run(
          lab.folder(),
          List.of(
              "gcc",
              "-shared",
              "-nostdlib",
              "-Wl,-z,notext",
              "-o",
              "libtext.so",
              "-Wl,-soname,libtext.so",
              "text.s"));
      lab.program("int main() { return 0; }", "libtext.so");
      assertThatThrownBy(() -> Fuse.fuse(lab.program(), lab.path("fused/out"), lab.options()))
          .isInstanceOf(FuseRefusal.class)
          .hasMessageContaining("--keep");
      assertThat(lab.path("fused")).isEmptyDirectory();
    });
  }

  @Test
  void anOutputThatIsTheProgram() {
    Lab.once(lab -> {
      Path program = compile(lab, "gcc");
      byte[] before = Files.readAllBytes(program);
      Path link = Files.createSymbolicLink(lab.path("link"), program);
      for (Path out : List.of(program, link, lab.path("./fused/../small"))) {
        assertThatThrownBy(() -> Fuse.fuse(program, out, lab.options()))
            .isInstanceOf(FuseRefusal.class)
            .hasMessageContaining("is the program itself");
      }
      assertThat(program).hasBinaryContent(before);
    });
  }

  @Test
  void anUnknownLibraryToKeep() {
    Lab.once(lab -> {
      Path program = compile(lab, "gcc");
      refused(
          lab,
          program,
          lab.path("fused/out"),
          lab.options().withKeep(List.of("libnone.so")),
          "libnone.so");
    });
  }

  @Test
  void aFolderThatDoesNotExist() {
    Lab.once(lab ->
        assertThatThrownBy(() -> Fuse.fuse(compile(lab, "gcc"), lab.path("no/out"), lab.options()))
            .isInstanceOf(IOException.class));
  }

  @Test
  void anOldOutputIsReplacedOnlyByAWholeNewOne() {
    Lab.once(lab -> {
      Path program = compile(lab, "gcc");
      Path out = lab.write("fused/out", "old");
      Tool.run(List.of("chmod", "u+s", program.toString()));
      refused(lab, program, out, lab.options());
      assertThat(out).hasContent("old");
      Tool.run(List.of("chmod", "u-s", program.toString()));
      Fuse.fuse(program, out, lab.options());
      assertThat(lab.run(out).out()).isEqualTo("hello\n");
      try (Stream<Path> files = Files.list(lab.path("fused"))) {
        assertThat(files).containsExactly(out);
      }
    });
  }
}
