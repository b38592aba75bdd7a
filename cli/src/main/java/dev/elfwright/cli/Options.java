package dev.elfwright.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Short ways to declare options. The programmatic model of picocli instead of its annotations: with
 * annotations, reflection over the commands takes most of the start-up time.
 */
public final class Options {
  private Options() {}

  /** Starts a command named {@code name}, with the {@code --help} that every command has. */
  public static CommandSpec command(Object owner, String name, String... description) {
    var spec = CommandSpec.wrapWithoutInspection(owner).name(name);
    spec.usageMessage()
        .description(description)
        .sortOptions(false)
        .abbreviateSynopsis(false)
        .synopsisSubcommandLabel("COMMAND");
    return spec;
  }

  /** Adds {@code --help} as the last option and returns the finished command. */
  public static CommandSpec withHelp(CommandSpec spec) {
    return spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("Show this help and exit.")
            .build());
  }

  /** An option that is there or not. */
  public static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).arity("0").type(boolean.class).description(description).build();
  }

  /** The option {@code --json}, alike in every command that prints data. */
  public static OptionSpec json() {
    return flag("--json", "Print the result as one JSON document.");
  }

  /** The option {@code --color}, alike in every command that knows colours. */
  public static OptionSpec color() {
    return choice(
        "--color",
        "Colour the text: on terminals unless NO_COLOR is set in the environment, always, or"
            + " never.",
        "auto",
        "always",
        "never");
  }

  /** An option with one value. */
  public static OptionSpec.Builder value(String label, String description, String... names) {
    return OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length))
        .arity("1")
        .type(String.class)
        .paramLabel(label)
        .description(description);
  }

  /** An option whose value is a number from 1 on. */
  public static OptionSpec number(String name, String label, String description) {
    ITypeConverter<Integer> converter =
        text -> {
          try {
            int number = Integer.parseInt(text);
            if (number >= 1) {
              return number;
            }
          } catch (NumberFormatException e) {
            // Falls through to the same message.
          }
          throw new TypeConversionException("expected a number from 1 on but was '" + text + "'");
        };
    return OptionSpec.builder(name)
        .arity("1")
        .type(Integer.class)
        .paramLabel(label)
        .description(description)
        .converters(converter)
        .build();
  }

  /** An option that may be given several times. */
  public static OptionSpec values(String name, String label, String description) {
    return OptionSpec.builder(name)
        .arity("1")
        .type(String[].class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** An option whose value is one of a few words; the first is the default. */
  public static OptionSpec choice(String name, String description, String... words) {
    List<String> allowed = List.of(words);
    ITypeConverter<String> converter =
        word -> {
          if (allowed.contains(word)) {
            return word;
          }
          throw new TypeConversionException(
              "expected " + String.join(" or ", allowed) + " but was '" + word + "'");
        };
    return value(String.join("|", allowed), description, name)
        .defaultValue(words[0])
        .completionCandidates(allowed)
        .converters(converter)
        .build();
  }

  /** A positional argument. */
  public static PositionalParamSpec argument(String index, String label, String description) {
    return PositionalParamSpec.builder()
        .index(index)
        .arity("1")
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** All positional arguments from an index on. */
  public static PositionalParamSpec arguments(
      String index, String arity, String label, String description) {
    return PositionalParamSpec.builder()
        .index(index)
        .arity(arity)
        .required(!arity.startsWith("0"))
        .type(String[].class)
        .paramLabel(label)
        .hideParamSyntax(false)
        .description(description)
        .build();
  }
}
