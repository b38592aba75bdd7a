package dev.elfwright.cli.livepatch;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.Names;
import dev.elfwright.livepatch.text.Cause;
import dev.elfwright.livepatch.text.MemoryPicture;
import dev.elfwright.livepatch.text.TextCheck;
import dev.elfwright.livepatch.text.TextReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright livepatch text}. */
final class TextCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "text",
            "Compare the code of a running kernel and its modules with their files.",
            "A kernel rewrites its own code while it starts and runs. The same is done to the code"
                + " of the files here: addresses, calls of the tracer, paravirt operations,"
                + " retpolines, return thunks, alternatives, lock prefixes, jump labels and static"
                + " calls become what the kernel's own data in memory say they are. Each byte that"
                + " still differs is shown with its function; so are functions that the tracer or a"
                + " livepatch redirects. x86-64, Linux 6.1.",
            "Exit code 1 when code is there that nothing explains, or a module without a file.");
    spec.addPositional(
        Options.argument(
            "0",
            "MEMORY",
            "/proc/kcore, which only root may read, or an ELF core file with the kernel's"
                + " addresses: QEMU writes one for dump-guest-memory -p."));
    KernelOptions.addTo(spec);
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    Path file = Path.of(arguments.matchedPositionalValue(0, ""));
    TextReport report;
    try (MemoryPicture memory = MemoryPicture.open(file)) {
      report = TextCheck.run(memory, KernelOptions.of(arguments));
    }
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(report));
    } else {
      print(report, terminal.out());
    }
    return report.isClean() ? ExitCode.OK : ExitCode.FINDING;
  }

  private static void print(TextReport report, PrintStream out) {
    if (report.moved() != 0) {
      out.printf("moved by 0x%x%n", report.moved());
    }
    report.objects().forEach(o -> print(o, out));
    for (TextReport.Redirection r : report.redirections()) {
      out.printf(
          "redirected: %s:%s to %s%n",
          Names.printable(r.object()),
          Names.printable(r.function()),
          r.to().isEmpty() ? "nobody" : Names.printable(String.join(", ", r.to())));
    }
  }

  private static void print(TextReport.ObjectText object, PrintStream out) {
    String name = Names.printable(object.object());
    if (!object.compared()) {
      out.println(name + ": not compared: no file; give it with --module");
      return;
    }
    out.printf("%s: %,d bytes of code, %,d differ%n", name, object.bytes(), object.differing());
    for (Map.Entry<Cause, Long> e : object.causes().entrySet()) {
      out.printf("  %,9d %s%n", e.getValue(), e.getKey().words());
    }
    long unexplained = object.changes().stream().mapToLong(c -> c.memory().length() / 2).sum();
    out.printf("  %,9d unexplained%n", unexplained);
    for (TextReport.Change c : object.changes()) {
      out.printf(
          "%s: %s+0x%x at 0x%x: %s in memory, expected %s, on disk %s%n",
          name,
          Names.printable(c.function()),
          c.offset(),
          c.address(),
          c.memory(),
          c.expected(),
          c.disk());
    }
  }
}
