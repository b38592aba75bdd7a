package dev.elfwright.link.fuse;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.SymbolTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The compiled starter (native/starter/starter.c), placed and relocated here: code and constants in
 * one read-only executable block, its few variables in another that is writable.
 */
final class StarterObject {
  static final String PLAN = "plan";

  private final ElfModel object;
  private final SymbolTable symbols;
  private final Map<Integer, Long> offsets = new LinkedHashMap<>();
  private final long codeSize;
  private final long variablesSize;

  private StarterObject(ElfModel object) {
    this.object = object;
    this.symbols = object.symbols().orElseThrow();
    long code = 0;
    long variables = 0;
    for (Section s : object.sections()) {
      SectionHeader h = s.header();
      if ((h.flags() & SectionHeader.ALLOC) == 0) {
        continue;
      }
      if ((h.flags() & SectionHeader.WRITE) != 0) {
        variables = ImageLayout.roundUp(variables, Math.max(1, h.alignment()));
        offsets.put(s.index(), variables);
        variables += h.size();
      } else {
        code = ImageLayout.roundUp(code, Math.max(1, h.alignment()));
        offsets.put(s.index(), code);
        code += h.size();
      }
    }
    codeSize = code;
    variablesSize = variables;
  }

  static StarterObject load() {
    try (InputStream in = StarterObject.class.getResourceAsStream("starter.o")) {
      if (in == null) {
        throw new IllegalStateException("starter.o was not built into this program");
      }
      return new StarterObject(Elf.parse("starter.o", MemorySegment.ofArray(in.readAllBytes())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long offset(int section) {
    return requireNonNull(offsets.get(section));
  }

  long codeSize() {
    return codeSize;
  }

  long variablesSize() {
    return variablesSize;
  }

  /** The distance of a function from the start of the code. */
  long offsetOf(String function) {
    for (int i = 1; i < symbols.count(); i++) {
      if (symbols.name(i).equals(function) && !symbols.isUndefined(i)) {
        return offset(symbols.sectionIndex(i)) + symbols.value(i);
      }
    }
    throw new IllegalStateException("the starter has no function " + function);
  }

  /** The code, relocated for its place. */
  byte[] link(long codeAt, long variablesAt, long planAt) {
    ByteBuffer code = ByteBuffer.allocate((int) codeSize).order(ByteOrder.LITTLE_ENDIAN);
    for (Section s : object.sections()) {
      if (isCode(s.index()) && s.hasBytes()) {
        code.put((int) offset(s.index()), s.bytes().toArray(ValueLayout.JAVA_BYTE));
      }
    }
    for (Section s : object.sections()) {
      if (s.content() instanceof RelocationTable table && isCode(s.header().info())) {
        relocate(table, code, codeAt, offset(s.header().info()), variablesAt, planAt);
      }
    }
    return code.array();
  }

  private boolean isCode(int section) {
    return offsets.containsKey(section)
        && (object.sectionHeaders().get(section).flags() & SectionHeader.WRITE) == 0;
  }

  private void relocate(
      RelocationTable table,
      ByteBuffer code,
      long codeAt,
      long sectionOffset,
      long variablesAt,
      long planAt) {
    for (int i = 0; i < table.count(); i++) {
      int at = (int) (sectionOffset + table.offset(i));
      long target = address(table.symbol(i), codeAt, variablesAt, planAt) + table.addend(i);
      switch ((int) table.type(i)) {
        case X86_64.PC32, X86_64.PLT32 -> code.putInt(at, Math.toIntExact(target - (codeAt + at)));
        default -> throw new IllegalStateException("starter.o: relocation type " + table.type(i));
      }
    }
  }

  private long address(int symbol, long codeAt, long variablesAt, long planAt) {
    if (symbols.isUndefined(symbol)) {
      if (symbols.name(symbol).equals(PLAN)) {
        return planAt;
      }
      throw new IllegalStateException("starter.o: nothing defines " + symbols.name(symbol));
    }
    int section = symbols.sectionIndex(symbol);
    return (isCode(section) ? codeAt : variablesAt) + offset(section) + symbols.value(symbol);
  }

  /** The starter's own global functions: name to distance from the start of the code. */
  Map<String, Long> functions() {
    Map<String, Long> found = new LinkedHashMap<>();
    for (int i = 1; i < symbols.count(); i++) {
      if (isCode(symbols.sectionIndex(i))
          && !symbols.name(i).isEmpty()
          && !symbols.name(i).startsWith(".")) {
        found.put(symbols.name(i), offset(symbols.sectionIndex(i)) + symbols.value(i));
      }
    }
    return found;
  }
}
