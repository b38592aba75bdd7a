package dev.elfwright.abi.library;

import dev.elfwright.abi.type.Roots;
import dev.elfwright.dwarf.AddressRange;
import dev.elfwright.dwarf.Entry;
import dev.elfwright.dwarf.Operation;
import dev.elfwright.dwarf.Value;
import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.OperationCode;
import dev.elfwright.dwarf.constant.Tag;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SymbolType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Finds the exported symbols that an entry of debugging information defines: by address, since
 * versioned symbols and second names have others in the source; a thread's variables by name. The
 * keys are places in the list of symbols.
 */
final class SymbolRoots implements Roots {
  /** Of one place, however many entries there are for it. */
  private static final int MOST_NAMES = 256;

  /** Of functions in parts, which a few are; lists of parts can be shared by all of a file. */
  private static final long MOST_RANGES = 10_000_000;

  private final AtomicLong ranges = new AtomicLong();
  private final List<Symbol> symbols;
  private final Map<Long, List<Integer>> functions = new HashMap<>();
  private final Map<Long, List<Integer>> variables = new HashMap<>();
  private final Map<String, List<Integer>> byName = new HashMap<>();

  private SymbolRoots(List<Symbol> symbols) {
    this.symbols = symbols;
  }

  /** Finds symbols by the names that entries have. */
  static SymbolRoots byName(List<Symbol> symbols) {
    SymbolRoots roots = new SymbolRoots(symbols);
    for (int key = 0; key < symbols.size(); key++) {
      add(roots.byName, symbols.get(key).name(), key);
    }
    return roots;
  }

  /** Finds symbols by the addresses of entries. */
  static SymbolRoots byPlace(List<Symbol> symbols, int machine) {
    SymbolRoots roots = new SymbolRoots(symbols);
    roots.addPlaces(machine);
    return roots;
  }

  private void addPlaces(int machine) {
    for (int key = 0; key < symbols.size(); key++) {
      Symbol s = symbols.get(key);
      switch (s.type()) {
        // Bit 0 says that the code is Thumb.
        case SymbolType.FUNC -> {
          // Where symbols lead to descriptors of functions, only names lead to code.
          if (machine == Machine.PPC64) {
            add(byName, s.name(), key);
          }
          add(functions, machine == Machine.ARM ? s.value() & ~1L : s.value(), key);
        }
        case SymbolType.OBJECT, SymbolType.COMMON -> add(variables, s.value(), key);
        case SymbolType.TLS -> add(byName, s.name(), key);
        default -> {}
      }
    }
  }

  private static <K> void add(Map<K, List<Integer>> map, K place, int key) {
    List<Integer> here = map.computeIfAbsent(place, _ -> new ArrayList<>(1));
    if (here.size() < MOST_NAMES) {
      here.add(key);
    }
  }

  @Override
  public IntStream named(Entry definition) {
    List<Integer> here = at(definition);
    if (here.isEmpty() && byName.isEmpty()) {
      return IntStream.empty();
    }
    String name = name(definition);
    return IntStream.concat(
        here.stream().mapToInt(i -> i).filter(key -> symbols.get(key).name().equals(name)),
        byName.getOrDefault(name, List.of()).stream().mapToInt(i -> i));
  }

  @Override
  public IntStream placed(Entry definition) {
    return at(definition).stream().mapToInt(i -> i);
  }

  private List<Integer> at(Entry definition) {
    if (definition.tag() == Tag.VARIABLE) {
      OptionalLong address = address(definition);
      return address.isPresent()
          ? variables.getOrDefault(address.getAsLong(), List.of())
          : List.of();
    }
    Optional<Long> start = definition.address(At.LOW_PC);
    if (start.isPresent()) {
      return functions.getOrDefault(start.get(), List.of());
    }
    if (!definition.has(At.RANGES) || ranges.get() > MOST_RANGES) {
      return List.of();
    }
    List<AddressRange> parts = definition.ranges();
    ranges.addAndGet(parts.size());
    return parts.stream()
        .map(part -> functions.getOrDefault(part.start(), List.of()))
        .filter(here -> !here.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static OptionalLong address(Entry variable) {
    if (!(variable.value(At.LOCATION).orElse(null) instanceof Value.Computed computed)) {
      return addressOfBlock(variable);
    }
    return onlyAddress(computed.expression().operations());
  }

  /** Before version 4, expressions are blocks. */
  private static OptionalLong addressOfBlock(Entry variable) {
    return variable.value(At.LOCATION).orElse(null) instanceof Value.Bytes
        ? onlyAddress(variable.locations(At.LOCATION).getFirst().expression().operations())
        : OptionalLong.empty();
  }

  private static OptionalLong onlyAddress(List<Operation> operations) {
    return operations.size() == 1
            && (operations.getFirst().code() == OperationCode.ADDR
                || operations.getFirst().code() == OperationCode.ADDRX
                || operations.getFirst().code() == OperationCode.GNU_ADDR_INDEX)
        ? OptionalLong.of(operations.getFirst().operands().getFirst())
        : OptionalLong.empty();
  }

  private static String name(Entry definition) {
    return definition
        .inheritedText(At.LINKAGE_NAME)
        .or(() -> definition.inheritedText(At.MIPS_LINKAGE_NAME))
        .or(() -> definition.inheritedText(At.NAME))
        .orElse("");
  }
}
