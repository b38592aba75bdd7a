package dev.elfwright.cli.docs;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The man page of one command, in the macros of man(7). */
final class ManPage {
  private final StringBuilder out = new StringBuilder();
  private final CommandSpec spec;

  private ManPage(CommandSpec spec) {
    this.spec = spec;
  }

  /** The page's name: the command's words joined by hyphens, as git does. */
  static String name(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  static String of(CommandSpec spec) {
    return new ManPage(spec).write();
  }

  private String write() {
    List<String> description = List.of(spec.usageMessage().description());
    line(".TH " + quote(name(spec).toUpperCase(java.util.Locale.ROOT)) + " 1 \"\" Elfwright");
    section("NAME");
    line(escape(name(spec)) + " \\- " + escape(summary(spec)));
    section("SYNOPSIS");
    line(escape(spec.commandLine().getHelp().synopsis(0).strip()));
    section("DESCRIPTION");
    description.forEach(sentence -> line(escape(plain(sentence))));
    arguments();
    commands();
    exitCodes();
    return out.toString();
  }

  private void arguments() {
    section("OPTIONS");
    for (PositionalParamSpec argument : spec.positionalParameters()) {
      entry(argument.paramLabel(), argument);
    }
    for (OptionSpec option : spec.options()) {
      String names = String.join(", ", option.names());
      entry(option.arity().max() == 0 ? names : names + " " + option.paramLabel(), option);
    }
  }

  private void entry(String head, ArgSpec argument) {
    line(".TP");
    line("\\fB" + escape(head) + "\\fR");
    line(escape(plain(String.join(" ", argument.description()))));
  }

  private void commands() {
    if (spec.subcommands().isEmpty()) {
      return;
    }
    section("COMMANDS");
    for (CommandLine subcommand : spec.subcommands().values()) {
      line(".TP");
      line("\\fB" + escape(name(subcommand.getCommandSpec())) + "\\fR(1)");
      line(escape(summary(subcommand.getCommandSpec())));
    }
  }

  private void exitCodes() {
    section("EXIT STATUS");
    Map<String, String> codes = spec.root().usageMessage().exitCodeList();
    codes.forEach((code, meaning) -> {
      line(".TP");
      line("\\fB" + code + "\\fR");
      line(escape(meaning));
    });
  }

  private static String summary(CommandSpec spec) {
    String text = plain(String.join(" ", spec.usageMessage().description()));
    int end = text.indexOf(". ");
    return end < 0 ? text.replaceAll("\\.$", "") : text.substring(0, end);
  }

  private static String plain(String text) {
    return text.replace("%n", " ");
  }

  private void section(String title) {
    line(".SH " + quote(title));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String quote(String text) {
    return '"' + text + '"';
  }

  // A leading dot or quote would be a request; a plain hyphen may be typeset as a dash.
  private static String escape(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
