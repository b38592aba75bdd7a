package dev.elfwright.machine.rseq;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocations;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.Machine;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The descriptors of a file, with the addresses that a linker or loader would write into them, and
 * the code that they lead to.
 */
public final class RseqTable {
  private static final String NAME = "__rseq_cs";
  private static final int OBJECT = 1;
  private static final int LONGEST = 1 << 16;

  /** The types that set, add to or subtract from a word of 64 bits. */
  private record Types(long absolute, long relative, long add, long subtract) {
    static Optional<Types> of(int machine) {
      return switch (machine) {
        case Machine.X86_64 -> Optional.of(new Types(1, 8, -1, -1));
        case Machine.AARCH64 -> Optional.of(new Types(257, 1027, -1, -1));
        case Machine.RISCV -> Optional.of(new Types(2, 3, 36, 40));
        default -> Optional.empty();
      };
    }
  }

  private final ElfModel model;
  private final boolean isObject;
  private final Map<Long, Long> words = new HashMap<>();

  private RseqTable(ElfModel model) {
    this.model = model;
    this.isObject = model.header().type() == OBJECT;
  }

  /** The table of a file; without descriptors when it has no section of that name. */
  public static RseqTable of(ElfModel model) {
    return new RseqTable(model);
  }

  /** The file. */
  public ElfModel model() {
    return model;
  }

  /**
   * All descriptors, in the order of the file.
   *
   * @throws dev.elfwright.elf.ElfFormatException when a section does not lie in the file
   */
  public List<RseqSection> sections() {
    List<RseqSection> all = new ArrayList<>();
    for (Section s : model.sections()) {
      if (s.name().equals(NAME) && s.hasBytes()) {
        read(s, all);
      }
    }
    return List.copyOf(all);
  }

  private void read(Section section, List<RseqSection> all) {
    SectionHeader h = section.header();
    model.bytes().require(h.offset(), h.size(), NAME);
    relocate(section);
    for (long at = 0; at + RseqSection.SIZE <= h.size(); at += RseqSection.SIZE) {
      long offset = h.offset() + at;
      long place = (isObject ? 0 : h.address()) + at;
      all.add(
          new RseqSection(
              offset,
              model.bytes().u32(offset),
              model.bytes().u32(offset + 4),
              word(place + 8, offset + 8),
              word(place + 16, offset + 16),
              word(place + 24, offset + 24)));
    }
  }

  private long word(long place, long offset) {
    return words.getOrDefault(place, model.bytes().i64(offset));
  }

  /** Notes what relocations write into the section: by addresses, in an object by distances. */
  private void relocate(Section section) {
    words.clear();
    Optional<Types> types = Types.of(model.header().machine());
    if (types.isEmpty()) {
      return;
    }
    if (isObject) {
      for (Section s : model.sections()) {
        if (s.content() instanceof Relocations r && s.header().info() == section.index()) {
          linked(s).ifPresent(t -> note(r, t, types.get()));
        }
      }
    } else {
      model.dynamic().ifPresent(d -> relocate(section.header(), d, types.get()));
    }
  }

  private Optional<SymbolTable> linked(Section relocations) {
    int index = relocations.header().link();
    boolean there = index >= 0 && index < model.sections().size();
    return there && model.sections().get(index).content() instanceof SymbolTable t
        ? Optional.of(t)
        : Optional.empty();
  }

  private void relocate(SectionHeader h, DynamicModel dynamic, Types types) {
    for (Relocations r : dynamic.relocations()) {
      r.forEach((offset, type, symbol, addend) -> {
        if (Long.compareUnsigned(offset - h.address(), h.size()) < 0) {
          if (type == types.relative()) {
            words.put(offset, addend);
          } else if (type == types.absolute() && dynamic.symbols().contains(symbol)) {
            words.put(offset, dynamic.symbols().value(symbol) + addend);
          }
        }
      });
    }
  }

  private void note(Relocations relocations, SymbolTable symbols, Types types) {
    relocations.forEach((offset, type, symbol, addend) -> {
      if (!symbols.contains(symbol)) {
        return;
      }
      long value = ((long) symbols.sectionIndex(symbol) << 32) + symbols.value(symbol) + addend;
      if (type == types.absolute()) {
        words.put(offset, value);
      } else if (type == types.add()) {
        words.merge(offset, value, Long::sum);
      } else if (type == types.subtract()) {
        words.merge(offset, -value, Long::sum);
      }
    });
  }

  /** Code at an address; empty when not all of it is in the file, or it is longer than 64 KiB. */
  Optional<byte[]> code(long address, long length) {
    if (length < 0 || length > LONGEST) {
      return Optional.empty();
    }
    OptionalLong offset = isObject ? inSection(address, length) : inSegment(address, length);
    return offset.isEmpty()
        ? Optional.empty()
        : Optional.of(
            model.bytes().slice(offset.getAsLong(), length, "code").toArray(ValueLayout.JAVA_BYTE));
  }

  private OptionalLong inSegment(long address, long length) {
    boolean executable =
        model.segments().stream()
            .anyMatch(s ->
                s.isLoad()
                    && (s.flags() & Segment.EXECUTE) != 0
                    && Long.compareUnsigned(address - s.address(), s.fileSize()) < 0);
    return executable ? model.offsetOf(address, length) : OptionalLong.empty();
  }

  private OptionalLong inSection(long address, long length) {
    long index = address >>> 32;
    long distance = address & 0xffff_ffffL;
    if (index >= model.sections().size()) {
      return OptionalLong.empty();
    }
    SectionHeader h = model.sections().get((int) index).header();
    boolean there =
        (h.flags() & SectionHeader.EXECUTE) != 0
            && model.sections().get((int) index).hasBytes()
            && distance <= h.size()
            && length <= h.size() - distance;
    return there ? OptionalLong.of(h.offset() + distance) : OptionalLong.empty();
  }
}
