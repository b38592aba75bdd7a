package dev.elfwright.livepatch.code;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.module.KlpSection;
import dev.elfwright.livepatch.module.KlpSymbol;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The code of a module where it is in memory, linked as the loader links it ({@code
 * simplify_symbols} and {@code apply_relocate_add}), and as the kernel's livepatch code does for
 * objects that are loaded.
 */
public final class ModuleCode {
  /** The section of data that each processor has for itself. */
  private static final String PROCESSOR_DATA = ".data..percpu";

  private final KernelModule module;
  private final ElfModel elf;
  private final Placement placement;
  private final Symbols others;
  private final CodeImage code;
  private final long[] addresses;

  /** Where a module is. */
  public interface Placement {
    /** Where the section with this name is, the nth of them from 0 on. */
    OptionalLong section(String section, int nth);

    /** Where its data for each processor are; 0 for none. */
    long processorData();
  }

  /** What a module uses of others. */
  public interface Symbols {
    /** An export, or a symbol of the kernel's own that is said by object and position. */
    OptionalLong exported(String name);

    /** A symbol of any object that is loaded. */
    OptionalLong find(KlpSymbol symbol);

    /** Whether an object is loaded. */
    boolean isLoaded(String object);
  }

  private ModuleCode(KernelModule module, Placement placement, Symbols others) {
    this.module = module;
    this.elf = module.elf();
    this.placement = placement;
    this.others = others;
    this.code = new CodeImage(elf.file());
    this.addresses = addresses();
  }

  /**
   * The code of a module.
   *
   * @throws ElfFormatException when it has no symbols, or one that is defined nowhere
   */
  public static CodeImage of(KernelModule module, Placement placement, Symbols others) {
    ModuleCode made = new ModuleCode(module, placement, others);
    made.place();
    made.link();
    return made.code;
  }

  private long[] addresses() {
    return addresses(elf, placement);
  }

  /** Where each section is in memory, 0 for those that are not. */
  public static long[] addresses(ElfModel elf, Placement placement) {
    long[] addresses = new long[elf.sections().size()];
    Map<String, Integer> seen = new HashMap<>();
    for (Section s : elf.sections()) {
      boolean isLoaded = (s.header().flags() & SectionFlag.ALLOC) != 0 && s.header().size() > 0;
      if (!isLoaded) {
        continue;
      }
      addresses[s.index()] =
          s.name().equals(PROCESSOR_DATA)
              ? placement.processorData()
              : placement.section(s.name(), seen.merge(s.name(), 1, Integer::sum) - 1).orElse(0);
    }
    return addresses;
  }

  private void place() {
    for (Section s : elf.sections()) {
      SectionHeader h = s.header();
      if (addresses[s.index()] != 0 && s.hasBytes() && !s.name().equals(PROCESSOR_DATA)) {
        boolean isCode = (h.flags() & SectionFlag.EXECINSTR) != 0 && !KernelModule.isInit(s.name());
        byte[] bytes = s.bytes().toArray(ValueLayout.JAVA_BYTE);
        code.add(new CodeImage.Part(s.name(), addresses[s.index()], bytes, isCode));
      }
    }
  }

  private void link() {
    SymbolTable symbols =
        elf.symbols()
            .orElseThrow(() ->
                new ElfFormatException(
                    elf.file(), ElfFormatException.NO_OFFSET, "module", "no symbol table"));
    for (Section s : elf.sections()) {
      int target = (int) s.header().info();
      boolean applies =
          s.header().type() == SectionType.RELA
              && target > 0
              && target < addresses.length
              && addresses[target] != 0
              && isDue(s);
      if (applies) {
        ((RelocationTable) s.content())
            .relocations()
            .forEach(r -> apply(addresses[target] + r.offset(), r, symbols.symbol(r.symbol())));
      }
    }
  }

  /** Relocations for a module that is not loaded wait. */
  private boolean isDue(Section section) {
    return (section.header().flags() & KlpSection.FLAG) == 0
        || KlpSection.parse(section.name()).filter(k -> others.isLoaded(k.object())).isPresent();
  }

  private void apply(long place, Relocation r, Symbol symbol) {
    if (!code.has(place, 1)) {
      return;
    }
    long value = value(symbol) + r.addend();
    switch ((int) r.type()) {
      case 0 -> {}
      case 1 -> code.write64(place, value);
      case 24 -> code.write64(place, value - place);
      case 2, 4 -> code.write32(place, (int) (value - place));
      case 10, 11 -> code.write32(place, (int) value);
      default -> throw code.malformed("relocation type " + r.type() + " is unknown to the kernel");
    }
  }

  private long value(Symbol s) {
    if (s.storedSectionIndex() == KlpSymbol.SECTION) {
      return KlpSymbol.parse(s.name())
          .map(others::find)
          .filter(OptionalLong::isPresent)
          .orElseThrow(() -> code.malformed("symbol " + s.name() + " is in no object"))
          .getAsLong();
    } else if (s.isUndefined()) {
      OptionalLong found = others.exported(s.name());
      if (found.isEmpty() && s.binding() != SymbolBinding.WEAK) {
        throw code.malformed(
            "%s: symbol %s is exported by nothing that is loaded"
                .formatted(module.name(), s.name()));
      }
      return found.orElse(0);
    } else if (s.isReserved()) {
      return s.value();
    }
    return addresses[s.sectionIndex()] + s.value();
  }
}
