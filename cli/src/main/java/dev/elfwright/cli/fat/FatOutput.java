package dev.elfwright.cli.fat;

import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.PlanReport;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatWriter;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.Slices;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Where a command writes a file, or whether it prints what it would write. */
final class FatOutput {
  private FatOutput() {}

  /** The options of commands that change one FILE. */
  static void declare(CommandSpec spec) {
    spec.addOption(Options.value("OUT", "The file to write.", "-o", "--output").build());
    spec.addOption(Options.flag("--in-place", "Replace FILE."));
    declareDryRun(spec);
  }

  static void declareDryRun(CommandSpec spec) {
    spec.addOption(
        Options.flag("--dry-run", "Print which bytes would stand where, and write nothing."));
    spec.addOption(Options.flag("--json", "With --dry-run: print JSON."));
  }

  /** Writes slices in a form, or prints the plan. */
  static void write(
      Slices slices, Form form, FatFile like, ParseResult arguments, Terminal terminal)
      throws IOException {
    write(slices.plan(form), like, arguments, terminal);
  }

  /** Writes a plan to the file that the options name, or prints it. */
  static void write(LayoutPlan plan, FatFile like, ParseResult arguments, Terminal terminal)
      throws IOException {
    warn(like, terminal);
    if (arguments.hasMatchedOption("--dry-run")) {
      print(plan, like.file(), arguments, terminal);
      return;
    }
    write(plan, like.file(), target(like, arguments), terminal);
  }

  static void print(LayoutPlan plan, Path file, ParseResult arguments, Terminal terminal) {
    terminal
        .out()
        .print(
            arguments.hasMatchedOption("--json") ? Json.of(PlanReport.of(file, plan)) : "" + plan);
  }

  static void write(LayoutPlan plan, Path like, Path target, Terminal terminal) throws IOException {
    for (String lost : FatWriter.write(plan, like, target)) {
      terminal.hint("warning: %s: not kept: %s".formatted(target, lost));
    }
  }

  /** Says what is wrong with an input that can be used all the same. */
  static void warn(FatFile file, Terminal terminal) {
    file.findings().stream()
        .filter(f -> f.rule().severity() == dev.elfwright.fat.FatRule.Severity.WARNING)
        .forEach(f -> terminal.hint("warning: %s: %s".formatted(file.file(), f)));
  }

  private static Path target(FatFile file, ParseResult arguments) throws IOException {
    String out = arguments.matchedOptionValue("--output", "");
    if (out.isEmpty() == !arguments.hasMatchedOption("--in-place")) {
      throw new ParameterException(
          arguments.commandSpec().commandLine(),
          "name the result with --output, or say --in-place");
    }
    // A link goes on pointing to the file.
    return out.isEmpty() ? file.file().toRealPath() : Path.of(out);
  }
}
