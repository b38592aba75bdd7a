package dev.elfwright.cli.livepatch;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.Names;
import dev.elfwright.livepatch.calls.Assumption;
import dev.elfwright.livepatch.calls.ReplacementCheck;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.module.LoadSimulation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright livepatch verify}. */
final class VerifyCommand implements Command {
  /** How {@code --json} shows the result. */
  record Result(
      List<LoadSimulation.Step> steps,
      List<LoadSimulation.Finding> findings,
      List<Assumption> assumptions) {}

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "verify",
            "Say what a kernel will do with a livepatch, and what will go wrong, without loading"
                + " it.",
            "The module loader and the kernel's livepatch code are followed: version magic, symbol"
                + " versions, relocations and their order, positions of symbols, and whether each"
                + " function can be redirected. On x86-64 each new function is then held against"
                + " the old one by what GCC concludes from bodies (removed parameters, functions"
                + " that never return or only compute, registers that are left alone), for callers"
                + " that stay were compiled by it. Exit code 1 when the kernel would refuse the"
                + " module or a part of it, or a caller certainly goes wrong.");
    spec.addPositional(Options.argument("0", "LIVEPATCH", "The module."));
    KernelOptions.addTo(spec);
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String file = arguments.matchedPositionalValue(0, "");
    if (!(KernelObject.open(Path.of(file)) instanceof KernelModule module)) {
      throw new InputException(file + ": a kernel, expected a module");
    }
    KernelFiles kernel = KernelOptions.of(arguments);
    LoadSimulation simulation = LoadSimulation.of(module, kernel);
    boolean loads =
        simulation.findings().stream()
            .noneMatch(f -> f.severity() == LoadSimulation.Severity.ERROR);
    // What the kernel refuses never comes to its callers.
    List<Assumption> assumptions = loads ? ReplacementCheck.of(module, kernel) : List.of();
    if (arguments.hasMatchedOption("--json")) {
      terminal
          .out()
          .print(Json.of(new Result(simulation.steps(), simulation.findings(), assumptions)));
    } else {
      simulation.steps().forEach(s -> print(s, terminal.out()));
      for (LoadSimulation.Finding f : simulation.findings()) {
        String severity = f.severity().name().toLowerCase(Locale.ROOT);
        terminal.out().println(severity + ": " + Names.printable(f.message()));
      }
      for (Assumption a : assumptions) {
        terminal
            .out()
            .println((a.isBroken() ? "error: " : "warning: ") + Names.printable(a.message()));
      }
    }
    return loads && assumptions.stream().noneMatch(Assumption::isBroken)
        ? ExitCode.OK
        : ExitCode.FINDING;
  }

  private static void print(LoadSimulation.Step step, PrintStream out) {
    out.println(
        step.object().equals("vmlinux")
            ? "when the livepatch is loaded:"
            : "when " + Names.printable(step.object()) + " is loaded, before or after:");
    out.println("  relocations that wait for it: " + step.relocations());
    step.functions()
        .forEach(f ->
            out.println(
                "  replaces "
                    + Names.printable(f.name())
                    + (f.sympos() == 0 ? "" : " at position " + f.sympos())));
    step.callbacks().forEach(c -> out.println("  calls back: " + Names.printable(c)));
  }
}
