package dev.elfwright.livepatch.build;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Names;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.object.Compilers;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Shows that a source file, compiled here and without the patch, becomes what the kernel was
 * shipped with: only then does the difference that a patch makes here mean the same there.
 *
 * <p>Each section of code must lie in the kernel as a whole, byte by byte. A field that a linker
 * filled in must lead to the symbol, the string or the place that the object file means; constant
 * data that code refers to is compared as well.
 */
final class IdentityGate {
  /** Filled in when the kernel is linked, by resolve_btfids. */
  private static final String NUMBERS_OF_TYPES = ".BTF_ids";

  private final String unit;
  private final ElfModel object;
  private final KernelObject kernel;
  private final Shipped shipped;
  private final SymbolTable symbols;
  private final Map<Integer, Long> bases = new HashMap<>();
  private final Map<Integer, TreeMap<Long, Relocation>> relocations = new HashMap<>();

  private IdentityGate(String unit, ElfModel object, KernelObject kernel, Shipped shipped) {
    this.unit = unit;
    this.object = object;
    this.kernel = kernel;
    this.shipped = shipped;
    this.symbols =
        object
            .symbols()
            .orElseThrow(
                () -> new LivepatchRefusedException(unit + ": compiled to a file without symbols"));
    for (Section s : object.sections()) {
      if (s.header().type() == SectionType.RELA) {
        TreeMap<Long, Relocation> of =
            relocations.computeIfAbsent(s.header().info(), _ -> new TreeMap<>());
        ((RelocationTable) s.content()).relocations().forEach(r -> of.put(r.offset(), r));
      }
    }
  }

  /**
   * Compares.
   *
   * @return where the functions and variables of the file are in the kernel, by their names
   * @throws LivepatchRefusedException when something differs; the message names the function, the
   *     byte and what is likely to be the reason
   */
  static Map<String, Long> check(
      String unit, ElfModel object, KernelObject kernel, Shipped shipped) {
    IdentityGate gate = new IdentityGate(unit, object, kernel, shipped);
    for (Section s : object.sections()) {
      if ((s.header().flags() & SectionFlag.EXECINSTR) != 0 && s.header().size() > 0) {
        gate.code(s);
      }
    }
    gate.constants();
    return gate.places();
  }

  /** Of two local symbols with one name nobody could tell which is meant. */
  private Map<String, Long> places() {
    Map<String, Long> places = new HashMap<>();
    Set<String> doubled = new HashSet<>();
    for (Symbol s : symbols.asList()) {
      Long base = s.isUndefined() || s.isReserved() ? null : bases.get(s.sectionIndex());
      if (base != null && !s.name().isEmpty() && places.put(s.name(), base + s.value()) != null) {
        doubled.add(s.name());
      }
    }
    places.keySet().removeAll(doubled);
    return places;
  }

  private LivepatchRefusedException refused(String message) {
    return new LivepatchRefusedException(
        "%s: does not become the code of %s: %s%s"
            .formatted(unit, kernel.elf().file(), message, Compilers.compared(object, kernel)));
  }

  private List<Symbol> functionsOf(Section section) {
    return symbols
        .symbols()
        .filter(s ->
            s.type() == SymbolType.FUNC
                && !s.isReserved()
                && s.sectionIndex() == section.index()
                && s.size() > 0)
        .sorted(Comparator.comparingLong(Symbol::value))
        .toList();
  }

  /** A mismatch: which function, how many bytes into it, and what. */
  private record Mismatch(Symbol function, long offset, String what) {}

  private void code(Section section) {
    List<Symbol> functions = functionsOf(section);
    if (functions.isEmpty()) {
      return;
    }
    Set<Long> candidates = candidates(functions);
    if (candidates.isEmpty()) {
      throw refused("it has no function " + functions.getFirst().name());
    }
    List<Long> same = new ArrayList<>();
    @Nullable Mismatch closest = null;
    Map<Integer, Long> known = Map.copyOf(bases);
    for (long base : candidates) {
      Mismatch mismatch = compare(section, functions, base);
      if (mismatch == null) {
        same.add(base);
        continue;
      }
      // What a wrong place seemed to tell of other sections is forgotten.
      bases.clear();
      bases.putAll(known);
      if (closest == null
          || mismatch.function.value() + mismatch.offset
              > closest.function.value() + closest.offset) {
        closest = mismatch;
      }
    }
    if (same.size() > 1) {
      throw refused(
          "%s is there %d times, and which one it is cannot be told"
              .formatted(functions.getFirst().name(), same.size()));
    } else if (same.isEmpty() && closest != null) {
      throw refused(
          "function %s, byte 0x%x: %s"
              .formatted(closest.function.name(), closest.offset, closest.what));
    }
    bases.put(section.index(), same.getFirst());
  }

  /** Where the section could begin, as the function with the fewest namesakes says. */
  private Set<Long> candidates(List<Symbol> functions) {
    Set<Long> fewest = Set.of();
    for (Symbol f : functions) {
      Set<Long> bases = new HashSet<>();
      shipped.places(f.name()).forEach(place -> bases.add(place - f.value()));
      if (!bases.isEmpty()
          && (fewest.isEmpty() || bases.size() < fewest.size())
          && f.binding() != SymbolBinding.WEAK) {
        fewest = bases;
      }
    }
    return fewest;
  }

  private @Nullable Mismatch compare(Section section, List<Symbol> functions, long base) {
    byte[] here = section.bytes().toArray(ValueLayout.JAVA_BYTE);
    for (Symbol f : functions) {
      int from = (int) f.value();
      int to = (int) Math.min(here.length, f.value() + f.size());
      byte[] there;
      try {
        there = shipped.bytes(base + from, to - from);
      } catch (IndexOutOfBoundsException | ElfFormatException e) {
        return new Mismatch(f, 0, "not in the kernel");
      }
      if (f.binding() != SymbolBinding.WEAK && !shipped.places(f.name()).contains(base + from)) {
        return new Mismatch(f, 0, "not where it would be behind the functions before it");
      }
      TreeMap<Long, Relocation> fields = relocations.getOrDefault(section.index(), new TreeMap<>());
      int blankUntil = from;
      for (int at = from; at < to; at++) {
        Relocation r = fields.get((long) at);
        if (r != null) {
          int size = X86Relocation.size((int) r.type());
          if (size == 0 || at + size > to) {
            return new Mismatch(f, at - from, "a relocation of type " + r.type());
          }
          String wrong = target(base + at, Shipped.number(there, at - from, size), r);
          if (wrong != null) {
            return new Mismatch(f, at - from, wrong + hint(here, there, f));
          }
          blankUntil = at + size;
        } else if (at >= blankUntil && here[at] != there[at - from]) {
          return new Mismatch(
              f,
              at - from,
              "0x%02x here, 0x%02x there%s"
                  .formatted(here[at] & 0xff, there[at - from] & 0xff, hint(here, there, f)));
        }
      }
    }
    return null;
  }

  /** The tracer's call at the start of a function tells what was left out or in. */
  private String hint(byte[] here, byte[] there, Symbol f) {
    boolean tracedHere = here[(int) f.value()] == (byte) 0xe8;
    boolean tracedThere = there[0] == (byte) 0xe8;
    return tracedHere == tracedThere
        ? ""
        : tracedHere ? "; likely without -pg" : "; likely with -pg";
  }

  /** Why a field does not lead to what the object file means, or null. */
  private @Nullable String target(long place, long field, Relocation r) {
    Symbol s = symbols.symbol(r.symbol());
    Shipped.Target target = shipped.target(place, field, r);
    return switch (target) {
      case null -> "no relocation to " + s.name();
      case Shipped.Target.Other(String name) ->
          s.isUndefined() && s.name().equals(name)
              ? null
              : "leads to %s, expected %s".formatted(name, s.name());
      case Shipped.Target.Place(long there) -> s.isUndefined() ? named(s, there) : own(s, there, r);
    };
  }

  private @Nullable String named(Symbol s, long there) {
    List<Long> places = shipped.places(s.name());
    return places.isEmpty() || places.contains(there)
        ? null
        : "leads elsewhere than to " + s.name();
  }

  /** All references to one section agree on where it begins; strings are compared themselves. */
  private @Nullable String own(Symbol s, long there, Relocation r) {
    // What is defined weakly here may be defined for good elsewhere.
    boolean isElsewhere =
        s.binding() == SymbolBinding.WEAK && shipped.places(s.name()).contains(there);
    if (s.isReserved() || isElsewhere) {
      return null;
    }
    Section section = object.sections().get(s.sectionIndex());
    if ((section.header().flags() & SectionFlag.MERGE) != 0) {
      return merged(section, s, there, r);
    }
    long base = there - s.value();
    Long known = bases.putIfAbsent(section.index(), base);
    return known == null || known == base
        ? null
        : "leads to another place in %s than others do".formatted(section.name());
  }

  private @Nullable String merged(Section section, Symbol s, long there, Relocation r) {
    if ((section.header().flags() & SectionFlag.STRINGS) == 0) {
      return null;
    }
    long skipped = X86Relocation.isRelative((int) r.type()) ? 4 : 0;
    long offset = s.value() + r.addend() + skipped;
    byte[] text = string(section, offset);
    byte[] other;
    try {
      other = shipped.bytes(there + r.addend() + skipped, text.length);
    } catch (IndexOutOfBoundsException | ElfFormatException e) {
      return "leads to no string";
    }
    return Arrays.equals(text, other)
        ? null
        : "string \"%s\" here, \"%s\" there".formatted(printable(text), printable(other));
  }

  private static byte[] string(Section section, long offset) {
    byte[] all = section.bytes().toArray(ValueLayout.JAVA_BYTE);
    int end = Math.clamp(offset, 0, all.length);
    while (end < all.length && all[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(
        all, Math.clamp(offset, 0, all.length), Math.min(end + 1, all.length));
  }

  private static String printable(byte[] text) {
    return Names.printable(new String(text, StandardCharsets.ISO_8859_1).replace("\0", ""));
  }

  /** Constant data whose place the code has told. */
  private void constants() {
    for (Map.Entry<Integer, Long> e : Map.copyOf(bases).entrySet()) {
      Section section = object.sections().get(e.getKey());
      long flags = section.header().flags();
      if (!section.hasBytes()
          || section.name().equals(NUMBERS_OF_TYPES)
          || (flags & (SectionFlag.EXECINSTR | SectionFlag.WRITE)) != 0) {
        continue;
      }
      byte[] here = section.bytes().toArray(ValueLayout.JAVA_BYTE);
      byte[] there = shipped.bytes(e.getValue(), here.length);
      relocations
          .getOrDefault(e.getKey(), new TreeMap<>())
          .values()
          .forEach(r -> {
            int size = X86Relocation.size((int) r.type());
            for (int i = 0; i < size && r.offset() + i < here.length; i++) {
              here[(int) r.offset() + i] = 0;
              there[(int) r.offset() + i] = 0;
            }
          });
      int differs = Arrays.mismatch(here, there);
      if (differs >= 0) {
        throw refused("section %s, byte 0x%x differs".formatted(section.name(), differs));
      }
    }
  }
}
