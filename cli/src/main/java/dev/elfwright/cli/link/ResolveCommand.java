package dev.elfwright.cli.link;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.ProgressBar;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.link.scope.Scope;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright link resolve}. */
final class ResolveCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "resolve",
            "Show for each symbol reference the object and version that satisfies it.",
            "Covers the references of FILE and of all that it loads, by the rules of the loader."
                + " Exit code 1 when one has no definition and needs one.");
    spec.addPositional(Options.argument("0", "FILE", "Program or library."));
    spec.addOption(Options.value("S", "Only references to this symbol.", "--symbol").build());
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    Path file = Path.of(arguments.<String>matchedPositionalValue(0, ""));
    String symbol = arguments.matchedOptionValue("--symbol", "");
    List<ResolvedEntry> entries = new ArrayList<>();
    try (var bar = new ProgressBar(terminal)) {
      Scope scope = Scope.of(LoadGraph.of(file, SearchEnvironment.current()));
      List<LoadedObject> objects = scope.graph().objects();
      for (LoadedObject object : objects) {
        bar.update("binding", object.index(), objects.size());
        scope.references(object).stream()
            .filter(r -> symbol.isEmpty() || r.name().equals(symbol))
            .map(ResolvedEntry::of)
            .forEach(entries::add);
      }
    }
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(entries));
    } else {
      print(entries, terminal.out());
    }
    return entries.stream().anyMatch(ResolvedEntry::isUndefined) ? ExitCode.FINDING : ExitCode.OK;
  }

  private static void print(List<ResolvedEntry> entries, PrintStream out) {
    Path from = null;
    for (ResolvedEntry entry : entries) {
      if (!entry.from().equals(from)) {
        from = entry.from();
        out.println(from + ":");
      }
      out.println("  " + entry.line());
    }
  }
}
