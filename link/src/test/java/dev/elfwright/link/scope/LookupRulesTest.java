package dev.elfwright.link.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.link.graph.DependencySort;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.Namespace;
import dev.elfwright.link.graph.Opening;
import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.link.oracle.RealLoader;
import dev.elfwright.link.oracle.Sources;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One rule of the look-up each. Every program here is also run, and all of its bindings compared
 * with the real loader's.
 */
class LookupRulesTest {
  private static final String CALL_F = "int f(void); int main(void) { return f(); }";

  @TempDir Path temporary;
  private Path folder;
  private Sources sources;

  @BeforeEach
  void resolveLinks() throws IOException {
    folder = temporary.toRealPath();
    sources = new Sources(folder);
  }

  private Scope scope(Path program) throws IOException {
    Scope scope = Scope.of(LoadGraph.of(program, SearchEnvironment.machine()));
    assertThat(scope.graph().missing()).isEmpty();
    assertThat(BindingsLikeLoader.of(scope)).isEqualTo(new RealLoader().bindings(program));
    return scope;
  }

  private Path program(String code, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-Wl,-rpath," + folder);
    return sources.program("program", code, all.toArray(String[]::new));
  }

  private static LoadedObject object(Scope scope, String file) {
    return scope.graph().objects().stream()
        .filter(o -> o.path().endsWith(file))
        .findFirst()
        .orElseThrow();
  }

  /** Where the references of one file to a name end, one for each class in order. */
  private static List<String> targets(Scope scope, String from, String name) {
    return scope.references(object(scope, from)).stream()
        .filter(r -> r.name().equals(name))
        .map(r ->
            switch (r.binding()) {
              case Binding.Definition d ->
                  d.object().path().getFileName() + version(d).map(v -> "@" + v).orElse("");
              case Binding.Unresolved u -> u.weak() ? "weak" : "undefined";
            })
        .toList();
  }

  private static Optional<String> version(Binding.Definition d) {
    return d.object()
        .dynamic()
        .versions()
        .flatMap(v -> Optional.ofNullable(v.version(d.symbol())))
        .map(v -> v.name());
  }

  @Test
  void theFirstDefinitionInTheOrderOfLoadingWins() throws IOException {
    sources.library("liba.so", "int a; int f(void) { return 0; }");
    sources.library("libb.so", "int f(void) { return 1; }");
    assertThat(targets(scope(program(CALL_F, "liba.so", "libb.so")), "program", "f"))
        .containsExactly("liba.so");
    assertThat(targets(scope(program(CALL_F, "libb.so", "liba.so")), "program", "f"))
        .containsExactly("libb.so");
  }

  @Test
  void breadthGoesBeforeDepth() throws IOException {
    sources.library("libdeep.so", "int f(void) { return 0; }");
    sources.library("liba.so", "int a;", "libdeep.so", "-Wl,-rpath," + folder);
    sources.library("libb.so", "int f(void) { return 1; }");
    Path program = program(CALL_F, "liba.so", "libb.so");
    assertThat(targets(scope(program), "program", "f")).containsExactly("libb.so");
  }

  @Test
  void theProgramItselfIsFirst() throws IOException {
    sources.library("liba.so", "int f(void) { return 0; } int g(void) { return f(); }");
    Path program =
        program("int g(void); int f(void) { return 1; } int main(void) { return g(); }", "liba.so");
    assertThat(targets(scope(program), "liba.so", "f")).containsExactly("program");
  }

  @Test
  void aWeakDefinitionIsAsGoodAsAnother() throws IOException {
    sources.library("liba.so", "__attribute__((weak)) int f(void) { return 0; }");
    sources.library("libb.so", "int f(void) { return 1; }");
    assertThat(targets(scope(program(CALL_F, "liba.so", "libb.so")), "program", "f"))
        .containsExactly("liba.so");
  }

  @Test
  void aWeakDefinitionGivesWayInAStaticallyLinkedProgram() throws IOException {
    sources.library("libb.so", "int f(void) { return 1; }");
    Path library =
        sources.library(
            "liba.so",
            "__attribute__((weak)) int f(void) { return 0; } int g(void) { return f(); }",
            "libb.so",
            "-Wl,-rpath," + folder);
    String asks =
        """
        #include <dlfcn.h>
        #include <stdio.h>
        int main(int argc, char **argv) {
          int (*g)(void) = (int (*)(void))dlsym(dlopen(argv[1], RTLD_NOW), "g");
          printf("lib%c.so", g() ? 'b' : 'a');
          return 0;
        }
        """;
    Path shared = sources.program("shared", asks);
    Path alone = sources.program("alone", asks, "-static", "-no-pie");
    for (Path program : List.of(shared, alone)) {
      Namespace namespace =
          program == alone
              ? Namespace.empty(program, SearchEnvironment.machine())
              : Namespace.of(program, SearchEnvironment.machine());
      Opening opening = namespace.open(library.toString(), null);
      Scope scope = Scope.of(namespace.start(), List.of(), opening, DependencySort.ORIGINAL);
      LoadedObject root = opening.root().orElseThrow();
      int f =
          root.dynamic()
              .symbols()
              .symbols()
              .filter(s -> s.name().equals("f"))
              .findFirst()
              .orElseThrow()
              .index();
      assertThat(scope.bind(root, f, ReferenceClass.JUMP_SLOT))
          .isInstanceOfSatisfying(
              Binding.Definition.class,
              d ->
                  assertThat(Tool.output(List.of(program.toString(), library.toString())))
                      .isEqualTo(d.object().path().getFileName().toString())
                      .isEqualTo(program == alone ? "libb.so" : "liba.so"));
    }
  }

  @Test
  void aWeakReferenceMayEndNowhere() throws IOException {
    Path program =
        program("__attribute__((weak)) int f(void); int main(void) { return f ? f() : 0; }");
    assertThat(targets(scope(program), "program", "f"))
        .contains("weak")
        .doesNotContain("undefined");
  }

  @Test
  void aStrongReferenceWithoutDefinitionIsReported() throws IOException {
    sources.library("liba.so", "int f(void) { return 0; }");
    Path program = program(CALL_F, "liba.so");
    sources.library("liba.so", "int other(void) { return 0; }");
    Scope scope = Scope.of(LoadGraph.of(program, SearchEnvironment.machine()));
    assertThat(targets(scope, "program", "f")).containsExactly("undefined");
    assertThat(scope.lookup("f", null)).isEqualTo(new Binding.Unresolved("f", null, false));
  }

  private void versionedLibrary(String file, String script, String code) {
    sources.text("script", script);
    sources.library(file, code, "-Wl,--version-script=script");
  }

  private static final String OLD_AND_NEW =
      """
      int f_old(void) { return 0; } int f_new(void) { return 1; }
      __asm__(".symver f_old, f@ONE"); __asm__(".symver f_new, f@@TWO");
      """;

  @Test
  void aReferenceGetsTheVersionThatItWasLinkedWith() throws IOException {
    versionedLibrary("liba.so", "ONE { global: f; local: *; };", "int f(void) { return 0; }");
    Path program = program(CALL_F, "liba.so");
    versionedLibrary("liba.so", "ONE { global: f; local: *; }; TWO { } ONE;", OLD_AND_NEW);
    assertThat(targets(scope(program), "program", "f")).containsExactly("liba.so@ONE");
  }

  @Test
  void aNewReferenceGetsTheDefaultVersion() throws IOException {
    versionedLibrary("liba.so", "ONE { global: f; local: *; }; TWO { } ONE;", OLD_AND_NEW);
    assertThat(targets(scope(program(CALL_F, "liba.so")), "program", "f"))
        .containsExactly("liba.so@TWO");
  }

  @Test
  void versionsAreComparedByNameWhateverFileTheyWereLinkedFrom() throws IOException {
    sources.library("libfirst.so", "int first;");
    versionedLibrary("liba.so", "ONE { global: f; local: *; };", "int f(void) { return 0; }");
    Path program = program(CALL_F, "libfirst.so", "liba.so");
    versionedLibrary("libfirst.so", "ONE { global: f; local: *; };", "int f(void) { return 1; }");
    assertThat(targets(scope(program), "program", "f")).containsExactly("libfirst.so@ONE");
  }

  @Test
  void anObjectWithAnotherVersionIsPassedOver() throws IOException {
    sources.library("libfirst.so", "int first;");
    versionedLibrary("liba.so", "ONE { global: f; local: *; };", "int f(void) { return 0; }");
    Path program = program(CALL_F, "libfirst.so", "liba.so");
    versionedLibrary("libfirst.so", "TWO { global: f; local: *; };", "int f(void) { return 1; }");
    assertThat(targets(scope(program), "program", "f")).containsExactly("liba.so@ONE");
  }

  @Test
  void anObjectWithoutVersionsAnswersForAnyVersion() throws IOException {
    sources.library("libfirst.so", "int first;");
    versionedLibrary("liba.so", "ONE { global: f; local: *; };", "int f(void) { return 0; }");
    Path program = program(CALL_F, "libfirst.so", "liba.so");
    sources.library("libfirst.so", "int f(void) { return 1; }", "-nostdlib");
    assertThat(targets(scope(program), "program", "f")).containsExactly("libfirst.so");
  }

  @Test
  void aReferenceFromBeforeVersionsGetsTheFirstOne() throws IOException {
    sources.library("liba.so", "int f(void) { return 0; }", "-nostdlib");
    Path program = program(CALL_F, "liba.so");
    versionedLibrary("liba.so", "ONE { global: f; local: *; }; TWO { } ONE;", OLD_AND_NEW);
    assertThat(targets(scope(program), "program", "f")).containsExactly("liba.so@ONE");
  }

  @Test
  void aReferenceFromBeforeVersionsGetsALaterOneOnlyIfItIsAlone() throws IOException {
    sources.library("liba.so", "int f(void) { return 0; }", "-nostdlib");
    Path program = program(CALL_F, "liba.so");
    versionedLibrary(
        "liba.so", "ONE { local: *; }; TWO { global: f; } ONE;", "int f(void) { return 0; }");
    assertThat(targets(scope(program), "program", "f")).containsExactly("liba.so@TWO");
  }

  @Test
  void aReferenceFromBeforeVersionsDoesNotGetAHiddenLaterOne() throws IOException {
    sources.library("liba.so", "int f(void) { return 0; }", "-nostdlib");
    sources.library("libb.so", "int f(void) { return 0; }", "-nostdlib");
    Path program = program(CALL_F, "liba.so", "libb.so");
    versionedLibrary(
        "liba.so",
        "ONE { local: *; }; TWO { } ONE; THREE { } TWO;",
        "int f_old(void) { return 0; } __asm__(\".symver f_old, f@THREE\");");
    assertThat(targets(scope(program), "program", "f")).containsExactly("libb.so");
  }

  @Test
  void aProtectedSymbolBindsAtHome() throws IOException {
    sources.library(
        "liba.so",
        "__attribute__((visibility(\"protected\"))) int v = 1; int *p = &v; int *get(void) { return"
            + " p; }");
    Path program =
        program("int *get(void); int v = 2; int main(void) { return *get(); }", "liba.so");
    assertThat(targets(scope(program), "liba.so", "v")).doesNotContain("program");
  }

  @Test
  void symbolicObjectsLookIntoThemselvesFirst() throws IOException {
    String code = "int f(void) { return 0; } int (*p)(void) = f; int g(void) { return f() + p(); }";
    // The linker would bind within the library itself: it gets the flag afterwards.
    Path library = sources.library("liba.so", code, "-Wl,-z,origin");
    setSymbolic(library);
    Path program =
        program("int g(void); int f(void) { return 1; } int main(void) { return g(); }", "liba.so");
    assertThat(targets(scope(program), "liba.so", "f")).containsOnly("liba.so");
  }

  /** Turns DF_ORIGIN, 1, into DF_SYMBOLIC, 2, in DT_FLAGS, 30. */
  private static void setSymbolic(Path library) throws IOException {
    byte[] bytes = Files.readAllBytes(library);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int changed = 0;
    for (int at = 0; at + 16 <= bytes.length; at += 8) {
      if (buffer.getLong(at) == 30 && buffer.getLong(at + 8) == 1) {
        buffer.putLong(at + 8, 2);
        changed++;
      }
    }
    assertThat(changed).isEqualTo(1);
    Files.write(library, bytes);
  }

  private Path fixedProgram(String code, String... options) {
    List<String> all = new ArrayList<>(List.of("-no-pie", "-fno-pie"));
    all.addAll(List.of(options));
    return program(code, all.toArray(String[]::new));
  }

  @Test
  void aCopyIsFilledFromALibraryAndUsedByAll() throws IOException {
    sources.library("liba.so", "int v = 7; int *get(void) { return &v; }");
    Path program =
        fixedProgram(
            "extern int v; int *get(void); int main(void) { return v - *get(); }", "liba.so");
    Scope scope = scope(program);
    assertThat(targets(scope, "program", "v")).containsExactly("liba.so");
    assertThat(targets(scope, "liba.so", "v")).containsExactly("program");
  }

  @Test
  void theAddressOfAFunctionIsTheOneThatAFixedProgramUses() throws IOException {
    sources.library("liba.so", "int f(void) { return 0; } void *get(void) { return f; }");
    sources.library("libb.so", "int f(void); int g(void) { return f(); }", "liba.so");
    Path program =
        fixedProgram(
            "int f(void); void *get(void); int main(void) { return get() != f; }",
            "liba.so",
            "libb.so");
    Scope scope = scope(program);
    // A call goes to the function, its address is the program's own entry for calls.
    assertThat(targets(scope, "liba.so", "f")).containsExactly("program");
    assertThat(targets(scope, "libb.so", "f")).containsExactly("liba.so");
    assertThat(targets(scope, "program", "f")).containsExactly("liba.so");
  }

  @Test
  void threadLocalVariablesAreLookedUpLikeOthers() throws IOException {
    sources.library("liba.so", "__thread int t; int *get(void) { return &t; }");
    sources.library("libb.so", "extern __thread int t; int *get2(void) { return &t; }", "liba.so");
    Path program =
        program("extern __thread int t; int main(void) { return t; }", "libb.so", "liba.so");
    Scope scope = scope(program);
    assertThat(targets(scope, "libb.so", "t")).containsOnly("liba.so");
    assertThat(targets(scope, "program", "t")).containsOnly("liba.so");
  }

  private static String unique(String name) {
    return """
    __asm__(".data\\n.globl %1$s\\n.type %1$s, @gnu_unique_object\\n.size %1$s, 4\\n%1$s: .long 1\\n.text");
    extern int %1$s;
    """
        .formatted(name);
  }

  @Test
  void aUniqueSymbolIsTheFirstOneFoundWhateverItsVersion() throws IOException {
    versionedLibrary(
        "liba.so", "AA { global: u; geta; };", unique("u") + "int *geta(void) { return &u; }");
    versionedLibrary(
        "libb.so", "BB { global: u; getb; };", unique("u") + "int *getb(void) { return &u; }");
    Path program =
        program(
            "int *geta(void), *getb(void); int main(void) { return geta() != getb(); }",
            "liba.so",
            "libb.so");
    Scope scope = scope(program);
    assertThat(targets(scope, "liba.so", "u")).isEqualTo(targets(scope, "libb.so", "u"));
    // libb is relocated first.
    assertThat(targets(scope, "liba.so", "u")).containsExactly("libb.so@BB");
  }

  @Test
  void aUniqueSymbolOfASymbolicObjectMayBeEveryonesToo() throws IOException {
    sources.library("liba.so", unique("u") + "int *geta(void) { return &u; }");
    setSymbolic(
        sources.library(
            "libb.so", unique("u") + "int *getb(void) { return &u; }", "-Wl,-z,origin"));
    Path program =
        program(
            "int *geta(void), *getb(void); int main(void) { return geta() != getb(); }",
            "liba.so",
            "libb.so");
    assertThat(targets(scope(program), "liba.so", "u")).containsExactly("libb.so");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sysv", "gnu", "both"})
  void allHashTablesLeadToTheSameAnswers(String style) throws IOException {
    sources.text("script", "ONE { global: f; local: *; }; TWO { } ONE;");
    sources.library(
        "liba.so", OLD_AND_NEW, "-Wl,--version-script=script", "-Wl,--hash-style=" + style);
    Path program = program(CALL_F, "liba.so", "-Wl,--hash-style=" + style);
    Scope scope = scope(program);
    assertThat(targets(scope, "program", "f")).containsExactly("liba.so@TWO");
    Binding old = scope.lookup("f", "ONE");
    assertThat(old).isInstanceOf(Binding.Definition.class).isNotEqualTo(scope.lookup("f", "TWO"));
  }

  @Test
  void aLocalReferenceBindsAtHomeWithoutALookUp() throws IOException {
    Path program = program("int main(void) { return 0; }");
    Scope scope = scope(program);
    assertThat(scope.bind(scope.graph().program(), 0, ReferenceClass.OTHER))
        .isEqualTo(new Binding.Definition(scope.graph().program(), 0));
  }

  @Test
  void aDamagedLibraryIsReportedWithItsName() throws IOException {
    Path library = sources.library("liba.so", "int f(void) { return 0; }");
    Path program = program(CALL_F, "liba.so");
    byte[] whole = Files.readAllBytes(library);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    SoftAssertions softly = new SoftAssertions();
    for (int round = 0; round < 500; round++) {
      byte[] bytes = whole.clone();
      for (int i = 0; i < 6; i++) {
        bytes[64 + random.nextInt(bytes.length - 64)] = (byte) random.nextInt();
        bytes[64 + random.nextInt(1200)] = (byte) random.nextInt();
      }
      Files.write(library, bytes);
      try {
        Scope scope = Scope.of(LoadGraph.of(program, SearchEnvironment.machine()));
        scope.graph().objects().forEach(scope::references);
      } catch (ElfFormatException e) {
        softly.assertThat(e).hasMessageStartingWith(library + ": ");
      } catch (RuntimeException e) {
        softly.fail("round " + round, e);
      }
    }
    softly.assertAll();
  }
}
