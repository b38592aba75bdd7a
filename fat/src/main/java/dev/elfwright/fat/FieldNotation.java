package dev.elfwright.fat;

import dev.elfwright.fat.TargetPattern.Fields;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** FatELF's notation: fields in any order with colons between them, each once or not at all. */
final class FieldNotation {
  private @Nullable Integer machine;
  private @Nullable Boolean is64;
  private @Nullable ByteOrder order;
  private @Nullable Integer osAbi;
  private @Nullable Integer abiVersion;
  private @Nullable Integer variant;

  private FieldNotation() {}

  /** Understands several fields. */
  static Fields parse(String text) {
    FieldNotation fields = new FieldNotation();
    for (String word : text.split(":")) {
      // Empty fields are any, as in fatelf's own tools.
      if (!word.isEmpty() && !fields.take(word)) {
        throw new FatRefusedException("no field of a target is called '" + word + "'");
      }
    }
    return fields.named(text);
  }

  /** Understands one field. */
  static Optional<Fields> ofWord(String word) {
    FieldNotation fields = new FieldNotation();
    return fields.take(word) ? Optional.of(fields.named(word)) : Optional.empty();
  }

  private Fields named(String text) {
    return new Fields(text, machine, is64, order, osAbi, abiVersion, variant);
  }

  private boolean take(String word) {
    switch (word) {
      case "le", "littleendian" -> order = ByteOrder.LITTLE_ENDIAN;
      case "be", "bigendian" -> order = ByteOrder.BIG_ENDIAN;
      case "32bit", "32bits" -> is64 = false;
      case "64bit", "64bits" -> is64 = true;
      default -> {
        return takeNumber(word);
      }
    }
    return true;
  }

  private boolean takeNumber(String word) {
    OptionalInt number = FatElfNames.number("osabiver", 0xff, word);
    if (number.isPresent()) {
      abiVersion = number.getAsInt();
      return true;
    }
    number = FatElfNames.number("variant", 0xff, word);
    if (number.isPresent()) {
      variant = number.getAsInt();
      return true;
    }
    number = FatElfNames.machine(word);
    if (number.isPresent()) {
      machine = number.getAsInt();
      return true;
    }
    number = FatElfNames.osAbi(word);
    if (number.isPresent()) {
      osAbi = number.getAsInt();
      return true;
    }
    return takeArchitecture(word);
  }

  private boolean takeArchitecture(String word) {
    Optional<Architecture> named = Architectures.named(word);
    named.ifPresent(a -> {
      machine = a.machine();
      is64 = a.is64();
      order = a.order();
    });
    return named.isPresent();
  }
}
