package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.elf.Names;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.OsAbi;
import dev.elfwright.elf.edit.BuildIds;
import dev.elfwright.elf.edit.DynamicEdit;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.SearchPaths;
import dev.elfwright.elf.note.BuildId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The changes that {@code elf edit} knows: how they are named, and what they do. */
final class EditOptions {
  private static final List<String> QUESTIONS =
      List.of(
          "--print-interpreter",
          "--print-rpath",
          "--print-needed",
          "--print-soname",
          "--print-execstack",
          "--print-os-abi");

  /** How the change is made, not what it is. */
  private static final List<String> MANNERS =
      List.of("--output", "--in-place", "--layout", "--undo", "--undo-file", "--dry-run", "--json");

  private final ParseResult arguments;
  private final List<ElfTransform> changes = new ArrayList<>();

  EditOptions(ParseResult arguments) {
    this.arguments = arguments;
  }

  static void declare(CommandSpec spec) {
    value(spec, "--set-interpreter", "PATH", "Set the program's loader.", "--interpreter");
    value(spec, "--set-rpath", "FOLDERS", "Set the search path (DT_RUNPATH).");
    value(spec, "--add-rpath", "FOLDERS", "Append to the search path.");
    spec.addOption(Options.flag("--remove-rpath", "Remove the search path."));
    spec.addOption(Options.flag("--force-rpath", "Use DT_RPATH instead of DT_RUNPATH."));
    spec.addOption(
        Options.flag(
            "--shrink-rpath", "Leave out folders in which nothing that is needed is found."));
    value(
        spec,
        "--allowed-rpath-prefixes",
        "PREFIXES",
        "With --shrink-rpath: leave out folders that begin otherwise.");
    value(spec, "--set-soname", "NAME", "Set the library's name (DT_SONAME).");
    many(spec, "--add-needed", "NAME", "Need a library, before all others.");
    many(spec, "--remove-needed", "NAME", "Need a library no more.");
    spec.addOption(
        OptionSpec.builder("--replace-needed")
            .arity("2")
            .type(String[].class)
            .paramLabel("NAME")
            .description("Need the second library instead of the first; its versions, too.")
            .build());
    spec.addOption(Options.flag("--no-default-lib", "Search no default folders (DF_1_NODEFLIB)."));
    spec.addOption(
        Options.flag("--add-debug-tag", "Add DT_DEBUG, by which debuggers find libraries."));
    many(
        spec,
        "--clear-symbol-version",
        "SYMBOL",
        "Take any version of a symbol that another file defines.");
    many(
        spec,
        "--require-version",
        "SYMBOL=VERSION",
        "Take this version of a symbol that another file defines.");
    many(
        spec,
        "--replace-version",
        "LIB:VERSION=VERSION",
        "Take the second version of everything that takes the first from a library.");
    many(spec, "--drop-versions", "LIB", "Take any versions from this library.");
    many(spec, "--rename-symbol", "OLD=NEW", "Rename a dynamic symbol.");
    value(
        spec,
        "--rename-dynamic-symbols",
        "FILE",
        "Rename dynamic symbols: two words a line, old and new.");
    many(spec, "--hide-symbol", "SYMBOL", "Let no other file find this dynamic symbol.");
    spec.addOption(Options.flag("--set-execstack", "Ask for a stack that can be executed."));
    spec.addOption(Options.flag("--clear-execstack", "Ask for a stack that cannot be executed."));
    value(
        spec,
        "--page-size",
        "BYTES",
        "Make the file fit for pages of this size; refused where only a linker could.");
    value(spec, "--set-os-abi", "NAME", "Set EI_OSABI, by name or number.");
    value(
        spec,
        "--set-build-id",
        "HEX",
        "Set the build ID, or compute it from the file's contents: the word 'contents'.");
    value(spec, "--set-entry", "ADDRESS", "Set the entry point.");
    value(spec, "--dynamic-tag", "TAG=VALUE", "Set an entry of the dynamic section, by numbers.");
    List.of(
            "--print-interpreter: Print the program's loader.",
            "--print-rpath: Print the search path.",
            "--print-needed: Print the needed libraries.",
            "--print-soname: Print the library's name.",
            "--print-execstack: Print whether the stack can be executed.",
            "--print-os-abi: Print EI_OSABI.")
        .forEach(o -> {
          String[] parts = o.split(": ", 2);
          spec.addOption(Options.flag(parts[0], parts[1]));
        });
  }

  private static void value(
      CommandSpec spec, String name, String label, String description, String... others) {
    String[] names = new String[1 + others.length];
    names[0] = name;
    System.arraycopy(others, 0, names, 1, others.length);
    spec.addOption(Options.value(label, description, names).build());
  }

  private static void many(CommandSpec spec, String name, String label, String description) {
    spec.addOption(Options.values(name, label, description));
  }

  boolean has(String name) {
    return arguments.hasMatchedOption(name);
  }

  boolean asks() {
    return QUESTIONS.stream().anyMatch(this::has);
  }

  boolean changes() {
    return arguments.matchedOptions().stream()
        .map(OptionSpec::longestName)
        .anyMatch(n -> !QUESTIONS.contains(n) && !MANNERS.contains(n));
  }

  /** All changes as one, or empty when none was named. */
  Optional<ElfTransform> change() throws IOException {
    changes.clear();
    text("--set-interpreter", (d, v) -> d.setInterpreter(v));
    text("--set-soname", (d, v) -> d.setSoname(v));
    searchPath();
    each("--remove-needed", (d, v) -> d.removeNeeded(v));
    pairs("--replace-needed", (from, to) -> dynamic(d -> d.replaceNeeded(from, to)));
    each("--add-needed", (d, v) -> d.addNeededFirst(v));
    each("--clear-symbol-version", (d, v) -> d.clearVersion(v));
    each("--require-version", (d, v) -> split(v, (a, b) -> d.requireVersion(a, b)));
    each("--replace-version", EditOptions::replaceVersion);
    each("--drop-versions", (d, v) -> d.dropVersions(v));
    each("--hide-symbol", (d, v) -> d.hideSymbols(v::equals));
    renames();
    flags();
    numbers();
    return changes.stream().reduce(ElfTransform::andThen);
  }

  private void searchPath() throws IOException {
    if (has("--shrink-rpath")) {
      String prefixes = arguments.matchedOptionValue("--allowed-rpath-prefixes", "");
      List<String> allowed = Arrays.asList(prefixes.split(":"));
      changes.add(
          SearchPaths.shrink(f -> prefixes.isEmpty() || allowed.stream().anyMatch(f::startsWith)));
    }
    if (has("--remove-rpath")) {
      dynamic(DynamicEdit::removeSearchPath);
    }
    if (has("--add-rpath")) {
      changes.add(SearchPaths.append(resolve(arguments.matchedOptionValue("--add-rpath", ""))));
    }
    boolean force = has("--force-rpath");
    text("--set-rpath", (d, v) -> set(d, v, force));
    if (!has("--set-rpath") && (has("--shrink-rpath") || has("--add-rpath") || force)) {
      dynamic(d -> d.searchPath().ifPresent(p -> set(d, p, force)));
    }
  }

  private static void set(DynamicEdit d, String folders, boolean force) {
    if (force) {
      d.setRpath(folders);
    } else {
      d.setRunpath(folders);
    }
  }

  private static void replaceVersion(DynamicEdit d, String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new InputException("expected LIB:VERSION=VERSION but was '" + text + "'");
    }
    split(
        text.substring(colon + 1),
        (from, to) -> d.replaceVersion(text.substring(0, colon), from, to));
  }

  private void renames() throws IOException {
    Map<String, String> names = new LinkedHashMap<>();
    for (String s : arguments.matchedOptionValue("--rename-symbol", new String[0])) {
      split(s, names::put);
    }
    String file = arguments.matchedOptionValue("--rename-dynamic-symbols", "");
    if (!file.isEmpty()) {
      for (String line : Files.readAllLines(Path.of(file))) {
        String[] words = line.strip().split("\\s+");
        if (words.length == 2) {
          names.put(words[0], words[1]);
        } else if (!line.isBlank()) {
          throw new InputException(file + ": expected two words but was '" + line + "'");
        }
      }
    }
    if (!names.isEmpty()) {
      dynamic(d -> d.renameSymbols(names));
    }
  }

  private void flags() {
    if (has("--no-default-lib")) {
      dynamic(d ->
          d.set(
              DynamicTag.FLAGS_1,
              d.value(DynamicTag.FLAGS_1).orElse(0) | DynamicTag.DF_1_NODEFLIB));
    }
    if (has("--add-debug-tag")) {
      dynamic(d -> d.set(DynamicTag.DEBUG, 0));
    }
    if (has("--set-execstack")) {
      changes.add(e -> e.header().executableStack());
    }
    if (has("--clear-execstack")) {
      changes.add(e -> e.header().ordinaryStack());
    }
  }

  private void numbers() {
    number("--page-size", v -> changes.add(e -> e.header().pageSize(v)));
    number("--set-entry", v -> changes.add(e -> e.header().entry(v)));
    String id = arguments.matchedOptionValue("--set-build-id", "");
    if (!id.isEmpty()) {
      changes.add(id.equals("contents") ? BuildIds.ofContents() : BuildIds.set(hex(id)));
    }
    String abi = arguments.matchedOptionValue("--set-os-abi", "");
    if (!abi.isEmpty()) {
      int value = osAbi(abi);
      changes.add(e -> e.header().osAbi(value));
    }
    String tag = arguments.matchedOptionValue("--dynamic-tag", "");
    if (!tag.isEmpty()) {
      split(tag, (t, v) -> dynamic(d -> d.set(parse(t), parse(v))));
    }
  }

  private static byte[] hex(String text) {
    try {
      byte[] id = HexFormat.of().parseHex(text);
      if (id.length <= BuildId.LONGEST) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // Refused below, as too many are.
    }
    throw new InputException(
        "expected 1 to %d pairs of hex digits but was '%s'".formatted(BuildId.LONGEST, text));
  }

  private static int osAbi(String text) {
    String name = text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "");
    String usual = name.equals("SYSTEMV") ? "SYSV" : name;
    return (int) OsAbi.number(usual, Abi.ANY).orElseGet(() -> parse(text));
  }

  private void number(String name, Consumer<Long> use) {
    String text = arguments.matchedOptionValue(name, "");
    if (!text.isEmpty()) {
      use.accept(parse(text));
    }
  }

  static long parse(String number) {
    boolean negative = number.startsWith("-");
    String digits = negative ? number.substring(1) : number;
    int radix = digits.matches("0[xX].*") ? 16 : digits.matches("0.+") ? 8 : 10;
    try {
      long value = Long.parseUnsignedLong(radix == 16 ? digits.substring(2) : digits, radix);
      return negative ? -value : value;
    } catch (NumberFormatException e) {
      throw new InputException("expected a number but was '" + number + "'");
    }
  }

  private void dynamic(Consumer<DynamicEdit> change) {
    changes.add(e -> change.accept(e.dynamic()));
  }

  private void text(String name, BiConsumer<DynamicEdit, String> change) throws IOException {
    if (has(name)) {
      String value = resolve(arguments.matchedOptionValue(name, ""));
      dynamic(d -> change.accept(d, value));
    }
  }

  private void each(String name, BiConsumer<DynamicEdit, String> change) throws IOException {
    for (String v : arguments.matchedOptionValue(name, new String[0])) {
      String value = resolve(v);
      dynamic(d -> change.accept(d, value));
    }
  }

  private void pairs(String name, BiConsumer<String, String> change) throws IOException {
    String[] values = arguments.matchedOptionValue(name, new String[0]);
    for (int i = 0; i + 1 < values.length; i += 2) {
      change.accept(resolve(values[i]), resolve(values[i + 1]));
    }
  }

  private static void split(String text, BiConsumer<String, String> use) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new InputException("expected OLD=NEW but was '" + text + "'");
    }
    use.accept(text.substring(0, equals), text.substring(equals + 1));
  }

  /** A value that begins with an at sign is read from a file, as patchelf does. */
  private static String resolve(String value) throws IOException {
    if (!value.startsWith("@")) {
      return value;
    }
    Path file = Path.of(value.substring(1));
    if (!Files.exists(file)) {
      throw new InputException("getting info about '" + file + "': no such file");
    }
    return Names.decode(Files.readAllBytes(file));
  }
}
