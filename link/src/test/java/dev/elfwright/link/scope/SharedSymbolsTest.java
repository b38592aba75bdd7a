package dev.elfwright.link.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.NotDynamicException;
import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.link.graph.SharedFiles;
import dev.elfwright.link.oracle.RealLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scopes of many programs that share what they read, held against scopes that read everything. */
class SharedSymbolsTest {
  private static final int STEP = 8;

  private final SharedFiles files = new SharedFiles();
  private final SharedSymbols symbols = new SharedSymbols();
  private int references;

  @Test
  void theReferencesOfEachProgramAreBoundAlike() throws IOException {
    List<Path> programs = RealLoader.programs(false);
    List<String> differences = new ArrayList<>();
    for (int i = 3; i < programs.size(); i += STEP) {
      try {
        compare(programs.get(i), differences);
      } catch (NotDynamicException | ElfFormatException e) {
        // Scripts and what is linked statically have no references.
      }
    }
    assertThat(differences).isEmpty();
    assertThat(references).isGreaterThan(10_000);
  }

  private void compare(Path program, List<String> differences) throws IOException {
    SearchEnvironment environment = SearchEnvironment.machine();
    Scope whole = Scope.of(LoadGraph.of(program, environment));
    Scope shared = Scope.of(LoadGraph.of(program, environment, files), symbols);
    List<ResolvedReference> expected = whole.references(whole.graph().program());
    List<ResolvedReference> found = shared.references(shared.graph().program());
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      Binding a = expected.get(i).binding();
      Binding b = found.get(i).binding();
      if (!isUnique(a) && !text(a).equals(text(b))) {
        differences.add(program + ": " + text(b) + ", expected " + text(a));
      }
    }
    references += found.size();
  }

  private static boolean isUnique(Binding binding) {
    return binding instanceof Binding.Definition(var object, int symbol)
        && object.dynamic().symbols().binding(symbol) == SymbolBinding.GNU_UNIQUE;
  }

  private static String text(Binding binding) {
    return switch (binding) {
      case Binding.Definition(var object, int symbol) -> object.path() + " " + symbol;
      case Binding.Unresolved none -> none.toString();
    };
  }
}
