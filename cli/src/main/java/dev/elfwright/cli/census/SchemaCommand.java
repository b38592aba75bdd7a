package dev.elfwright.cli.census;

import dev.elfwright.census.Tables;
import dev.elfwright.census.Tables.Table;
import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright census schema}. */
final class SchemaCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this, "schema", "Describe the tables of a census, what a row is and each column.");
    spec.addPositional(Options.arguments("0..*", "0..*", "TABLE", "Default: all of them."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) {
    List<Table> tables = new ArrayList<>();
    for (String name : arguments.matchedPositionalValue(0, new String[0])) {
      tables.add(Tables.named(name));
    }
    if (tables.isEmpty()) {
      tables.addAll(Tables.all().values());
    }
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(tables));
    } else {
      tables.forEach(t -> print(t, terminal.out()));
    }
    return ExitCode.OK;
  }

  static void print(Table table, PrintStream out) {
    out.printf("%s: %s%n", table.name(), table.meaning());
    for (Tables.Column c : table.columns()) {
      out.printf(
          "  %-18s %-7s %s%n", c.name(), c.type().name().toLowerCase(Locale.ROOT), c.meaning());
    }
  }
}
