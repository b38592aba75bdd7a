package dev.elfwright.cli.livepatch;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.livepatch.assembly.AssemblyFile;
import dev.elfwright.livepatch.assembly.CallGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright livepatch asm-calls}. */
final class AssemblyCallsCommand implements Command {
  /** How {@code --json} shows a function. */
  record Entry(String name, List<String> calls, List<String> calledBy) {}

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "asm-calls",
            "Print which functions the functions in a file of assembly call by name.");
    spec.addPositional(Options.argument("0", "FILE", "Assembly, as gcc -S writes it."));
    spec.addPositional(
        Options.arguments("1..*", "0..*", "NAME", "Only these functions, and who calls them."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    AssemblyFile file = AssemblyFile.read(Path.of(arguments.matchedPositionalValue(0, "")));
    List<String> names = List.of(arguments.matchedPositionalValue(1, new String[0]));
    CallGraph graph = CallGraph.of(file);
    var entries = new ArrayList<Entry>();
    for (String name : names.isEmpty() ? graph.functions() : names) {
      entries.add(new Entry(name, graph.callees(name), graph.callers(name)));
    }
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(entries));
      return ExitCode.OK;
    }
    for (Entry e : entries) {
      e.calls().forEach(c -> terminal.out().println(e.name() + " -> " + c));
      if (!names.isEmpty()) {
        e.calledBy().forEach(c -> terminal.out().println(c + " -> " + e.name()));
      }
    }
    return ExitCode.OK;
  }
}
