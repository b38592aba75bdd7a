package dev.elfwright.abi.type;

import dev.elfwright.dwarf.Dwarf;
import dev.elfwright.dwarf.Unit;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.btf.Btf;
import dev.elfwright.elf.constant.Machine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads the types that functions and variables lead to, each once for all units of a file. Units of
 * DWARF are read in parallel; what was found of a unit's entries is dropped when it is done.
 */
public final class TypeReader {
  /**
   * What was found.
   *
   * @param types all types that the wanted ones refer to, in the order of their spelling
   * @param byKey the number of each wanted one's type
   * @param alignments what the source asks for of variables, in bytes, by key
   */
  public record Found(TypeTable types, Map<Integer, Integer> byKey, Map<Integer, Long> alignments) {
    /** Copies the maps. */
    public Found {
      byKey = Map.copyOf(byKey);
      alignments = Map.copyOf(alignments);
    }
  }

  private final Map<Type, Integer> shapes = new ConcurrentHashMap<>();
  private final AtomicInteger shapeCount = new AtomicInteger();

  private TypeReader() {}

  /**
   * Reads the types.
   *
   * @param model the file, or the one that its debugging information was taken from
   * @param roots what they are wanted of
   * @throws ElfFormatException when an entry is malformed, or types refer to each other in a way
   *     that no compiler writes
   */
  public static Found read(Dwarf dwarf, ElfModel model, Roots roots) {
    TypeReader reader = new TypeReader();
    return reader.joined(
        dwarf.units().parallelStream().map(u -> reader.graph(u, model, roots)).toList(),
        model,
        ".debug_info");
  }

  /**
   * Reads the types that BTF has of functions and variables.
   *
   * @param model the file that they are of
   * @param wanted for each key, the names that the source may have for it, the likeliest first
   * @throws ElfFormatException when a type is malformed, or types refer to each other in a way that
   *     no compiler writes
   */
  public static Found read(Btf btf, ElfModel model, List<List<String>> wanted) {
    TypeReader reader = new TypeReader();
    long pointerSize = model.bytes().is64() ? 8 : 4;
    return reader.joined(
        List.of(BtfGraph.read(btf, model.toString(), pointerSize, wanted, reader::shape)),
        model,
        ".BTF");
  }

  private Found joined(List<UnitGraph> graphs, ElfModel model, String section) {
    long largestAlignment = model.header().machine() == Machine.I386 ? 4 : 16;
    Type[] byShape = new Type[shapeCount.get()];
    shapes.forEach((type, shape) -> byShape[shape] = type);
    return new TypeGraph(graphs, byShape, largestAlignment)
        .minimal()
        .orElseThrow(() ->
            new ElfFormatException(
                model.toString(),
                0,
                section,
                "types that differ only behind %d references".formatted(Minimization.MOST_STEPS)));
  }

  private UnitGraph graph(Unit unit, ElfModel model, Roots roots) {
    Unit outline = unit.split().orElse(unit).outline();
    try {
      return UnitGraph.read(outline, model.bytes().order(), roots, this::shape);
    } finally {
      outline.forgetEntries();
    }
  }

  private int shape(Type type) {
    return shapes.computeIfAbsent(type, _ -> shapeCount.getAndIncrement());
  }
}
