package dev.elfwright.cli.rseq;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.rseq.Rseq;
import dev.elfwright.rseq.RseqInfo;
import java.io.PrintStream;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright rseq info}. */
final class InfoCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "info",
            "Print whether restartable sequences work in a JVM here, and why not.",
            "Tries everything that the library does at its start: registration, fence, machine"
                + " code, and a test that interrupts a section. Exit code 1 when programs would"
                + " work in plain Java.");
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) {
    RseqInfo info = Rseq.info();
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(info));
    } else {
      print(info, terminal.out());
    }
    return info.available() ? ExitCode.OK : ExitCode.FINDING;
  }

  private static void print(RseqInfo info, PrintStream out) {
    out.println(
        info.reason()
            .map(r -> "restartable sequences are not available, programs use plain Java: " + r)
            .orElse("restartable sequences work"));
    out.printf("  machine       %s, %s, %s%n", info.machine(), info.kernel(), info.libc());
    RseqInfo.Registration r = info.registration();
    out.printf(
        "  libc says     __rseq_offset %s, __rseq_size %s, __rseq_flags %s%n",
        orNone(r.offset()), orNone(r.size()), orNone(r.flags()));
    out.printf(
        "  kernel says   AT_RSEQ_FEATURE_SIZE %s, AT_RSEQ_ALIGN %s%n",
        orNone(info.kernelArea().featureSize()), orNone(info.kernelArea().alignment()));
    out.println(
        "  area          "
            + (r.usable() > 0
                ? r.usable() + " bytes for each thread have a meaning"
                : "none, for no thread is registered"));
    out.printf(
        "  CPUs          numbers 0 to %d, memory nodes: %s%n",
        info.cpus() - 1, info.nodes() == 0 ? "not known" : info.nodes());
    for (RseqInfo.Feature f : info.features()) {
      out.printf("  %-13s %s: %s%n", f.name(), f.available() ? "yes" : "no", f.why());
    }
  }

  private static String orNone(Optional<?> value) {
    return value.map(Object::toString).orElse("none");
  }
}
