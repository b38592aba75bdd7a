package dev.elfwright.cli.livepatch;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.livepatch.diff.Carried;
import dev.elfwright.livepatch.diff.Irrelevant;
import dev.elfwright.livepatch.diff.ObjectDiff;
import dev.elfwright.livepatch.kernel.KernelObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright livepatch diff}. */
final class DiffCommand implements Command {
  /** How {@code --json} shows the comparison. */
  record Report(
      String original,
      String patched,
      Verdict verdict,
      List<Carried> carried,
      List<Irrelevant> irrelevant,
      List<String> refusals) {}

  enum Verdict {
    CARRIED,
    NOTHING_CHANGED,
    REFUSED
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "diff",
            "Compare the object files that a source file of the kernel became before and after a"
                + " patch, and write one with the changed functions and what they need.",
            "Both are compiled with -ffunction-sections -fdata-sections, for x86_64, aarch64,"
                + " ppc64le, s390x or loongarch64. What references lead to is compared too:"
                + " strings, tables, constants. Each byte that differs is in the output, or there"
                + " is a reason why nothing depends on it (--explain), or the patch is refused.",
            "Exit code 1 when nothing that runs has changed, 3 when the change cannot be made to a"
                + " running kernel; no file is written then.");
    spec.addPositional(Options.argument("0", "ORIGINAL", "The object file before the patch."));
    spec.addPositional(Options.argument("1", "PATCHED", "The object file after the patch."));
    spec.addOption(
        Options.value("FILE", "Where to write; without it, only the report is made.", "-o")
            .build());
    spec.addOption(
        Options.value(
                "FILE",
                "The kernel (vmlinuz or vmlinux) or module (.ko) that is patched: its symbols are"
                    + " looked up, and told from their namesakes by their bytes.",
                "--symbols")
            .build());
    spec.addOption(
        Options.value(
                "NAME",
                "Without --symbols: the module that is patched, if it is not the kernel.",
                "--object")
            .defaultValue("vmlinux")
            .build());
    spec.addOption(
        Options.flag("--explain", "Say of everything why it is carried, or why it is not."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String original = arguments.matchedPositionalValue(0, "");
    String patched = arguments.matchedPositionalValue(1, "");
    try (ElfModel before = Elf.open(Path.of(original));
        ElfModel after = Elf.open(Path.of(patched))) {
      ObjectDiff diff = ObjectDiff.between(before, after);
      Report report =
          new Report(
              original, patched, verdict(diff), diff.carried(), diff.irrelevant(), diff.refusals());
      if (arguments.hasMatchedOption("-o") && report.verdict() == Verdict.CARRIED) {
        String output = arguments.matchedOptionValue("-o", "");
        ElfWriter.writeLike(plan(diff, arguments), Path.of(patched), Path.of(output));
      }
      if (arguments.hasMatchedOption("--json")) {
        terminal.out().print(Json.of(report));
      } else {
        print(report, arguments.hasMatchedOption("--explain"), terminal);
      }
      return switch (report.verdict()) {
        case CARRIED -> ExitCode.OK;
        case NOTHING_CHANGED -> ExitCode.FINDING;
        case REFUSED -> ExitCode.BAD_INPUT;
      };
    }
  }

  private static Verdict verdict(ObjectDiff diff) {
    return !diff.refusals().isEmpty()
        ? Verdict.REFUSED
        : diff.isEmpty() ? Verdict.NOTHING_CHANGED : Verdict.CARRIED;
  }

  private static LayoutPlan plan(ObjectDiff diff, ParseResult arguments) throws IOException {
    return arguments.hasMatchedOption("--symbols")
        ? diff.plan(KernelObject.open(Path.of(arguments.matchedOptionValue("--symbols", ""))))
        : diff.plan(arguments.<String>matchedOptionValue("--object", "vmlinux"));
  }

  private static void print(Report report, boolean explain, Terminal terminal) {
    PrintStream out = terminal.out();
    for (Carried c : report.carried()) {
      boolean named = c.what() != Carried.What.CONTENT && c.what() != Carried.What.ENTRY;
      if (explain) {
        out.printf(
            "%s %s %s, %d bytes: %s%n",
            word(c.change()), word(c.what()), c.name(), c.size(), c.why());
      } else if (named) {
        out.printf("%s %s %s%n", word(c.change()), word(c.what()), c.name());
      }
    }
    if (explain) {
      report
          .irrelevant()
          .forEach(
              i -> out.printf("not carried: %s, %d bytes: %s%n", i.name(), i.size(), i.reason()));
    }
    report.refusals().forEach(r -> terminal.error(report.patched() + ": " + r));
    if (report.verdict() == Verdict.NOTHING_CHANGED) {
      terminal.error(report.patched() + ": nothing that runs has changed");
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
