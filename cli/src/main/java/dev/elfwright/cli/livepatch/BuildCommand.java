package dev.elfwright.cli.livepatch;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.UserCache;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.Names;
import dev.elfwright.livepatch.build.LivepatchBuild;
import dev.elfwright.livepatch.build.State;
import dev.elfwright.livepatch.kernel.KernelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright livepatch build}. */
final class BuildCommand implements Command {
  /** How {@code --json} shows what was built. */
  record Report(List<LivepatchBuild.Replacement> replacements, List<String> notes) {}

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "build",
            "Make a livepatch of a source patch, without a build of the kernel.",
            "The files that the patch changes are compiled alone, by the kernel's own build system"
                + " as the headers package has it. Without the patch they must become the bytes of"
                + " the kernel, else nothing is built. Only the kernel's image, its headers"
                + " package, its source and its compiler are needed. x86-64.",
            "What the compiler says of its options is kept for the next build, in a folder"
                + " elfwright/livepatch in the user's cache.",
            "Exit code 3, with one line and no file written, where an input cannot be used or the"
                + " change cannot be made to a running kernel.");
    spec.addPositional(Options.argument("0", "PATCH", "The patch, in the unified format."));
    KernelOptions.addTo(spec);
    spec.addOption(
        Options.value(
                "DIR",
                "The kernel's source: what the archive in Debian's package linux-source holds,"
                    + " with the folders that the patch touches.",
                "--source")
            .required(true)
            .build());
    spec.addOption(
        Options.value("OUT", "The module to write.", "-o", "--output").required(true).build());
    spec.addOption(Options.flag("--replace", "Take the place of all livepatches that are loaded."));
    spec.addOption(
        Options.values(
            "--state",
            "ID[:VERSION]",
            "A state of the system that the patch changes, for later patches to know; may be given"
                + " several times. The kernel refuses a patch with a lower version of one than a"
                + " loaded patch has. The patch's callbacks find it by"
                + " klp_get_state(&livepatch_self, ID), declared in livepatch-state.h, and may"
                + " leave data in it for later ones."));
    spec.addOption(
        Options.values(
            "--changed-struct",
            "NAME",
            "A structure whose layout the patch may change, as no object of it outlives a call; may"
                + " be given several times."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    Path patch = Path.of(arguments.matchedPositionalValue(0, ""));
    Path out = Path.of(arguments.matchedOptionValue("-o", ""));
    Path source = Path.of(arguments.matchedOptionValue("--source", ""));
    if (!Files.isDirectory(source)) {
      throw new InputException(source + ": no folder, expected the kernel's source");
    }
    KernelFiles kernel = KernelOptions.of(arguments);
    var request =
        new LivepatchBuild.Request(
            patch,
            kernel,
            source,
            nameOf(out),
            arguments.hasMatchedOption("--replace"),
            states(arguments),
            Set.of(arguments.matchedOptionValue("--changed-struct", new String[0])));
    try (LivepatchBuild build = LivepatchBuild.of(request, UserCache.folder("livepatch"))) {
      build.write(out);
      if (arguments.hasMatchedOption("--json")) {
        terminal.out().print(Json.of(new Report(build.replacements(), build.notes())));
      } else {
        build
            .replacements()
            .forEach(r ->
                terminal
                    .out()
                    .println(
                        Names.printable(
                            "%s: %s:%s: %s"
                                .formatted(r.source(), r.object(), r.function(), r.why()))));
        build.notes().forEach(n -> terminal.out().println(Names.printable("note: " + n)));
      }
    }
    return ExitCode.OK;
  }

  private static List<State> states(ParseResult arguments) {
    List<State> states = new ArrayList<>();
    for (String text : arguments.matchedOptionValue("--state", new String[0])) {
      if (!text.matches("[0-9]{1,18}(:[0-9]{1,9})?")) {
        throw new InputException("--state " + text + ": expected ID or ID:VERSION, two numbers");
      }
      String[] parts = text.split(":");
      states.add(
          new State(Long.parseLong(parts[0]), parts.length > 1 ? Integer.parseInt(parts[1]) : 0));
    }
    return states;
  }

  /** The module is called as its file is; the kernel's build takes no other letters. */
  private static String nameOf(Path out) {
    String name = String.valueOf(out.getFileName()).replaceFirst("\\.ko$", "");
    if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_-]{0,54}")) {
      throw new InputException(
          out + ": a module's name has letters, digits, - and _, at most 55 of them");
    }
    return name.replace('-', '_');
  }
}
