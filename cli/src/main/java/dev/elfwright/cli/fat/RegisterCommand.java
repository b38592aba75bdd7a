package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.Target;
import dev.elfwright.fat.TargetPattern;
import dev.elfwright.fat.run.Binfmt;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat register}. */
final class RegisterCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "register",
            "Have the kernel run fat files (binfmt_misc), until it is restarted.",
            "As root for the whole system, or in a user namespace of one's own (unshare -rm) since"
                + " Linux 6.7. The launcher stays with the kernel and works in containers;"
                + " set-user-ID and capabilities of fat files count.");
    spec.addOption(
        Options.values(
            "--foreign",
            "TARGET",
            "Also for ELF programs of another target: those that carry a slice for this machine run"
                + " by it, others by qemu-user. Comes before what is registered for them."));
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String[] foreign = arguments.matchedOptionValue("--foreign", new String[0]);
    if (foreign.length == 0 || !Binfmt.registered().contains(Binfmt.NAME)) {
      Binfmt.register();
      terminal.out().println("registered " + Binfmt.NAME);
    }
    for (String name : foreign) {
      Target target = TargetPattern.target(TargetPattern.parse(name));
      Binfmt.register(target);
      terminal.out().println("registered " + Binfmt.nameOf(target));
    }
    return ExitCode.OK;
  }
}
