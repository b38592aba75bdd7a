package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options that a command line gives; those that a command does not have were not given.
 *
 * @param implied flags that the command line does not give and the command's name does
 * @param revoked flags that a later one takes back
 */
record OptionValues(ParseResult arguments, Set<String> implied, Set<String> revoked) {
  OptionValues(ParseResult arguments) {
    this(arguments, Set.of(), Set.of());
  }

  static void flag(CommandSpec spec, String description, String name, String... others) {
    spec.addOption(
        OptionSpec.builder(name, others)
            .arity("0")
            .type(boolean.class)
            .description(description)
            .build());
  }

  static void many(
      CommandSpec spec, String label, String description, String name, String... others) {
    spec.addOption(
        OptionSpec.builder(name, others)
            .arity("1")
            .type(String[].class)
            .paramLabel(label)
            .description(description)
            .build());
  }

  boolean has(String name) {
    return implied.contains(name) || (arguments.hasMatchedOption(name) && !revoked.contains(name));
  }

  boolean hasAny(String... names) {
    for (String name : names) {
      if (has(name)) {
        return true;
      }
    }
    return false;
  }

  List<String> values(String name) {
    return List.of(arguments.matchedOptionValue(name, new String[0]));
  }

  /** The last value of an option that may be given more than once, and of which the last counts. */
  String last(String name, String otherwise) {
    List<String> all = values(name);
    return all.isEmpty() ? otherwise : all.getLast();
  }

  /** The values of an option of the form NAME=VALUE. */
  List<Pair> pairs(String name) {
    return values(name).stream().map(Pair::of).toList();
  }

  /** The values of an option, and the lines of the files that another names; # begins a comment. */
  List<String> valuesAndLines(String option, String fileOption) throws IOException {
    List<String> all = new ArrayList<>(values(option));
    for (String file : values(fileOption)) {
      all.addAll(lines(file));
    }
    return all;
  }

  /** The lines of a file that are not empty; # begins a comment. */
  static List<String> lines(String file) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** Two words around an equals sign. */
  record Pair(String name, String value) {
    static Pair of(String text) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        throw new InputException("expected NAME=VALUE but was '" + text + "'");
      }
      return new Pair(text.substring(0, equals), text.substring(equals + 1));
    }
  }
}
