package dev.elfwright.fat;

import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a user says of a target; several targets may fit. */
public sealed interface TargetPattern {

  /**
   * A place in the table of a fat file.
   *
   * @param number counted from 0
   */
  record Numbered(int number) implements TargetPattern {
    @Override
    public String toString() {
      return "record" + number;
    }
  }

  /**
   * Fields that a target has to have; null is any. Of several targets that fit and differ in the
   * variant alone, the plain one is meant where no variant is named.
   *
   * @param text what the user wrote
   * @param machine e_machine
   * @param is64 whether the class is ELFCLASS64
   * @param order the byte order
   * @param osAbi EI_OSABI
   * @param abiVersion EI_ABIVERSION
   * @param variant the number of a variant
   */
  record Fields(
      String text,
      @Nullable Integer machine,
      @Nullable Boolean is64,
      @Nullable ByteOrder order,
      @Nullable Integer osAbi,
      @Nullable Integer abiVersion,
      @Nullable Integer variant)
      implements TargetPattern {

    /** Whether a target has these fields. */
    public boolean fits(Target target) {
      return (machine == null || machine == target.machine())
          && (is64 == null || is64 == target.is64())
          && (order == null || order == target.order())
          && (osAbi == null || osAbi == target.osAbi())
          && (abiVersion == null || abiVersion == target.abiVersion())
          && (variant == null || variant == target.variant());
    }

    private Fields withVariant(int number) {
      return new Fields(text, machine, is64, order, osAbi, abiVersion, number);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Understands a name: {@code amd64} (Debian), {@code x86_64} (uname, Apple), {@code
   * x86_64-linux-gnu} (GNU), {@code linux/arm64/v8} (OCI, Go), {@code x86-64-v3} or {@code
   * ppc64el-power10} (variants), {@code x86_64:64bits:le:sysv:osabiver0} (FatELF, any of the
   * fields), {@code record2} (a place in the table, from 0).
   *
   * @throws FatRefusedException when it is none of these
   */
  static TargetPattern parse(String text) {
    OptionalInt place = FatElfNames.number("record", 0xff, text);
    if (place.isPresent()) {
      return new Numbered(place.getAsInt());
    }
    if (text.contains(":")) {
      return FieldNotation.parse(text);
    }
    return ofArchitecture(text)
        .or(() -> ofVariant(text))
        .or(() -> FieldNotation.ofWord(text))
        .orElseThrow(() -> new FatRefusedException("no target is called '" + text + "'"));
  }

  /**
   * The one target of a pattern that names an architecture, of the System V ABI.
   *
   * @throws FatRefusedException when a record's number or only some fields are given
   */
  static Target target(TargetPattern pattern) {
    if (pattern instanceof Fields f && f.machine() != null && f.is64() != null) {
      ByteOrder order = f.order();
      if (order != null) {
        return new Target(
            f.machine(),
            orZero(f.osAbi()),
            orZero(f.abiVersion()),
            f.is64(),
            order,
            orZero(f.variant()));
      }
    }
    throw new FatRefusedException("'" + pattern + "' does not say machine, class and byte order");
  }

  private static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  private static Optional<Fields> ofArchitecture(String text) {
    String word = text;
    if (text.startsWith("linux/")) {
      // OCI: os/architecture/variant. Variants of Arm tell nothing that an ELF header does.
      String[] parts = text.split("/", -1);
      word = parts[1];
      if (parts.length == 3 && !word.startsWith("arm")) {
        return ofVariant(word + "-" + parts[2]).map(f -> named(text, f));
      }
    }
    return Architectures.named(word)
        .or(() -> Architectures.ofTriplet(text))
        .map(a -> new Fields(text, a.machine(), a.is64(), a.order(), null, null, null));
  }

  private static Fields named(String text, Fields f) {
    return new Fields(text, f.machine, f.is64, f.order, f.osAbi, f.abiVersion, f.variant);
  }

  /** {@code ARCHITECTURE-VARIANT}; Ubuntu writes {@code amd64v3}, Apple {@code x86_64h}. */
  private static Optional<Fields> ofVariant(String text) {
    String word =
        switch (text) {
          case "amd64v2", "amd64v3", "amd64v4" -> "amd64-" + text.substring(5);
          case "x86_64h" -> "amd64-v3";
          default -> text;
        };
    int dash = word.lastIndexOf('-');
    if (dash < 0) {
      return Optional.empty();
    }
    return ofArchitecture(word.substring(0, dash))
        .flatMap(f -> {
          Integer machine = f.machine();
          OptionalInt number =
              machine == null
                  ? OptionalInt.empty()
                  : Variants.number(machine, word.substring(dash + 1));
          return number.isPresent()
              ? Optional.of(named(text, f.withVariant(number.getAsInt())))
              : Optional.empty();
        });
  }
}
