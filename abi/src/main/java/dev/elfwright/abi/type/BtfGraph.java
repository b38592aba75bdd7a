package dev.elfwright.abi.type;

import dev.elfwright.dwarf.constant.Encoding;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.btf.Btf;
import dev.elfwright.elf.btf.BtfType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * The types that wanted functions and variables of a {@code .BTF} section lead to, as a graph. BTF
 * knows no addresses: what is wanted is found by its name. It has no classes, and does not say what
 * alignment the source asks for.
 */
final class BtfGraph {
  /** Tags, and dimensions of one array, in a row. */
  private static final int DEEPEST = 64;

  /** Letters of names, on an average, before somebody lets all names be one long one. */
  private static final long LONGEST_NAMES = 128;

  private static final int GLOBAL = 1;
  private static final Set<String> FLOATS = Set.of("float", "double", "long double");

  private final Btf btf;
  private final String file;
  private final long pointerSize;
  private final Map<Integer, Integer> numbers = new HashMap<>();
  private final List<BtfType> waiting = new ArrayList<>();
  private final List<Integer> references = new ArrayList<>();
  private long names = 1;
  private long letters;

  private BtfGraph(Btf btf, String file, long pointerSize) {
    this.btf = btf;
    this.file = file;
    this.pointerSize = pointerSize;
  }

  /**
   * Reads the graph.
   *
   * @param file the name used in messages
   * @param pointerSize in bytes, which BTF does not say
   * @param wanted for each key, the names that the source may have for it, the likeliest first
   * @param shapeOf a number for each shape
   * @throws ElfFormatException when a type is malformed
   */
  static UnitGraph read(
      Btf btf,
      String file,
      long pointerSize,
      List<List<String>> wanted,
      ToIntFunction<Type> shapeOf) {
    BtfGraph reading = new BtfGraph(btf, file, pointerSize);
    Map<Integer, Integer> found = new HashMap<>();
    for (int key = 0; key < wanted.size(); key++) {
      OptionalInt type =
          wanted.get(key).stream()
              .map(reading::definition)
              .filter(OptionalInt::isPresent)
              .findFirst()
              .orElse(OptionalInt.empty());
      if (type.isPresent()) {
        found.put(key, type.getAsInt());
      }
    }
    return reading.graph(found, shapeOf);
  }

  /**
   * The type of the function or variable of a name. Of functions of the same name in several files
   * it is not known which is meant, unless one is global; pahole calls all of them static.
   */
  private OptionalInt definition(String name) {
    List<BtfType> all =
        btf.named(name).limit(DEEPEST).mapToObj(btf::type).filter(BtfGraph::isDefinition).toList();
    List<BtfType> global = all.stream().filter(BtfGraph::isGlobal).toList();
    int[] types =
        (global.isEmpty() ? all : global).stream().mapToInt(BtfGraph::target).distinct().toArray();
    return types.length == 1 ? OptionalInt.of(number(types[0])) : OptionalInt.empty();
  }

  private static boolean isDefinition(BtfType type) {
    return type instanceof BtfType.Function || type instanceof BtfType.Variable;
  }

  private static boolean isGlobal(BtfType type) {
    return type instanceof BtfType.Function(_, _, int linkage) && linkage == GLOBAL
        || type instanceof BtfType.Variable(_, _, int own) && own == GLOBAL;
  }

  private static int target(BtfType definition) {
    return switch (definition) {
      case BtfType.Function(_, int prototype, _) -> prototype;
      case BtfType.Variable(_, int type, _) -> type;
      default -> throw new IllegalStateException(definition.toString());
    };
  }

  private BtfType type(int id) {
    if (id < 0 || id >= btf.count()) {
      throw malformed("type %d, of %d types".formatted(Integer.toUnsignedLong(id), btf.count()));
    }
    return btf.type(id);
  }

  private ElfFormatException malformed(String message) {
    return new ElfFormatException(file, ElfFormatException.NO_OFFSET, ".BTF", message);
  }

  /** The number of a type here; tags, which compilers look at, are no part of it. */
  private int number(int id) {
    if (id == 0) {
      return Type.VOID;
    }
    Integer known = numbers.get(id);
    if (known != null) {
      return known;
    }
    int at = id;
    BtfType type = type(id);
    for (int step = 0; type instanceof BtfType.Qualified(var what, _, int target); step++) {
      if (what != BtfType.Qualifier.TYPE_TAG) {
        break;
      }
      if (step == DEEPEST) {
        throw malformed("type " + id + ": more than " + DEEPEST + " tags");
      }
      at = target;
      type = type(at);
    }
    if (at != id) {
      return number(at);
    }
    waiting.add(type);
    numbers.put(id, waiting.size());
    return waiting.size();
  }

  private UnitGraph graph(Map<Integer, Integer> found, ToIntFunction<Type> shapeOf) {
    List<Integer> shapes = new ArrayList<>(List.of(shapeOf.applyAsInt(new Type.Nothing())));
    List<int[]> all = new ArrayList<>(List.of(new int[0]));
    for (int i = 0; i < waiting.size(); i++) {
      shapes.add(shapeOf.applyAsInt(shape(waiting.get(i))));
      all.add(references.stream().mapToInt(r -> r).toArray());
      references.clear();
    }
    return new UnitGraph(
        shapes.stream().mapToInt(s -> s).toArray(),
        all.toArray(int[][]::new),
        found,
        Map.of(),
        Map.of());
  }

  /** Notes the next reference of the type that is being read; void stands for it in the shape. */
  private int refer(int id) {
    references.add(number(id));
    return Type.VOID;
  }

  private String name(String name) {
    names++;
    letters += name.length();
    if (letters > LONGEST_NAMES * names + Character.MAX_VALUE) {
      throw malformed("names of more than " + LONGEST_NAMES + " letters on an average");
    }
    return name;
  }

  private Type shape(BtfType type) {
    return switch (type) {
      case BtfType.Int i -> new Type.Base(name(i.name()), i.size(), encoding(i));
      case BtfType.Floating(var name, long size) -> new Type.Base(name(name), size, Encoding.FLOAT);
      case BtfType.Pointer(int target) ->
          new Type.Pointer(Type.PointerKind.POINTER, pointerSize, refer(target));
      case BtfType.Array a -> array(a);
      case BtfType.Composite c -> aggregate(c);
      case BtfType.Enumeration e -> enumeration(e);
      case BtfType.Forward(var kind, var name) ->
          new Type.Opaque(
              kind == BtfType.Composite.Kind.UNION
                  ? Type.DeclaredKind.UNION
                  : Type.DeclaredKind.STRUCT,
              name(name));
      case BtfType.Typedef(var name, int target) -> new Type.Typedef(name(name), refer(target));
      case BtfType.Qualified(var qualifier, _, int target) ->
          new Type.Qualified(qualifier(qualifier), refer(target));
      case BtfType.Prototype p -> function(p);
      case BtfType.Void _,
          BtfType.Function _,
          BtfType.Variable _,
          BtfType.DataSection _,
          BtfType.DeclarationTag _ ->
          throw malformed("'%s' stands where a type is expected".formatted(type.name()));
    };
  }

  /**
   * As DWARF has it. Only clang calls a character one, pahole leaves it to the name; and before
   * Linux 5.12 there was no other kind for what has a floating point.
   */
  private static int encoding(BtfType.Int type) {
    boolean isSigned = (type.encoding() & BtfType.Int.SIGNED) != 0;
    if ((type.encoding() & BtfType.Int.BOOL) != 0) {
      return Encoding.BOOLEAN;
    }
    if (FLOATS.contains(type.name())) {
      return Encoding.FLOAT;
    }
    if (type.size() == 1 && type.name().endsWith("char")) {
      return isSigned ? Encoding.SIGNED_CHAR : Encoding.UNSIGNED_CHAR;
    }
    return isSigned ? Encoding.SIGNED : Encoding.UNSIGNED;
  }

  private static Type.Qualifier qualifier(BtfType.Qualifier qualifier) {
    return switch (qualifier) {
      case CONST -> Type.Qualifier.CONST;
      case VOLATILE -> Type.Qualifier.VOLATILE;
      case RESTRICT -> Type.Qualifier.RESTRICT;
      case TYPE_TAG -> throw new IllegalStateException("tags were left out");
    };
  }

  /** An array of arrays is one of several dimensions; one without elements may be an open one. */
  private Type array(BtfType.Array outer) {
    List<Long> counts = new ArrayList<>();
    BtfType.Array last = outer;
    counts.add(count(outer));
    while (counts.size() < DEEPEST && type(last.element()) instanceof BtfType.Array inner) {
      counts.add(count(inner));
      last = inner;
    }
    return new Type.Array(refer(last.element()), counts, false);
  }

  private static long count(BtfType.Array array) {
    return array.count() == 0 ? -1 : array.count();
  }

  private Type aggregate(BtfType.Composite c) {
    List<Type.Member> members = new ArrayList<>(c.members().size());
    for (BtfType.Member m : c.members()) {
      members.add(new Type.Member(name(m.name()), refer(m.type()), m.bitOffset(), m.bits()));
    }
    return new Type.Aggregate(
        c.kind() == BtfType.Composite.Kind.UNION
            ? Type.AggregateKind.UNION
            : Type.AggregateKind.STRUCT,
        name(c.name()),
        c.size(),
        0,
        Type.Passing.BY_VALUE,
        List.of(),
        members,
        List.of());
  }

  /** One that is only declared has no constants. */
  private Type enumeration(BtfType.Enumeration e) {
    return e.constants().isEmpty()
        ? new Type.Opaque(Type.DeclaredKind.ENUM, name(e.name()))
        : new Type.Enumeration(
            name(e.name()),
            e.size(),
            e.constants().stream()
                .map(c -> new Type.Enumerator(name(c.name()), c.value()))
                .toList());
  }

  private Type function(BtfType.Prototype p) {
    int result = refer(p.result());
    int count = p.parameters().size();
    boolean isVariadic =
        count > 0
            && p.parameters().getLast().type() == 0
            && p.parameters().getLast().name().isEmpty();
    return new Type.Function(
        result,
        IntStream.range(0, isVariadic ? count - 1 : count)
            .map(i -> refer(p.parameters().get(i).type()))
            .boxed()
            .toList(),
        isVariadic);
  }
}
