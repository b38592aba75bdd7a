package dev.elfwright.cli.elf;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.elf.inspect.Inputs;
import dev.elfwright.cli.elf.inspect.Inspection;
import dev.elfwright.cli.elf.inspect.Part;
import dev.elfwright.cli.output.Ink;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Names;
import dev.elfwright.elf.archive.ArchiveMember;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright elf inspect}. */
final class InspectCommand implements Command {
  /** How {@code --json} shows a member of an archive that has no place here. */
  record Skipped(String file, String skipped) {}

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "inspect",
            "Show what is in ELF files: an overview, or the parts that are asked for.",
            "With --json an array has an object for each file: 'file'; 'overview'; then an array of"
                + " objects for each part, whose members are the columns that the text shows, with"
                + " addresses and sizes as numbers. A member of an archive that is not ELF has"
                + " 'skipped', a file that turns out to be malformed has 'error' at its end.");
    spec.addPositional(
        Options.arguments("0..*", "1..*", "FILE", "Files, archives, or 'archive(member)'."));
    for (Part part : Part.values()) {
      spec.addOption(Options.flag(part.option(), part.description()));
    }
    spec.addOption(
        Options.value("NAME", "Show the symbols of this name, or of NAME@VERSION.", "--symbol")
            .build());
    spec.addOption(
        Options.value(
                "LETTERS",
                "Print what GNU readelf prints with these options, such as 'hSW': a, d, e, h, l, n,"
                    + " r, s, S, V, W.",
                "--readelf")
            .build());
    spec.addOption(Options.json());
    spec.addOption(Options.color());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String[] files = arguments.matchedPositionalValue(0, new String[0]);
    String letters = arguments.matchedOptionValue("--readelf", "");
    if (!letters.isEmpty()) {
      return ReadelfLetters.print(letters, files, terminal);
    }
    Inspection inspection =
        new Inspection(
            parts(arguments), Optional.ofNullable(arguments.matchedOptionValue("--symbol", null)));
    if (arguments.hasMatchedOption("--json")) {
      try (Json json = Json.array(terminal.out())) {
        for (String file : files) {
          Inputs.visit(
              file,
              new Inputs.Visitor() {
                @Override
                public void visit(ElfModel elf) {
                  json.add(inspection.json(elf));
                }

                @Override
                public void skip(ArchiveMember member) {
                  json.add(new Skipped(member.toString(), "not ELF"));
                }
              });
        }
      }
    } else {
      Ink ink = terminal.ink(Ink.When.of(arguments));
      for (String file : files) {
        Inputs.visit(
            file,
            new Inputs.Visitor() {
              @Override
              public void visit(ElfModel elf) {
                inspection.print(elf, terminal.out(), ink);
              }

              @Override
              public void skip(ArchiveMember member) {
                terminal.out().println(Names.printable(member + ": not ELF, skipped"));
              }
            });
      }
    }
    return ExitCode.OK;
  }

  private static Set<Part> parts(ParseResult arguments) {
    // No EnumSet: it finds the constants by reflection, 1 ms at the first time.
    Set<Part> parts = new HashSet<>();
    for (Part part : Part.values()) {
      if (arguments.hasMatchedOption(part.option())) {
        parts.add(part);
      }
    }
    return parts;
  }
}
