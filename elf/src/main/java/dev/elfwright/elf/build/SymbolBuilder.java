package dev.elfwright.elf.build;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import org.jspecify.annotations.Nullable;

/**
 * What a symbol is besides its name and place. Without any of this it is local, of no type, of
 * unknown size and visible by default.
 */
public final class SymbolBuilder {
  private int binding = SymbolBinding.LOCAL;
  private int type = SymbolType.NOTYPE;
  private int other = Symbol.VISIBILITY_DEFAULT;
  private long size;
  private @Nullable Label end;

  SymbolBuilder() {}

  /** Visible to other files: STB_GLOBAL. */
  public SymbolBuilder global() {
    return binding(SymbolBinding.GLOBAL);
  }

  /** Gives way to a global definition; undefined, it may stay so: STB_WEAK. */
  public SymbolBuilder weak() {
    return binding(SymbolBinding.WEAK);
  }

  /** Any binding, see {@link SymbolBinding}. */
  public SymbolBuilder binding(int value) {
    binding = value;
    return this;
  }

  /** STT_FUNC. */
  public SymbolBuilder function() {
    return type(SymbolType.FUNC);
  }

  /** STT_OBJECT: a variable or constant. */
  public SymbolBuilder object() {
    return type(SymbolType.OBJECT);
  }

  /** STT_TLS: an offset in each thread's block. */
  public SymbolBuilder threadLocal() {
    return type(SymbolType.TLS);
  }

  /** Any type, see {@link SymbolType}. */
  public SymbolBuilder type(int value) {
    type = value;
    return this;
  }

  /** STV_HIDDEN: not visible outside of the program or library it gets into. */
  public SymbolBuilder hidden() {
    return visibility(Symbol.VISIBILITY_HIDDEN);
  }

  /** STV_PROTECTED: visible, but its own file always takes its own definition. */
  public SymbolBuilder protectedVisibility() {
    return visibility(Symbol.VISIBILITY_PROTECTED);
  }

  private SymbolBuilder visibility(int value) {
    other = other & ~3 | value;
    return this;
  }

  /** The upper six bits of st_other, which psABIs define; the lower two bits must be 0. */
  public SymbolBuilder other(int bits) {
    if ((bits & ~0xfc) != 0) {
      throw new IllegalArgumentException("st_other 0x%x is no processor's".formatted(bits));
    }
    other = other & 3 | bits;
    return this;
  }

  /** The size in bytes. */
  public SymbolBuilder size(long bytes) {
    size = bytes;
    return this;
  }

  /** The size is the distance to this label, which must be in the same section. */
  public SymbolBuilder until(Label label) {
    end = label;
    return this;
  }

  Symbol build(String name, int section, long value) {
    Label until = end;
    long bytes = until == null ? size : until.offset() - value;
    return new Symbol(0, name, binding, type, other, section, value, bytes);
  }
}
