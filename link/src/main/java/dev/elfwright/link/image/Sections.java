package dev.elfwright.link.image;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.Section;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.link.input.ObjectInput;
import dev.elfwright.link.input.Region;
import dev.elfwright.link.refusal.ObjectLinkException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which section of an object gets into which section of the file, and where in it. */
final class Sections {
  /** Compilers put a function's or variable's own name behind these; linkers take it off. */
  private static final List<String> PREFIXES =
      List.of(
          ".text",
          ".rodata",
          ".data.rel.ro",
          ".data",
          ".bss.rel.ro",
          ".bss",
          ".tdata",
          ".tbss",
          ".gcc_except_table",
          ".init_array",
          ".fini_array",
          ".ctors",
          ".dtors");

  /** What the linker makes itself, and finds again by its name. */
  private static final Set<String> OWN =
      Set.of(
          ".interp",
          ".dynamic",
          ".dynsym",
          ".dynstr",
          ".hash",
          ".gnu.hash",
          ".gnu.version",
          ".gnu.version_d",
          ".gnu.version_r",
          ".rela.dyn",
          ".rela.plt",
          ".relr.dyn",
          ".got",
          ".got.plt",
          ".plt",
          ".eh_frame_hdr");

  private static final long KEPT_FLAGS =
      SectionFlag.ALLOC | SectionFlag.WRITE | SectionFlag.EXECINSTR | SectionFlag.TLS;

  private static final long LARGEST_ALIGNMENT = 1 << 16;

  private record Key(String name, boolean hasBytes, long flags) {}

  private record Source(ObjectInput input, Section section) {}

  private final Map<Key, OutputSection> outputs = new LinkedHashMap<>();
  private final Map<ObjectInput, Map<Integer, Spot>> spots = new HashMap<>();
  private final Map<Meaning.Defined, Spot> commons = new HashMap<>();
  private final List<Source> sources = new ArrayList<>();

  Sections(List<ObjectInput> inputs, Globals globals) {
    for (ObjectInput input : inputs) {
      spots.put(input, new HashMap<>());
      input.sections().stream()
          .filter(s -> !globals.isDropped(input, s.index()))
          .forEach(s -> sources.add(new Source(input, s)));
    }
    // .init_array.00101 runs before .init_array.00200, and both before .init_array (GNU ld).
    sources.stream().sorted(Comparator.comparing(Sections::priority)).forEach(this::add);
    for (Meaning.Defined d : globals.defined()) {
      if (d.input().isCommon(d.symbol())) {
        commons.put(d, addCommon(d));
      }
    }
  }

  /** Empty for what needs no order: the sort keeps it as it is. */
  private static String priority(Source s) {
    String name = s.section.name();
    int type = s.section.header().type();
    boolean ordered = type == SectionType.INIT_ARRAY || type == SectionType.FINI_ARRAY;
    int number = name.lastIndexOf('.');
    return !ordered ? "" : number > 0 ? name.substring(number) : "~";
  }

  private void add(Source source) {
    Section s = source.section;
    if (OWN.contains(s.name())) {
      throw source.input.refuse("section %s is the linker's own".formatted(s.name()));
    }
    String array = arrayName(s.header().type());
    // Arrays of functions may come with or without SHF_WRITE; the loader knows one of each kind.
    long flags =
        array.isEmpty() ? s.header().flags() & KEPT_FLAGS : SectionFlag.ALLOC | SectionFlag.WRITE;
    Key key = new Key(array.isEmpty() ? outputName(s.name()) : array, s.hasBytes(), flags);
    OutputSection output =
        outputs.computeIfAbsent(
            key, k -> new OutputSection(k.name, s.header().type(), flags, region(s, array)));
    long alignment = Math.max(1, s.header().alignment());
    if (Long.bitCount(alignment) != 1 || alignment < 0 || alignment > LARGEST_ALIGNMENT) {
      throw source.input.refuse("%s wants alignment %d".formatted(s.name(), alignment));
    }
    long at = grow(source.input, output, s.header().size(), alignment);
    spotsOf(source.input).put(s.index(), new Spot(output, at));
  }

  private static String arrayName(int type) {
    return switch (type) {
      case SectionType.INIT_ARRAY -> ".init_array";
      case SectionType.FINI_ARRAY -> ".fini_array";
      case SectionType.PREINIT_ARRAY -> ".preinit_array";
      default -> "";
    };
  }

  private static @Nullable Region region(Section s, String array) {
    if (!array.isEmpty()) {
      return Region.RELOCATED;
    }
    return ObjectInput.inMemory(s) ? Region.of(s) : null;
  }

  private Map<Integer, Spot> spotsOf(ObjectInput input) {
    return requireNonNull(spots.get(input));
  }

  private static long grow(ObjectInput input, OutputSection to, long size, long alignment) {
    return to.grow(size, alignment, () -> input.refuse(to.name + " is larger than 1 GiB"));
  }

  private Spot addCommon(Meaning.Defined d) {
    Symbol s = d.symbol();
    long alignment = Math.max(1, s.value());
    if (Long.bitCount(alignment) != 1 || alignment > LARGEST_ALIGNMENT) {
      throw d.input().refuse("%s wants alignment %d".formatted(s.name(), alignment));
    }
    OutputSection bss = bss();
    return new Spot(bss, grow(d.input(), bss, s.size(), alignment));
  }

  private OutputSection bss() {
    long flags = SectionFlag.ALLOC | SectionFlag.WRITE;
    return outputs.computeIfAbsent(
        new Key(".bss", false, flags),
        _ -> new OutputSection(".bss", SectionType.NOBITS, flags, Region.VARIABLES));
  }

  /** Makes room for a variable that the loader copies into the program. */
  Spot addCopy(String name, Variable variable) {
    OutputSection bss = bss();
    long at =
        bss.grow(
            variable.size(),
            variable.alignment(),
            () -> new ObjectLinkException("no room for a copy of '%s'".formatted(name)));
    return new Spot(bss, at);
  }

  private static String outputName(String name) {
    return PREFIXES.stream()
        .filter(p -> name.equals(p) || name.startsWith(p + "."))
        .findFirst()
        .orElse(name);
  }

  List<OutputSection> outputs() {
    return new ArrayList<>(outputs.values());
  }

  /** Where a section is; null when it is not in the file. */
  @Nullable Spot of(ObjectInput input, int section) {
    return spotsOf(input).get(section);
  }

  /** Where a definition that is no number is; null when it is in a section that is left out. */
  @Nullable Spot of(Meaning.Defined d) {
    if (d.input().isCommon(d.symbol())) {
      return commons.get(d);
    }
    Spot start = d.symbol().isReserved() ? null : of(d.input(), d.symbol().sectionIndex());
    return start == null ? null : new Spot(start.section(), start.offset() + d.symbol().value());
  }

  /** Copies the objects' bytes. */
  void copy() {
    for (Source s : sources) {
      Spot to = of(s.input, s.section.index());
      if (to != null && to.section().hasBytes()) {
        MemorySegment bytes = s.section.bytes();
        to.section().content().asSlice(to.offset(), bytes.byteSize()).copyFrom(bytes);
      }
    }
  }
}
