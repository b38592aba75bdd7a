package dev.elfwright.livepatch.diff;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.build.Label;
import dev.elfwright.elf.build.ObjectBuilder;
import dev.elfwright.elf.build.ObjectFile;
import dev.elfwright.elf.build.Reference;
import dev.elfwright.elf.build.SectionBuilder;
import dev.elfwright.elf.build.SymbolBuilder;
import dev.elfwright.elf.build.Target;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.object.ObjectSection;
import dev.elfwright.livepatch.object.ObjectSymbol;
import dev.elfwright.livepatch.object.Piece;
import dev.elfwright.livepatch.object.Relocations;
import dev.elfwright.livepatch.special.Policy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes what is carried as an object file that is linked into the patch's module.
 *
 * <p>What the running kernel has is referred to by undefined symbols of the form that {@code
 * livepatch convert} takes, {@code .klp.sym.rela.PATCHED.OBJECT.NAME,N}. Names of other files stay
 * plain: where the kernel exports them, the module loader resolves them. Replaced functions become
 * local, so that nothing else in the module calls one before it is complete.
 */
final class PatchObject {
  private static final String TRACER_TABLE = "__mcount_loc";

  private final ObjectPair pair;
  private final Selection selection;
  private final SymbolPositions kernel;
  private final Map<Piece, Label> starts = new HashMap<>();
  private final Map<ObjectSymbol, String> names = new IdentityHashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Set<String> exported = new HashSet<>();

  PatchObject(ObjectPair pair, Selection selection, SymbolPositions kernel) {
    this.pair = pair;
    this.selection = selection;
    this.kernel = kernel;
    for (ObjectSymbol s : pair.original().symbols()) {
      for (String prefix : List.of("__ksymtab_", "__export_symbol_")) {
        if (s.name().startsWith(prefix)) {
          exported.add(s.name().substring(prefix.length()));
        }
      }
    }
  }

  LayoutPlan plan() {
    Target t = pair.patched().processor().target();
    return ObjectFile.build(
        Target.of(t.is64(), t.order(), t.machine(), pair.patched().flags()), this::write);
  }

  private void write(ObjectBuilder out) {
    for (Piece piece : selection.included().keySet()) {
      starts.put(piece, out.label());
      piece.symbols().forEach(s -> names.put(s, nameInPatch(piece, s)));
    }
    var bySection = new LinkedHashMap<ObjectSection, List<Piece>>();
    pair.patched().pieces().stream()
        .filter(selection::contains)
        .forEach(p -> bySection.computeIfAbsent(p.section(), _ -> new ArrayList<>()).add(p));
    // A section that follows another's order needs that other one first.
    bySection.forEach((section, pieces) -> {
      if (!isOrdered(section)) {
        writeSection(out, section, pieces);
      }
    });
    bySection.forEach((section, pieces) -> {
      if (isOrdered(section)) {
        writeSection(out, section, pieces);
      }
    });
    writeTracerTable(out);
    writeUnwindTable(out);
    writeNamespaces(out);
  }

  // Names.

  /** Replaced functions have the names that the kernel knows them by. */
  private String nameInPatch(Piece piece, ObjectSymbol symbol) {
    Piece twin = pair.before(piece);
    boolean first = symbol == piece.symbol();
    String name =
        first && twin != null && twin.symbol() != null
            ? requireNonNull(twin.symbol()).name()
            : symbol.name();
    String free = name;
    for (int n = 2; !taken.add(free); n++) {
      free = name + "." + n;
    }
    return free;
  }

  private String kernelName(Piece original) {
    String name = requireNonNull(original.symbol(), original.name()).name();
    if (exported.contains(name) && kernel.object().equals("vmlinux")) {
      return name;
    }
    return ".klp.sym.rela.%1$s.%1$s.%2$s,%3$d"
        .formatted(kernel.object(), name, kernel.position(original));
  }

  // Sections.

  private void writeSection(ObjectBuilder out, ObjectSection section, List<Piece> pieces) {
    long flags = section.header().flags() & ~(SectionFlag.GROUP | SectionFlag.INFO_LINK);
    Label _ =
        out.section(
            section.name(),
            section.header().type(),
            flags,
            s -> {
              s.entrySize(section.header().entrySize());
              if (isOrdered(section)) {
                s.linkedTo(codeOf(pieces.getFirst()));
              }
              pieces.forEach(p -> writePiece(out, s, p));
            });
  }

  private static boolean isOrdered(ObjectSection section) {
    return (section.header().flags() & SectionFlag.LINK_ORDER) != 0;
  }

  /** The start of the code that the entries of an ordered section are for. */
  private Label codeOf(Piece entry) {
    Relocations r = entry.section().relocations();
    int i = entry.firstRelocation();
    Label start = i < entry.endOfRelocations() && r.isInside(i) ? starts.get(r.target(i)) : null;
    if (start == null) {
      throw new LivepatchRefusedException(
          "%s: an entry of %s belongs to no code that is carried"
              .formatted(pair.patched(), entry.section()));
    }
    return start;
  }

  private void writePiece(ObjectBuilder out, SectionBuilder s, Piece piece) {
    if (piece.kind() != Piece.Kind.ENTRY) {
      align(s, piece);
    }
    s.bind(requireNonNull(starts.get(piece)));
    List<ObjectSymbol> symbols =
        piece.symbols().stream().sorted(Comparator.comparingLong(x -> x.value().value())).toList();
    Relocations r = piece.section().relocations();
    int nextSymbol = 0;
    int nextRelocation = piece.firstRelocation();
    int endOfRelocations = piece.endOfRelocations();
    long at = piece.start();
    while (true) {
      while (nextSymbol < symbols.size() && symbols.get(nextSymbol).value().value() <= at) {
        define(out, s, piece, symbols.get(nextSymbol++));
      }
      while (nextRelocation < endOfRelocations && r.offset(nextRelocation) == at) {
        relocate(out, s, piece, nextRelocation++);
      }
      long next = piece.end();
      if (nextSymbol < symbols.size()) {
        next = Math.min(next, symbols.get(nextSymbol).value().value());
      }
      if (nextRelocation < endOfRelocations) {
        next = Math.min(next, r.offset(nextRelocation));
      }
      if (at == piece.end()) {
        return;
      }
      copy(s, piece.section(), at, next);
      at = next;
    }
  }

  /** Places it as it was with regard to its section's alignment. */
  private static void align(SectionBuilder s, Piece piece) {
    long alignment = Math.max(1, piece.section().header().alignment());
    if (Long.bitCount(alignment) != 1) {
      return;
    }
    s.align(1);
    if (s.position() == 0) {
      s.align(alignment);
    }
    s.zeros(piece.start() - s.position() & alignment - 1);
  }

  private static void copy(SectionBuilder s, ObjectSection section, long from, long to) {
    if (section.hasBytes()) {
      s.bytes(Arrays.copyOfRange(section.bytes(), (int) from, (int) to));
    } else {
      s.zeros(to - from);
    }
  }

  private void define(ObjectBuilder out, SectionBuilder s, Piece piece, ObjectSymbol symbol) {
    boolean replaced = pair.before(piece) != null || piece.kind() == Piece.Kind.CONTENT;
    var _ =
        out.define(
            requireNonNull(names.get(symbol)),
            s.here(),
            a -> attributes(a, symbol).binding(replaced ? 0 : symbol.value().binding()));
  }

  private static SymbolBuilder attributes(SymbolBuilder a, ObjectSymbol symbol) {
    int type = symbol.value().type();
    return a.type(type).size(symbol.value().size()).other(symbol.value().other() & 0xfc);
  }

  // References.

  private void relocate(ObjectBuilder out, SectionBuilder s, Piece user, int i) {
    Relocations r = user.section().relocations();
    int type = r.type(i);
    if (!r.isInside(i)) {
      ObjectSymbol symbol = r.symbol(i);
      Reference to =
          symbol.isWeak() && symbol.value().isUndefined()
              ? undefined(out, symbol.name(), symbol)
              : out.symbol(symbol.name());
      s.relocate(Integer.toUnsignedLong(type), to, r.addend(i));
      return;
    }
    Piece target = r.target(i);
    long fromSection = r.symbol(i).value().value() + r.addend(i);
    if (!selection.contains(target) || isLastingPointer(user, r, i)) {
      ObjectSymbol symbol = requireNonNull(target.symbol(), () -> target + " has no name");
      Piece twin = requireNonNull(pair.before(target), target.name());
      ObjectSymbol before = requireNonNull(twin.symbol(), twin.name());
      String name = kernelName(twin);
      s.relocate(
          Integer.toUnsignedLong(type),
          undefined(out, name, before),
          fromSection - symbol.value().value());
      return;
    }
    String name = names.get(r.symbol(i));
    if (name != null) {
      s.relocate(Integer.toUnsignedLong(type), out.symbol(name), r.addend(i));
    } else {
      s.relocate(
          Integer.toUnsignedLong(type),
          requireNonNull(starts.get(target)),
          fromSection - target.start());
    }
  }

  private final Map<String, Reference> undefined = new HashMap<>();

  private Reference undefined(ObjectBuilder out, String name, ObjectSymbol like) {
    return undefined.computeIfAbsent(
        name,
        n ->
            out.undefined(
                n,
                a -> {
                  SymbolBuilder b = a.type(like.value().type());
                  if (like.isWeak() && like.value().isUndefined()) {
                    b.weak();
                  } else {
                    b.global();
                  }
                }));
  }

  /**
   * Whether a reference takes the address of a replaced function, to call it through a pointer that
   * may outlive the patch. The kernel's function is meant then: calls of it come to the patch while
   * it is in force, and to what replaces it afterwards.
   */
  private boolean isLastingPointer(Piece user, Relocations r, int i) {
    Piece target = r.target(i);
    ObjectSymbol symbol = target.symbol();
    if (target.kind() != Piece.Kind.FUNCTION
        || symbol == null
        || pair.before(target) == null
        || user.kind() == Piece.Kind.ENTRY) {
      return false;
    }
    boolean start = r.targetOffset(i) + target.start() == symbol.value().value();
    return start && pair.patched().processor().takesAddress(r.type(i));
  }

  // Tables that are made anew.

  /** Where the compiler made no table of the tracer's calls, as recordmcount does it. */
  private void writeTracerTable(ObjectBuilder out) {
    List<Piece> traced =
        selection.included().keySet().stream()
            .filter(p -> p.kind() == Piece.Kind.FUNCTION)
            .filter(p -> p.entries().stream().noneMatch(e -> isTracerTable(e.section())))
            .filter(p -> Tracer.callOffset(pair.patched(), p) >= 0)
            .toList();
    if (traced.isEmpty()) {
      return;
    }
    Label _ =
        out.data(
            TRACER_TABLE,
            s -> {
              s.align(8);
              for (Piece p : traced) {
                s.relocate(
                    pair.patched().processor().absoluteRelocation(),
                    requireNonNull(starts.get(p)),
                    Tracer.callOffset(pair.patched(), p));
                s.i64(0);
              }
            });
  }

  private static boolean isTracerTable(ObjectSection section) {
    return section.has(Policy.REBUILT) && !section.name().startsWith(".orc");
  }

  /** The rows of .orc_unwind that belong to the carried rows of .orc_unwind_ip. */
  private void writeUnwindTable(ObjectBuilder out) {
    ObjectSection rows = section(".orc_unwind");
    ObjectSection places = section(".orc_unwind_ip");
    if (rows == null || places == null || places.pieces().isEmpty()) {
      return;
    }
    long size = rows.size() / places.pieces().size();
    List<Integer> carried = new ArrayList<>();
    for (int i = 0; i < places.pieces().size(); i++) {
      if (selection.contains(places.pieces().get(i))) {
        carried.add(i);
      }
    }
    if (carried.isEmpty() || size == 0) {
      return;
    }
    Label _ =
        out.constants(
            rows.name(),
            s -> {
              s.align(Math.max(1, rows.header().alignment()));
              carried.forEach(i -> copy(s, rows, i * size, (i + 1) * size));
            });
    ObjectSection header = section(".orc_header");
    if (header != null) {
      Label _ = out.constants(header.name(), s -> copy(s, header, 0, header.size()));
    }
  }

  private @org.jspecify.annotations.Nullable ObjectSection section(String name) {
    return pair.patched().sections().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** MODULE_IMPORT_NS: {@code import_ns=NAME} among the strings of .modinfo. */
  private void writeNamespaces(ObjectBuilder out) {
    ObjectSection modinfo = section(".modinfo");
    if (modinfo == null) {
      return;
    }
    String text = new String(modinfo.bytes(), StandardCharsets.ISO_8859_1);
    List<String> imports = new ArrayList<>();
    for (String line : text.split("\0")) {
      int at = line.indexOf("import_ns=");
      if (at == 0 || at > 0 && line.charAt(at - 1) == '.') {
        imports.add(line.substring(at));
      }
    }
    if (!imports.isEmpty()) {
      Label _ = out.constants(".modinfo", s -> imports.forEach(s::string));
    }
  }
}
