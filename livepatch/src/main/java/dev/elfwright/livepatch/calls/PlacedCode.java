package dev.elfwright.livepatch.calls;

import dev.elfwright.livepatch.code.CodeImage;
import dev.elfwright.livepatch.code.KernelCode;
import dev.elfwright.livepatch.code.ModuleCode;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** A kernel where it was linked for, with modules in it that nobody has loaded. */
final class PlacedCode {
  private final KernelImage kernel;
  private final CodeImage image;
  private final CodeMap map;
  private final Map<String, List<CodeImage.Part>> parts = new HashMap<>();
  private final Map<String, PlacedModule> modules = new HashMap<>();

  PlacedCode(KernelImage kernel) {
    this.kernel = kernel;
    this.image = KernelCode.of(kernel, 0);
    this.map = new CodeMap(image);
    map.add((section, start, end) -> start.isEmpty() ? image.section(section) : table(start, end));
    kernel.symbols().all().forEach(s -> map.add(s, s.address()));
    parts.put("vmlinux", image.code());
  }

  private Optional<CodeImage.Table> table(String start, String end) {
    OptionalLong from = only(start);
    OptionalLong to = only(end);
    return from.isPresent() && to.isPresent() && from.getAsLong() <= to.getAsLong()
        ? Optional.of(new CodeImage.Table(from.getAsLong(), to.getAsLong() - from.getAsLong()))
        : Optional.empty();
  }

  private OptionalLong only(String name) {
    return kernel.symbols().find(name, 0).stream().mapToLong(KernelSymbol::address).findFirst();
  }

  /** Places a module, which may refer to those that were placed before. */
  void add(KernelModule module) {
    PlacedModule placed = new PlacedModule(module, kernel, modules);
    CodeImage own = ModuleCode.of(module, placed, placed);
    image.addAll(own);
    map.add((section, _, _) -> own.section(section));
    placed.addTo(map);
    parts.put(module.name(), own.code());
    modules.put(module.name(), placed);
  }

  KernelImage kernel() {
    return kernel;
  }

  CodeMap map() {
    return map;
  }

  /** The code of an object that is there. */
  List<CodeImage.Part> parts(String object) {
    return parts.getOrDefault(object, List.of());
  }

  /** Where a symbol of an object is; 0 when that is not in memory. */
  long address(String object, KernelSymbol symbol) {
    return object.equals("vmlinux")
        ? symbol.address()
        : address(object, symbol.section(), symbol.address());
  }

  /** Where a place in a section of a module is; 0 when that is not in memory. */
  long address(String module, int section, long offset) {
    return Objects.requireNonNull(modules.get(module)).address(section, offset);
  }
}
