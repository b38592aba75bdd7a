package dev.elfwright.cli.abi;

import dev.elfwright.abi.plan.ExtensionPlan;
import dev.elfwright.abi.plan.StructSource;
import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright abi plan}. */
final class PlanCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "plan",
            "Check a plan to add fields to a struct that others have compiled in.",
            "Each --add is one later version: its fields as C declares them, several between"
                + " semicolons; '@ N' behind one puts it at offset N. The plan is held against"
                + " rules, and consumers of every version are simulated with providers of every"
                + " version, for each way in which a struct may grow. Ends with a design that is"
                + " safe. Exit code 1 when the plan is not.",
            "OLD is a file of C declarations, or an ELF file with debugging information. Sizes are"
                + " those of 64-bit machines.");
    spec.addPositional(Options.argument("0", "STRUCT", "The struct's name."));
    spec.addOption(
        Options.value("OLD", "The file that has the struct as it is.", "--from")
            .required(true)
            .build());
    spec.addOption(
        OptionSpec.builder("--add")
            .arity("1")
            .required(true)
            .type(String[].class)
            .paramLabel("FIELDS")
            .description("What a version adds, such as '__u32 node_id; __u32 mm_cid'.")
            .build());
    spec.addOption(DebugFolder.option());
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    StructSource source =
        StructSource.read(
            arguments.<String>matchedPositionalValue(0, ""),
            Path.of(arguments.<String>matchedOptionValue("--from", "")),
            DebugFolder.of(arguments));
    ExtensionPlan plan =
        ExtensionPlan.of(source, List.of(arguments.matchedOptionValue("--add", new String[0])));
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(PlanReport.of(plan)));
    } else {
      PlanText.print(plan, terminal.out());
    }
    return plan.isGood() ? ExitCode.OK : ExitCode.FINDING;
  }
}
