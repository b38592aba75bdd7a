package dev.elfwright.abi.snippets;

import dev.elfwright.abi.diff.AbiDiff;
import dev.elfwright.abi.diff.Change;
import dev.elfwright.abi.diff.Judgement;
import dev.elfwright.abi.diff.Verdict;
import dev.elfwright.abi.library.ExportedSymbol;
import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.abi.library.LibraryReader;
import dev.elfwright.elf.debug.DebugFiles;
import dev.elfwright.link.graph.SearchEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The examples of the documentation; {@code AbiSnippetsTest} runs them. */
final class AbiSnippets {
  private AbiSnippets() {}

  static void declarations(Path library, Consumer<String> out) throws IOException {
    // @start region="dump"
    LibraryAbi abi = LibraryReader.read(library, new DebugFiles(Path.of("/usr/lib/debug")));
    for (ExportedSymbol symbol : abi.symbols()) {
      if (symbol.hasType()) {
        out.accept(symbol.fullName() + ": " + abi.types().spell(symbol.type()));
      }
    }
    // @end
  }

  static void breaks(Path before, Path after, Path program, Consumer<String> out)
      throws IOException {
    // @start region="diff"
    DebugFiles debugFiles = new DebugFiles(Path.of("/usr/lib/debug"));
    AbiDiff diff = AbiDiff.ofFiles(before, after, debugFiles);
    for (Change change : diff.changes()) {
      out.accept(change.rule().id() + " " + change.subject() + ": " + change.message());
    }
    Judgement judgement =
        Judgement.of(
            diff.before(),
            diff.changes(),
            List.of(program),
            debugFiles,
            SearchEnvironment.machine());
    for (Verdict verdict : judgement.verdicts()) {
      out.accept(verdict.consumer().file() + (verdict.isBroken() ? " breaks" : " works"));
    }
    // @end
  }
}
