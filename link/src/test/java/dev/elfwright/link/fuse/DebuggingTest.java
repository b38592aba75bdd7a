package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What debuggers, profilers and other readers of ELF files see. */
final class DebuggingTest {
  private static void crashing(Lab lab) {
    lab.library(
        "libinner.so",
        """
        static __attribute__((noinline)) void hidden_inner(int *p) { *p = 1; }
        void inner(int *p) { hidden_inner(p); __asm__ volatile(""); }
        """);
    lab.library(
        "libouter.so",
        "void inner(int *); void outer(int *p) { inner(p); __asm__ volatile(\"\"); }",
        "libinner.so");
    lab.program(
        "void outer(int *); int main() { outer(0); __asm__ volatile(\"\"); return 0; }",
        "libouter.so");
  }

  @Test
  void aBacktraceNamesTheFunctionsOfAllParts() {
    Lab.everywhere(lab -> {
      crashing(lab);
      for (AddressMode mode : AddressMode.values()) {
        Path fused = lab.fuse(lab.options().withAddressMode(mode));
        String trace =
            Tool.run(List.of("gdb", "-nx", "-batch", "-ex", "run", "-ex", "bt", fused.toString()));
        assertThat(trace)
            .as("%s %s", lab.toolchain(), mode)
            .containsSubsequence("SIGSEGV", "hidden_inner", "inner", "outer", "main");
      }
    });
  }

  @Test
  void aBacktraceOfStrippedPartsNamesWhatTheyExport() {
    Lab.everywhere(lab -> {
      crashing(lab);
      Tool.run(lab.folder(), List.of("strip", "libinner.so", "libouter.so"));
      String trace =
          Tool.run(
              List.of(
                  "gdb",
                  "-nx",
                  "-batch",
                  "-ex",
                  "run",
                  "-ex",
                  "bt",
                  lab.fuse(lab.options()).toString()));
      assertThat(trace).containsSubsequence("SIGSEGV", "inner", "outer", "main");
    });
  }

  @Test
  void aBreakpointInAFormerLibraryIsReached() {
    Lab.everywhere(lab -> {
      crashing(lab);
      String trace =
          Tool.run(
              List.of(
                  "gdb",
                  "-nx",
                  "-batch",
                  "-ex",
                  "break outer",
                  "-ex",
                  "run",
                  "-ex",
                  "bt",
                  lab.fuse(lab.options()).toString()));
      assertThat(trace).containsSubsequence("Breakpoint 1", "outer", "main");
    });
  }

  @Test
  void namesAreListedAndFoundByAddress() {
    Lab.everywhere(lab -> {
      crashing(lab);
      String fused = lab.fuse(lab.options()).toString();
      String names = Tool.run(List.of("nm", fused));
      assertThat(names).contains(" hidden_inner", " inner", " outer", " main");
      String address =
          names.lines().filter(l -> l.endsWith(" outer")).findFirst().orElseThrow().split(" ")[0];
      assertThat(Tool.run(List.of("addr2line", "-f", "-e", fused, address))).startsWith("outer\n");
    });
  }

  @Test
  void aNoteListsTheInputs() {
    Lab.everywhere(lab -> {
      crashing(lab);
      String notes = Tool.run(List.of("readelf", "-nW", lab.fuse(lab.options()).toString()));
      assertThat(notes).contains("NT_GNU_BUILD_ID").contains("Elfwright");
      String text = Tool.run(List.of("strings", "-a", lab.fuse(lab.options()).toString()));
      assertThat(text)
          .contains(
              lab.program().toString(),
              lab.path("libouter.so").toString(),
              lab.path("libinner.so").toString());
    });
  }

  @Test
  void otherReadersFindNothingWrong() {
    Lab.everywhere(lab -> {
      crashing(lab);
      for (AddressMode mode : AddressMode.values()) {
        String fused = lab.fuse(lab.options().withAddressMode(mode)).toString();
        assertThat(Tool.run(List.of("readelf", "-aW", fused)))
            .doesNotContainIgnoringCase("error")
            .doesNotContainIgnoringCase("warning");
      }
    });
  }

  @Test
  void theLoaderListsOnlyWhatWasKept() {
    Lab.everywhere(lab -> {
      crashing(lab);
      assertThat(Tool.run(List.of("ldd", lab.fuse(lab.options()).toString())))
          .contains("libc.so.6")
          .doesNotContain("libouter")
          .doesNotContain("libinner");
    });
  }
}
