package dev.elfwright.cli.elf;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.ProgressBar;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.verify.Findings;
import dev.elfwright.elf.verify.Rule;
import dev.elfwright.elf.verify.Sweep;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code elfwright elf verify}. */
final class VerifyCommand implements Command {
  /** How {@code --rules --json} shows a rule. */
  record RuleEntry(String id, String severity, String claim, String source) {
    static RuleEntry of(Rule rule) {
      return new RuleEntry(rule.id(), word(rule.severity()), rule.claim(), rule.source());
    }
  }

  /** How {@code --json} shows the findings of a file. */
  record FileEntry(String file, List<FindingEntry> findings, long omitted) {
    static FileEntry of(Findings findings) {
      return new FileEntry(
          findings.file(),
          findings.list().stream()
              .map(f ->
                  new FindingEntry(
                      f.rule().id(),
                      word(f.severity()),
                      f.offset(),
                      f.place(),
                      f.message(),
                      f.rule().source()))
              .toList(),
          findings.omitted());
    }
  }

  record FindingEntry(
      String rule, String severity, long offset, String place, String message, String source) {}

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "verify",
            "Check files against the rules of the gABI, the psABIs, the kernel and glibc's loader.",
            "Runs nothing. Prints errors (the file is refused or misread) and warnings (a"
                + " specification is broken). Exit code 1 when there are any.");
    spec.addPositional(
        Options.arguments("0..*", "0..*", "FILE", "Files, or folders whose ELF files to check."));
    spec.addOption(Options.flag("--notes", "Print notes too: what breaks no rule but may matter."));
    spec.addOption(Options.values("--ignore", "RULE", "Leave out what this rule finds."));
    spec.addOption(
        Options.flag("--rules", "List all rules with their sources, and check nothing."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    boolean json = arguments.hasMatchedOption("--json");
    if (arguments.hasMatchedOption("--rules")) {
      rules(json, terminal.out());
      return ExitCode.OK;
    }
    List<Path> roots =
        Stream.of(arguments.matchedPositionalValue(0, new String[0])).map(Path::of).toList();
    if (roots.isEmpty()) {
      throw usage(arguments, "no FILE given");
    }
    Set<Rule> ignored = ignored(arguments);
    List<Findings> all =
        verify(roots, terminal).stream()
            .map(f -> arguments.hasMatchedOption("--notes") ? f : f.withoutNotes())
            .map(f -> f.without(ignored))
            .toList();
    List<Findings> found = all.stream().filter(f -> !f.list().isEmpty()).toList();
    if (json) {
      terminal.out().print(Json.of(found.stream().map(FileEntry::of).toList()));
    } else {
      found.forEach(f -> print(f, terminal.out()));
      if (all.size() > 1) {
        terminal.out().printf("%d files checked, %d with findings%n", all.size(), found.size());
      }
    }
    boolean clean = all.stream().allMatch(f -> f.withoutNotes().list().isEmpty());
    return clean ? ExitCode.OK : ExitCode.FINDING;
  }

  private static List<Findings> verify(List<Path> roots, Terminal terminal) throws IOException {
    try (var bar = new ProgressBar(terminal)) {
      bar.update("searching", 0, 0);
      List<Path> files = Sweep.files(roots);
      return Sweep.verify(files, done -> bar.update("checking", done, files.size()));
    }
  }

  private static Set<Rule> ignored(ParseResult arguments) {
    Set<Rule> rules = EnumSet.noneOf(Rule.class);
    for (String id : arguments.matchedOptionValue("--ignore", new String[0])) {
      rules.add(
          Arrays.stream(Rule.values())
              .filter(r -> r.id().equals(id))
              .findFirst()
              .orElseThrow(() -> usage(arguments, "no rule '" + id + "', see --rules")));
    }
    return rules;
  }

  private static ParameterException usage(ParseResult arguments, String message) {
    return new ParameterException(arguments.commandSpec().commandLine(), message);
  }

  private static void rules(boolean json, PrintStream out) {
    if (json) {
      out.print(Json.of(Arrays.stream(Rule.values()).map(RuleEntry::of).toList()));
      return;
    }
    for (Rule rule : Rule.values()) {
      out.printf("%-22s  %-7s  %s%n", rule.id(), word(rule.severity()), rule.claim());
      out.printf("%33s(%s)%n", "", rule.source());
    }
  }

  private static void print(Findings findings, PrintStream out) {
    out.println(findings.file() + ":");
    findings.list().forEach(f -> out.println("  " + f));
    if (findings.omitted() > 0) {
      out.printf("  and %d more of the same kind%n", findings.omitted());
    }
  }
}
