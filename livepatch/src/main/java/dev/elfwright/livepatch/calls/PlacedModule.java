package dev.elfwright.livepatch.calls;

import dev.elfwright.elf.Section;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.code.ModuleCode;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import dev.elfwright.livepatch.module.KlpSymbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A module at addresses made up for it, where the kernel puts modules, with the kernel where it was
 * linked for. What other modules export has a place without code.
 */
final class PlacedModule implements ModuleCode.Placement, ModuleCode.Symbols {
  private static final long MODULES = 0xffff_ffff_c000_0000L;
  private static final long FOREIGN = 0xffff_ffff_f000_0000L;
  private static final long PAGE = 4096;

  /** Between what one module has of others and what the next has. */
  private static final long FOREIGN_DISTANCE = 0x0010_0000;

  private final KernelModule module;
  private final KernelImage kernel;
  private final Map<String, List<Long>> sections = new HashMap<>();
  private final Map<String, Long> foreign = new HashMap<>();
  private final Map<String, PlacedModule> others;
  private final long start;
  private final long end;
  private final long foreignStart;

  /**
   * Places it behind others.
   *
   * @param others those that are there, by their names
   */
  PlacedModule(KernelModule module, KernelImage kernel, Map<String, PlacedModule> others) {
    this.module = module;
    this.kernel = kernel;
    this.others = Map.copyOf(others);
    this.start = others.values().stream().mapToLong(o -> o.end).max().orElse(MODULES - PAGE) + PAGE;
    this.foreignStart = FOREIGN + others.size() * FOREIGN_DISTANCE;
    long at = start;
    for (Section s : module.elf().sections()) {
      if ((s.header().flags() & SectionFlag.ALLOC) != 0 && s.header().size() > 0) {
        sections.computeIfAbsent(s.name(), _ -> new ArrayList<>()).add(at);
        at += (s.header().size() + 2 * PAGE - 1) / PAGE * PAGE;
      }
    }
    this.end = at;
    if (at < start || at > FOREIGN) {
      throw new LivepatchRefusedException(
          "%s: it and the modules before it are larger than the space of modules"
              .formatted(module.elf().file()));
    }
  }

  @Override
  public OptionalLong section(String section, int nth) {
    List<Long> found = sections.getOrDefault(section, List.of());
    return nth < found.size() ? OptionalLong.of(found.get(nth)) : OptionalLong.empty();
  }

  @Override
  public long processorData() {
    return start - PAGE;
  }

  @Override
  public OptionalLong exported(String name) {
    OptionalLong own =
        kernel.symbols().named(name).stream()
            .filter(s -> !s.isLocal())
            .mapToLong(KernelSymbol::address)
            .findFirst();
    return own.isPresent() ? own : OptionalLong.of(foreignPlace(name));
  }

  private long foreignPlace(String name) {
    return foreign.computeIfAbsent(name, _ -> foreignStart + 16L * foreign.size());
  }

  @Override
  public OptionalLong find(KlpSymbol s) {
    if (s.object().equals("vmlinux")) {
      return kernel.symbols().find(s.name(), s.sympos()).stream()
          .mapToLong(KernelSymbol::address)
          .findFirst();
    }
    PlacedModule other = others.get(s.object());
    OptionalLong there =
        other == null
            ? OptionalLong.empty()
            : other.module.symbols().find(s.name(), s.sympos()).stream()
                .mapToLong(found -> other.address(found.section(), found.address()))
                .findFirst();
    return there.isPresent() ? there : OptionalLong.of(foreignPlace(s.name()));
  }

  /** Where a place in a section is; 0 when the section is not in memory. */
  long address(int section, long offset) {
    long[] addresses = ModuleCode.addresses(module.elf(), this);
    return section <= 0 || section >= addresses.length || addresses[section] == 0
        ? 0
        : addresses[section] + offset;
  }

  @Override
  public boolean isLoaded(String object) {
    return true;
  }

  /** Names the module's functions and those that it uses. */
  void addTo(CodeMap code) {
    foreign.forEach((name, at) -> code.add(name, at));
    long[] addresses = ModuleCode.addresses(module.elf(), this);
    for (KernelSymbol s : module.symbols().all()) {
      if (addresses[s.section()] != 0) {
        code.add(s, addresses[s.section()] + s.address());
      }
    }
  }
}
