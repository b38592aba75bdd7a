package dev.elfwright.cli.fat;

import dev.elfwright.cli.Options;
import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.PageSizes;
import dev.elfwright.fat.TargetPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options that say how a fat file is laid out. */
final class FormOptions {
  private FormOptions() {}

  static void declareForm(CommandSpec spec) {
    spec.addOption(
        Options.value(
                "fatelf|native|script",
                "fatelf: a table, then the slices. native: an ELF file for one target, with the"
                    + " others in a section, that every tool and an unmodified kernel accept."
                    + " script: runs itself on each of its machines, with nothing installed.",
                "--form")
            .completionCandidates(List.of("fatelf", "native", "script"))
            .build());
    spec.addOption(
        Options.value(
                "TARGET",
                "Whose slice the file itself is, with --form=native; the first.",
                "--host")
            .build());
  }

  static void declareAlignment(CommandSpec spec) {
    spec.addOption(
        Options.values(
            "--align",
            "[TARGET=]BYTES",
            "To what slices are aligned, a power of two up to 65536; by default to the largest"
                + " page of the architecture's kernels."));
  }

  /** The form that the options name; what they leave open is as in another form. */
  static Form form(ParseResult arguments, Form otherwise) {
    PageSizes pages = pages(arguments);
    TargetPattern host =
        arguments.hasMatchedOption("--host")
            ? TargetPattern.parse(arguments.matchedOptionValue("--host", ""))
            : otherwise instanceof Form.NativeFirst(var before, _)
                ? before
                : new TargetPattern.Numbered(0);
    String word =
        arguments.matchedOptionValue(
            "--form", arguments.hasMatchedOption("--host") ? "native" : word(otherwise));
    return switch (word) {
      case "fatelf" -> new Form.FatElf(pages);
      case "native" -> new Form.NativeFirst(host, pages);
      case "script" -> new Form.SelfRunning(pages);
      default ->
          throw new FatRefusedException("--form is fatelf, native or script, not '" + word + "'");
    };
  }

  private static String word(Form form) {
    return form instanceof Form.FatElf
        ? "fatelf"
        : form instanceof Form.NativeFirst ? "native" : "script";
  }

  private static PageSizes pages(ParseResult arguments) {
    List<Map.Entry<TargetPattern, Long>> rules = new ArrayList<>();
    long otherwise = 0;
    for (String text : arguments.matchedOptionValue("--align", new String[0])) {
      int sign = text.lastIndexOf('=');
      long bytes = bytes(text.substring(sign + 1));
      if (sign < 0) {
        otherwise = bytes;
      } else {
        rules.add(Map.entry(TargetPattern.parse(text.substring(0, sign)), bytes));
      }
    }
    return new PageSizes(rules, otherwise);
  }

  private static long bytes(String text) {
    try {
      return Long.decode(text);
    } catch (NumberFormatException e) {
      throw new FatRefusedException("alignment '" + text + "' is no number");
    }
  }
}
