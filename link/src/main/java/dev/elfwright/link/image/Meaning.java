package dev.elfwright.link.image;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SectionIndex;
import dev.elfwright.link.input.ObjectInput;

/** What a symbol of an object stands for in the linked file. */
sealed interface Meaning {
  /** The null symbol, or a weak one that is nowhere: 0. */
  record Nothing() implements Meaning {
    @Override
    public String name() {
      return "";
    }
  }

  /** A definition in one of the objects. */
  record Defined(ObjectInput input, Symbol symbol) implements Meaning {
    @Override
    public String name() {
      return symbol.name();
    }

    boolean isNumber() {
      return symbol.isReserved() && symbol.sectionIndex() == SectionIndex.ABS;
    }
  }

  /** What only the loader finds. */
  record Imported(String name) implements Meaning {}

  /** A place of the file itself that only the linker knows, such as _DYNAMIC. */
  record Landmark(String name) implements Meaning {}

  /** The symbol's name, empty when it has none. */
  String name();

  /** Whether it lies in the image, and so moves with it. */
  default boolean isPlace() {
    return switch (this) {
      case Nothing _, Imported _ -> false;
      case Defined d -> !d.isNumber();
      case Landmark _ -> true;
    };
  }
}
