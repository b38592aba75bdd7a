package dev.elfwright.cli;

import dev.elfwright.abi.plan.PlanRefusedException;
import dev.elfwright.census.CensusException;
import dev.elfwright.cli.abi.AbiCommands;
import dev.elfwright.cli.census.CensusCommands;
import dev.elfwright.cli.elf.ElfCommands;
import dev.elfwright.cli.elf.change.ObjcopyCommand;
import dev.elfwright.cli.elf.change.PatchelfCommand;
import dev.elfwright.cli.elf.change.StripAliasCommand;
import dev.elfwright.cli.fat.FatCommands;
import dev.elfwright.cli.fat.FatelfCommand;
import dev.elfwright.cli.fat.LipoCommand;
import dev.elfwright.cli.link.LinkCommands;
import dev.elfwright.cli.livepatch.LivepatchCommands;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.cli.rseq.RseqCommands;
import dev.elfwright.cli.tls.TlsCommands;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.link.graph.NotDynamicException;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.packages.PackageFormatException;
import dev.elfwright.tls.TlsRefusedException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The whole command line: finds the command, runs it, and turns every failure into one line. */
public final class Elfwright {
  private final Terminal terminal;

  /** A command line that prints to the given terminal. */
  public Elfwright(Terminal terminal) {
    this.terminal = terminal;
  }

  /** All commands, as declared. */
  public static CommandLine commandLine() {
    return new CommandLine(commands().build());
  }

  private static CommandGroup commands() {
    return new CommandGroup(Elfwright::root)
        .with("tour", TourCommand::new)
        .withGroup("elf", ElfCommands::group)
        .withGroup("link", LinkCommands::group)
        .withGroup("fat", FatCommands::group)
        .withGroup("abi", AbiCommands::group)
        .withGroup("livepatch", LivepatchCommands::group)
        .withGroup("rseq", RseqCommands::group)
        .withGroup("tls", TlsCommands::group)
        .withGroup("census", CensusCommands::group)
        .with("patchelf", PatchelfCommand::new)
        .with("objcopy", ObjcopyCommand::gnu)
        .with("llvm-objcopy", ObjcopyCommand::llvm)
        .with("strip", StripAliasCommand::gnu)
        .with("llvm-strip", StripAliasCommand::llvm)
        .with("lipo", () -> new LipoCommand("lipo"))
        .with("llvm-lipo", () -> new LipoCommand("llvm-lipo"))
        .with("fatelf-glue", FatelfCommand::glue)
        .with("fatelf-info", FatelfCommand::info)
        .with("fatelf-extract", FatelfCommand::extract)
        .with("fatelf-remove", FatelfCommand::remove)
        .with("fatelf-replace", FatelfCommand::replace)
        .with("fatelf-split", FatelfCommand::split)
        .with("fatelf-validate", FatelfCommand::validate)
        .with("fatelf-verify", FatelfCommand::verify)
        .with("completion", CompletionCommand::new);
  }

  private static CommandSpec root() {
    CommandSpec root =
        Options.command(new Object(), "elfwright", "Changes Linux ELF programs after compilation.");
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("Print the version and exit.")
            .build());
    root.usageMessage().exitCodeListHeading("Exit codes:%n").exitCodeList(exitCodes());
    return Options.withHelp(root);
  }

  private static Map<String, String> exitCodes() {
    var codes = new LinkedHashMap<String, String>();
    codes.put("0", "done, nothing to report");
    codes.put("1", "done, with a finding: a missing library, a difference");
    codes.put("2", "the command line is wrong");
    codes.put("3", "an input is missing, malformed or refused");
    codes.put("70", "a defect of elfwright");
    return codes;
  }

  /**
   * Runs one command.
   *
   * @param args the command line without the program's name
   * @return a constant of {@link ExitCode}
   */
  public int run(String... args) {
    try {
      CommandGroup.Choice choice = commands().choose("elfwright", List.of(args));
      return dispatch(
          new CommandLine(choice.spec())
              .setExpandAtFiles(standsForBinutils(args))
              .parseArgs(choice.arguments().toArray(String[]::new)));
    } catch (ParameterException e) {
      terminal.error(firstLine(e));
      terminal.hint("try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
      return ExitCode.USAGE;
    } catch (ElfFormatException
        | NotDynamicException
        | FatRefusedException
        | LivepatchRefusedException
        | PackageFormatException
        | PlanRefusedException
        | TlsRefusedException
        | CensusException
        | InputException e) {
      return failed(firstLine(e), args);
    } catch (IOException e) {
      return failed(IoMessages.describe(e), args);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return defect(e);
    }
  }

  /** Under another program's name, a failure is told in that program's way. */
  private int failed(String message, String... args) {
    if (!standsForBinutils(args) && !standsForFatTool(args)) {
      terminal.error(message);
      return ExitCode.BAD_INPUT;
    }
    terminal.flush();
    terminal.err().println(args[0] + ": error: " + message);
    return ExitCode.FINDING;
  }

  /** Whether the command is objcopy or strip, for which {@code @FILE} is the words in that file. */
  private static boolean standsForBinutils(String... args) {
    return args.length > 0 && (args[0].endsWith("objcopy") || args[0].endsWith("strip"));
  }

  private static boolean standsForFatTool(String... args) {
    return args.length > 0 && (args[0].endsWith("lipo") || args[0].startsWith("fatelf-"));
  }

  private int dispatch(ParseResult result) throws IOException {
    ParseResult leaf = result;
    while (leaf.hasSubcommand()) {
      leaf = leaf.subcommand();
    }
    CommandSpec spec = leaf.commandSpec();
    if (leaf.isUsageHelpRequested()) {
      terminal.out().print(spec.commandLine().getUsageMessage());
      return ExitCode.OK;
    }
    if (leaf.isVersionHelpRequested()) {
      String[] own = spec.version();
      terminal.out().println(own.length > 0 ? own[0] : "elfwright " + Version.STRING);
      return ExitCode.OK;
    }
    if (spec.userObject() instanceof Command command) {
      return command.run(leaf, terminal);
    }
    terminal.err().print(spec.commandLine().getUsageMessage());
    return ExitCode.USAGE;
  }

  private int defect(Throwable e) {
    terminal.error("internal error, please report it: " + e);
    if (System.getenv("ELFWRIGHT_DEBUG") == null) {
      terminal.hint("set ELFWRIGHT_DEBUG=1 for the details");
    } else {
      e.printStackTrace(terminal.err());
    }
    return ExitCode.INTERNAL;
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message.lines().findFirst().orElse("");
  }
}
