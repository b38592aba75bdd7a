package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.InputException;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.SymbolsEdit;
import java.util.Locale;

/** Symbols in the words that objcopy has for them. */
final class SymbolWords {
  private int binding = SymbolBinding.GLOBAL;
  private int type;
  private int visibility;

  private SymbolWords() {}

  /**
   * {@code NAME=[SECTION:]VALUE[,FLAG..]}; without a section the symbol is absolute.
   *
   * @param visibility of a symbol whose flags give none; empty for the default
   */
  static ElfTransform added(String text, String visibility) {
    OptionValues.Pair pair = OptionValues.Pair.of(text);
    String[] words = pair.value().split(",", -1);
    if (words[0].isEmpty() || words[0].startsWith(":") || words[0].endsWith(":")) {
      throw new InputException(
          "--add-symbol: expected NAME=[SECTION:]VALUE but was '" + text + "'");
    }
    int colon = words[0].indexOf(':');
    String section = colon < 0 ? "*ABS*" : words[0].substring(0, colon);
    long value = EditOptions.parse(words[0].substring(colon + 1));
    SymbolWords said = new SymbolWords();
    said.visibility = visibility.isEmpty() ? Symbol.VISIBILITY_DEFAULT : visibility(visibility);
    for (int i = 1; i < words.length; i++) {
      said.take(words[i]);
    }
    Symbol symbol =
        new Symbol(0, pair.name(), said.binding, said.type, said.visibility, 0, value, 0);
    return e -> e.symbols().add(new SymbolsEdit.NewSymbol(symbol, section));
  }

  private void take(String word) {
    switch (word.toLowerCase(Locale.ROOT)) {
      case "global" -> binding = SymbolBinding.GLOBAL;
      case "local" -> binding = SymbolBinding.LOCAL;
      case "weak" -> binding = SymbolBinding.WEAK;
      case "function" -> type = SymbolType.FUNC;
      case "indirect-function" -> type = SymbolType.GNU_IFUNC;
      case "object" -> type = SymbolType.OBJECT;
      case "section" -> type = SymbolType.SECTION;
      case "file" -> type = SymbolType.FILE;
      case "hidden", "protected", "default", "internal" -> visibility = visibility(word);
      case "debug", "constructor", "warning", "indirect", "synthetic", "unique-object" -> {
        // ELF has no such symbols; objcopy takes the words for the sake of other formats.
      }
      default -> {
        if (!word.startsWith("before=")) {
          throw new InputException("--add-symbol: unknown flag '" + word + "'");
        }
      }
    }
  }

  /** The two bits of st_other that a word stands for. */
  static int visibility(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "default" -> Symbol.VISIBILITY_DEFAULT;
      case "internal" -> Symbol.VISIBILITY_INTERNAL;
      case "hidden" -> Symbol.VISIBILITY_HIDDEN;
      case "protected" -> 3;
      default -> throw new InputException("unknown visibility '" + word + "'");
    };
  }
}
