package dev.elfwright.livepatch.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.livepatch.assembly.AssemblyDiff.Change;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Assembly by real compilers, before and after a change of the source. */
class AssemblyDiffTest {
  private static final String SOURCE =
      """
      void say(const char *);
      int a1(int), a2(int);
      int f(int x) { say("one"); return x; }
      int g(int x) { switch (x) { case 0: return 5; case 1: return 77; case 2: return 12;
        case 3: return 9; case 4: return 1; case 5: return 44; default: return -1; } }
      int h(int x) { static int count = 3; count += a1(x); return count; }
      """;

  @TempDir private Path folder;

  private AssemblyFile compile(String compiler, String source) throws IOException {
    Files.writeString(folder.resolve("unit.c"), source);
    Tool.run(
        folder, List.of(compiler, "-O2", "-fno-pic", "-w", "-g", "-S", "unit.c", "-o", "unit.s"));
    return AssemblyFile.read(folder.resolve("unit.s"));
  }

  private List<String> diff(String compiler, String before, String after) throws IOException {
    var names = new ArrayList<String>();
    for (Change c : AssemblyDiff.between(compile(compiler, before), compile(compiler, after))) {
      names.add(c.kind() + " " + c.symbol());
    }
    return names;
  }

  @Test
  void stringsAndTablesOfTheCompilerAreFollowed() throws IOException {
    assertThat(diff("gcc", SOURCE, SOURCE)).isEmpty();
    assertThat(diff("gcc", SOURCE, SOURCE.replace("\"one\"", "\"two\"")))
        .containsExactly("CHANGED f");
    assertThat(diff("gcc", SOURCE, SOURCE.replace("77", "78"))).containsExactly("CHANGED g");
    assertThat(diff("gcc", SOURCE, SOURCE.replace("a1(x)", "a2(x)"))).containsExactly("CHANGED h");
  }

  @Test
  void lineNumbersAndNumbersOfLabelsDoNotCount() throws IOException {
    assertThat(diff("gcc", SOURCE, "\n\n\n" + SOURCE)).isEmpty();
    String more = "int more(int x) { static int count; say(\"zero\"); return count += x; }\n";
    assertThat(diff("gcc", SOURCE, SOURCE.replace("int f", more + "int f")))
        .contains("ADDED more")
        .doesNotContain("CHANGED f", "CHANGED g", "CHANGED h");
    assertThat(diff("gcc", SOURCE + more, SOURCE)).contains("REMOVED more");
  }

  @Test
  void changedLinesAreShownWithWhatIsAroundThem() throws IOException {
    List<Change> changes =
        AssemblyDiff.between(
            compile("gcc", SOURCE), compile("gcc", SOURCE.replace("a1(x)", "a2(x)")));
    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst().lines())
        .contains("- call\ta1", "+ call\ta2")
        .hasSizeLessThanOrEqualTo(12);
  }

  @Test
  void aFunctionIsShownWithWhatWasMadeForIt() throws IOException {
    AssemblyFile file = compile("gcc", SOURCE);
    List<AssemblySymbol> shown = file.withGenerated(file.symbol("f").orElseThrow());
    assertThat(shown).hasSize(2);
    assertThat(shown.get(1).lines()).containsExactly(".string\t\"one\"");
  }

  @Test
  void callsAndLastJumpsAreCalls() throws IOException {
    CallGraph graph =
        CallGraph.of(
            compile(
                "gcc",
                "void a(void), b(void); void f(void) { a(); b(); } void g(void) { f(); a(); }"));
    assertThat(graph.callees("f")).containsExactly("a", "b");
    assertThat(graph.callers("a")).contains("f", "g");
  }

  /** What compilers for AArch64, Power and s390x do with data that lies together. */
  @Test
  void dataIsFollowedThroughTheAnchorOfItsSection() {
    String text =
        """
        \t.type\tg, %%function
        g:
        \tadrp\tx1, .LANCHOR0
        \tldr\tw0, [x1, 4]
        \tret
        \t.size\tg, .-g
        \t.section\t.rodata
        \t.set\t.LANCHOR0,. + 0
        CSWTCH.%d:
        \t.word\t5
        \t.word\t%d
        """;
    AssemblyFile before = AssemblyFile.of("before", text.formatted(1, 77));
    assertThat(AssemblyDiff.between(before, AssemblyFile.of("after", text.formatted(2, 77))))
        .isEmpty();
    assertThat(AssemblyDiff.between(before, AssemblyFile.of("after", text.formatted(2, 78))))
        .extracting(c -> c.kind() + " " + c.symbol())
        .containsExactly("CHANGED g");
  }
}
