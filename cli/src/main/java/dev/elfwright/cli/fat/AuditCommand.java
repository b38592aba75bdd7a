package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.UserCache;
import dev.elfwright.cli.fat.audit.AuditPage;
import dev.elfwright.cli.fat.audit.AuditText;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.ProgressBar;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.audit.Audit;
import dev.elfwright.fat.audit.AuditInputs;
import dev.elfwright.fat.audit.AuditReport;
import dev.elfwright.fat.audit.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** {@code elfwright fat audit}. */
final class AuditCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "audit",
            "Say what would break if programs of packages were made fat.",
            "Reads the same packages for each architecture and compares them path by path: what has"
                + " to be fat, what lies side by side, what is in conflict, what it takes, and what"
                + " is worth it. Nothing is installed, unpacked or changed.");
    spec.addPositional(
        Options.arguments(
            "0..*",
            "1..*",
            "PACKAGE",
            "A package's name, which apt brings for each architecture, by the sources this machine"
                + " is configured for; a .deb file or a folder of them (with a slash in it); or"
                + " ARCH=PATH, a folder or tar archive for one architecture. A root in which dpkg"
                + " has installed packages is taken as these."));
    spec.addOption(
        Options.value("ARCH,...", "Two architectures or more, the machine's first.", "--archs")
            .required(true)
            .build());
    spec.addOption(
        OptionSpec.builder("--share")
            .arity("1")
            .type(Double.class)
            .paramLabel("SHARE")
            .defaultValue("0.2")
            .description(
                "What share of the distribution's packages to take as fat, at random: 0 to 1."
                    + " Default: 0.2.")
            .converters(share())
            .build());
    spec.addOption(
        OptionSpec.builder("--seed")
            .arity("1")
            .type(Long.class)
            .paramLabel("N")
            .defaultValue("1")
            .description("The draw; the same number gives the same one. Default: 1.")
            .build());
    spec.addOption(
        Options.value(
                "DIR",
                "Where packages by name are kept, with apt's lists, for the next time. Default: a"
                    + " folder elfwright/apt in the user's cache.",
                "--download")
            .build());
    spec.addOption(Options.number("--top", "N", "Print N paths of each category. Default: 5."));
    spec.addOption(Options.value("PAGE", "Write a page with charts.", "-o", "--output").build());
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  private static ITypeConverter<Double> share() {
    return text -> {
      try {
        double share = Double.parseDouble(text);
        if (share >= 0 && share <= 1) {
          return share;
        }
      } catch (NumberFormatException e) {
        // Falls through to the same message.
      }
      throw new TypeConversionException("expected a number from 0 to 1 but was '" + text + "'");
    };
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    AuditReport report = audit(arguments, terminal);
    if (arguments.hasMatchedOption("-o")) {
      AuditPage.of(report).write(Path.of(arguments.<String>matchedOptionValue("-o", "")));
    }
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(report));
    } else if (!arguments.hasMatchedOption("-o")) {
      new AuditText(arguments.matchedOptionValue("--top", 5), terminal.out()).print(report);
    }
    return report.needsDecision() ? ExitCode.FINDING : ExitCode.OK;
  }

  private static AuditReport audit(ParseResult arguments, Terminal terminal) throws IOException {
    try (ProgressBar progress = new ProgressBar(terminal)) {
      progress.update("finding packages", 0, 0);
      List<Side> sides =
          AuditInputs.find(
              List.of(arguments.matchedPositionalValue(0, new String[0])),
              List.of(arguments.<String>matchedOptionValue("--archs", "").split(",")),
              arguments.hasMatchedOption("--download")
                  ? Path.of(arguments.matchedOptionValue("--download", ""))
                  : UserCache.folder("apt"));
      // Defaults are no matched options.
      return new Audit(
              arguments.matchedOptionValue("--share", 0.2),
              arguments.matchedOptionValue("--seed", 1L))
          .of(sides, (name, done, total) -> progress.update("reading " + name, done, total));
    }
  }
}
