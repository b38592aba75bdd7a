package dev.elfwright.livepatch.text;

import dev.elfwright.livepatch.code.CodeImage;
import dev.elfwright.livepatch.code.ModuleCode;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Which function is at an address in memory. */
final class FunctionNames {
  /**
   * A place in a function.
   *
   * @param object {@code vmlinux} or a module; empty when the place is in none
   * @param function the symbol before it; the address when there is none
   * @param offset bytes from there
   */
  record Place(String object, String function, long offset) {
    @Override
    public String toString() {
      String at = offset == 0 ? function : "%s+0x%x".formatted(function, offset);
      return object.isEmpty() || object.equals("vmlinux") ? at : object + ":" + at;
    }
  }

  private record Known(String object, String function, long address) {}

  private final TreeMap<Long, Known> all =
      new TreeMap<>(Comparator.comparing((Long a) -> a ^ Long.MIN_VALUE));
  private final TreeMap<Long, Long> ends =
      new TreeMap<>(Comparator.comparing((Long a) -> a ^ Long.MIN_VALUE));

  FunctionNames(RunningKernel kernel) {
    for (KernelSymbol s : kernel.image().symbols().all()) {
      if (s.isCode()) {
        add("vmlinux", s.name(), kernel.moved(s.address()));
      }
    }
    ends.put(kernel.address("_text"), kernel.address("_etext"));
  }

  void add(KernelModule module, LoadedModule loaded, CodeImage code) {
    long[] sections = ModuleCode.addresses(module.elf(), loaded);
    for (KernelSymbol s : module.symbols().all()) {
      if (s.isCode() && sections[s.section()] != 0) {
        add(module.name(), s.name(), sections[s.section()] + s.address());
      }
    }
    code.code().forEach(p -> ends.put(p.address, p.address + p.size()));
  }

  private void add(String object, String function, long address) {
    all.putIfAbsent(address, new Known(object, function, address));
  }

  /** The function that an address is in. */
  Place at(long address) {
    Map.Entry<Long, Long> range = ends.floorEntry(address);
    Map.Entry<Long, Known> known = all.floorEntry(address);
    boolean isInside =
        range != null
            && Long.compareUnsigned(address, range.getValue()) < 0
            && known != null
            && Long.compareUnsigned(known.getKey(), range.getKey()) >= 0;
    return isInside
        ? new Place(known.getValue().object, known.getValue().function, address - known.getKey())
        : new Place("", "0x%x".formatted(address), 0);
  }
}
