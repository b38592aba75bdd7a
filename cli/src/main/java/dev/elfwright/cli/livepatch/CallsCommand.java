package dev.elfwright.cli.livepatch;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.Names;
import dev.elfwright.livepatch.calls.CallCheck;
import dev.elfwright.livepatch.calls.CallReport;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelObject;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright livepatch calls}. */
final class CallsCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "calls",
            "Find callers that rely on more than the calling convention.",
            "A compiler that sees a function's body may let its callers keep values in registers"
                + " that functions may change (GCC's -fipa-ra). A replacement of the function would"
                + " break them. Behind each direct call all ways are followed: a register that is"
                + " read before it is written is reported, unless it is the second half of what the"
                + " function returns by its type. Functions of assembly and those without a call of"
                + " the tracer have conventions of their own and cannot be replaced. x86-64.",
            "Exit code 1 when a caller relies on a function that can be replaced, or, where"
                + " FUNCTIONs are named, on one of these.");
    spec.addPositional(
        Options.arguments("0..*", "0..*", "FUNCTION", "Only calls of functions of these names."));
    KernelOptions.addTo(spec);
    spec.addOption(
        Options.value(
                "NAME", "The object whose calls are looked at: vmlinux, or a module.", "--object")
            .defaultValue("vmlinux")
            .build());
    spec.addOption(Options.flag("--all", "Registers that are in order too."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    KernelFiles kernel = KernelOptions.of(arguments);
    String name = arguments.matchedOptionValue("--object", "vmlinux");
    KernelObject object =
        kernel
            .object(name)
            .orElseThrow(() -> new InputException(name + ": the kernel has no such module"));
    Set<String> functions = Set.of(arguments.matchedPositionalValue(0, new String[0]));
    CallReport report = CallCheck.of(kernel.image(), object, functions);
    boolean all = arguments.hasMatchedOption("--all") || !functions.isEmpty();
    List<CallReport.Site> shown = all ? report.sites() : report.findings();
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(report));
    } else {
      shown.forEach(s -> print(s, terminal.out()));
      terminal
          .out()
          .printf(
              "%s: %,d calls in %,d functions, %,d rely on what the function does%n",
              Names.printable(report.object()),
              report.calls(),
              report.functions(),
              report.findings().size());
    }
    return report.findings().isEmpty() ? ExitCode.OK : ExitCode.FINDING;
  }

  private static void print(CallReport.Site site, PrintStream out) {
    out.printf(
        "%s+0x%x calls %s, then reads %s: %s%n",
        Names.printable(site.caller()),
        site.offset(),
        Names.printable(site.callee()),
        String.join(", ", site.registers()),
        site.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }
}
