package dev.elfwright.livepatch.calls;

import dev.elfwright.elf.Section;
import dev.elfwright.elf.constant.SectionFlag;
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

  private final KernelModule module;
  private final KernelImage kernel;
  private final Map<String, List<Long>> sections = new HashMap<>();
  private final Map<String, Long> foreign = new HashMap<>();

  PlacedModule(KernelModule module, KernelImage kernel) {
    this.module = module;
    this.kernel = kernel;
    long at = MODULES;
    for (Section s : module.elf().sections()) {
      if ((s.header().flags() & SectionFlag.ALLOC) != 0 && s.header().size() > 0) {
        sections.computeIfAbsent(s.name(), _ -> new ArrayList<>()).add(at);
        at += (s.header().size() + 2 * PAGE - 1) / PAGE * PAGE;
      }
    }
  }

  @Override
  public OptionalLong section(String section, int nth) {
    List<Long> found = sections.getOrDefault(section, List.of());
    return nth < found.size() ? OptionalLong.of(found.get(nth)) : OptionalLong.empty();
  }

  @Override
  public long processorData() {
    return MODULES - PAGE;
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
    return foreign.computeIfAbsent(name, _ -> FOREIGN + 16L * foreign.size());
  }

  @Override
  public OptionalLong find(KlpSymbol s) {
    return s.object().equals("vmlinux")
        ? kernel.symbols().find(s.name(), s.sympos()).stream()
            .mapToLong(KernelSymbol::address)
            .findFirst()
        : OptionalLong.of(foreignPlace(s.name()));
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
