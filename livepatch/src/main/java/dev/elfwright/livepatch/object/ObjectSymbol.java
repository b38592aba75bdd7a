package dev.elfwright.livepatch.object;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import org.jspecify.annotations.Nullable;

/**
 * A symbol and the section it lies in.
 *
 * @param value the symbol as the file has it
 * @param section its section, or null for one that is undefined, absolute, common, or in a section
 *     that is not loaded
 */
public record ObjectSymbol(Symbol value, @Nullable ObjectSection section) {
  /** The name; a section's symbol has its section's. */
  public String name() {
    ObjectSection s = section;
    return isSection() && s != null && value.name().isEmpty() ? s.name() : value.name();
  }

  /** Whether it is a function: STT_FUNC or STT_GNU_IFUNC. */
  public boolean isFunction() {
    return value.type() == SymbolType.FUNC || value.type() == SymbolType.GNU_IFUNC;
  }

  /** Whether it is data: STT_OBJECT or STT_TLS. */
  public boolean isData() {
    return value.type() == SymbolType.OBJECT || value.type() == SymbolType.TLS;
  }

  /** Whether it stands for a section: STT_SECTION. */
  public boolean isSection() {
    return value.type() == SymbolType.SECTION;
  }

  /** Whether no other file sees it: STB_LOCAL. */
  public boolean isLocal() {
    return value.binding() == SymbolBinding.LOCAL;
  }

  /** Whether it gives way to another definition: STB_WEAK. */
  public boolean isWeak() {
    return value.binding() == SymbolBinding.WEAK;
  }

  /** Whether it is defined in a section that is loaded. */
  public boolean isDefined() {
    return section != null;
  }

  @Override
  public String toString() {
    return name();
  }
}
