package dev.elfwright.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command that has commands below it, by name.
 *
 * <p>Only what the command line names is built, neither the groups above it nor those beside it:
 * each costs about 2 ms at start-up, whether it is used or not, and an AOT cache that holds its
 * classes more. Measured by {@code bench/startup-jvm.sh}.
 */
public final class CommandGroup {
  private final Map<String, Supplier<CommandSpec>> commands = new LinkedHashMap<>();
  private final Map<String, Supplier<CommandGroup>> groups = new LinkedHashMap<>();
  private final Supplier<CommandSpec> self;

  /**
   * A group without commands yet.
   *
   * @param self builds the group's own name, options and help
   */
  public CommandGroup(Supplier<CommandSpec> self) {
    this.self = self;
  }

  /** Adds a command; returns this group. */
  public CommandGroup with(String name, Supplier<Command> command) {
    commands.put(name, () -> command.get().spec());
    return this;
  }

  /** Adds a group; returns this group. */
  public CommandGroup withGroup(String name, Supplier<CommandGroup> group) {
    commands.put(name, () -> group.get().build());
    groups.put(name, group);
    return this;
  }

  /** Builds the group with everything below it. */
  public CommandSpec build() {
    CommandSpec spec = self.get();
    commands.forEach((name, command) -> spec.addSubcommand(name, command.get()));
    return spec;
  }

  /**
   * A command with the arguments that are left for it to understand.
   *
   * @param spec the command that the words before them name, or the group when they name none
   * @param arguments the arguments
   */
  public record Choice(CommandSpec spec, List<String> arguments) {}

  /** Builds what is needed to understand these arguments, the group's own name in front. */
  public Choice choose(String name, List<String> arguments) {
    String first = arguments.isEmpty() ? "" : arguments.getFirst();
    String below = name.concat(" ").concat(first);
    Supplier<CommandGroup> group = groups.get(first);
    if (group != null) {
      return group.get().choose(below, rest(arguments));
    }
    Supplier<CommandSpec> command = commands.get(first);
    if (command != null) {
      return new Choice(command.get().name(below), rest(arguments));
    }
    return new Choice((isVersion(arguments) ? self.get() : build()).name(name), arguments);
  }

  private static List<String> rest(List<String> arguments) {
    return arguments.subList(1, arguments.size());
  }

  private static boolean isVersion(List<String> arguments) {
    return arguments.size() == 1 && List.of("-V", "--version").contains(arguments.getFirst());
  }
}
