package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.InputException;
import dev.elfwright.elf.edit.DebugCompression;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.SplitDwarf;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options of {@code elf copy} about how debugging information is stored. */
final class DebugOptions {
  private static final List<String> FORMATS =
      List.of("none", "zlib", "zlib-gabi", "zlib-gnu", "zstd");

  private final ParseResult arguments;

  DebugOptions(ParseResult arguments) {
    this.arguments = arguments;
  }

  static void declare(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder("--compress-debug-sections")
            .arity("0..1")
            .type(String.class)
            .paramLabel("FORMAT")
            .fallbackValue("zlib")
            .completionCandidates(FORMATS)
            // The word behind it is FILE when it is no format.
            .preprocessor((words, _, _, _) -> {
              if (words.isEmpty() || !FORMATS.contains(words.peek())) {
                words.push("zlib");
              }
              return false;
            })
            .description("Compress debugging information: none, zlib (default), zstd, zlib-gnu.")
            .build());
    OptionValues.many(
        spec,
        "PATTERN=FORMAT",
        "Compress sections: none, zlib, zstd. Of patterns that match, the last counts.",
        "--compress-sections");
    flag(spec, "--decompress-debug-sections", "Store debugging information uncompressed.");
    flag(spec, "--extract-dwo", "Leave only sections whose names end with .dwo.");
    flag(spec, "--strip-dwo", "Leave out sections whose names end with .dwo.");
    spec.addOption(
        OptionSpec.builder("--split-dwo")
            .arity("1")
            .type(String.class)
            .paramLabel("FILE")
            .description("Write sections whose names end with .dwo to a file, and leave them out.")
            .build());
  }

  private static void flag(CommandSpec spec, String name, String description) {
    spec.addOption(
        OptionSpec.builder(name).arity("0").type(boolean.class).description(description).build());
  }

  void addTo(List<ElfTransform> changes) {
    if (arguments.hasMatchedOption("--compress-debug-sections")
        && arguments.hasMatchedOption("--decompress-debug-sections")) {
      throw new InputException("debugging information is either compressed or decompressed");
    }
    if (arguments.hasMatchedOption("--extract-dwo")) {
      changes.add(SplitDwarf.extract());
    }
    if (arguments.hasMatchedOption("--strip-dwo") || arguments.hasMatchedOption("--split-dwo")) {
      changes.add(SplitDwarf.strip());
    }
    if (arguments.hasMatchedOption("--decompress-debug-sections")) {
      changes.add(DebugCompression.NONE.change());
    }
    if (arguments.hasMatchedOption("--compress-debug-sections")) {
      changes.add(format(arguments.matchedOptionValue("--compress-debug-sections", "")).change());
    }
    compressNamed(changes);
  }

  /** Decompressed debugging information stays so. */
  private void compressNamed(List<ElfTransform> changes) {
    boolean expands = arguments.hasMatchedOption("--decompress-debug-sections");
    Predicate<String> later = name -> expands && name.startsWith(".debug");
    List<OptionValues.Pair> rows = new OptionValues(arguments).pairs("--compress-sections");
    for (OptionValues.Pair p : rows.reversed()) {
      if (p.name().startsWith("!") || !List.of("none", "zlib", "zstd").contains(p.value())) {
        throw new InputException(
            "--compress-sections: expected PATTERN=none, zlib or zstd but was '%s=%s'"
                .formatted(p.name(), p.value()));
      }
      Predicate<String> matches = NamePattern.WILDCARD.anyOf(List.of(p.name()));
      changes.add(format(p.value()).change(matches.and(later.negate())));
      later = later.or(matches);
    }
  }

  private static DebugCompression format(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "none" -> DebugCompression.NONE;
      case "zlib", "zlib-gabi" -> DebugCompression.ZLIB;
      case "zstd" -> DebugCompression.ZSTD;
      case "zlib-gnu" -> DebugCompression.ZLIB_GNU;
      default ->
          throw new InputException(
              "unknown compression '" + word + "': " + String.join(", ", FORMATS));
    };
  }
}
