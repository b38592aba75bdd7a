package dev.elfwright.livepatch.text;

import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.code.ModuleCode;
import dev.elfwright.livepatch.code.Structure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A module in memory, as the kernel's own list has it.
 *
 * @param name as {@code lsmod} prints it
 * @param processorData where its data for each processor are; 0 for none
 * @param sections where each section is, as {@code /sys/module/NAME/sections} shows it; several of
 *     one name in the order of the file
 */
record LoadedModule(String name, long processorData, Map<String, List<Long>> sections)
    implements ModuleCode.Placement {
  private static final int MOST = 10_000;

  /** {@code MODULE_STATE_UNFORMED} in {@code include/linux/module.h}: nothing in it counts yet. */
  private static final int UNFORMED = 3;

  /**
   * All modules of a kernel.
   *
   * @throws LivepatchRefusedException when the list is broken
   */
  static List<LoadedModule> all(RunningKernel kernel) throws IOException {
    List<LoadedModule> all = new ArrayList<>();
    Structure module = kernel.structure("module");
    MemoryPicture memory = kernel.memory();
    long head = kernel.address("modules");
    long node = memory.i64(head);
    while (node != head) {
      if (all.size() >= MOST) {
        throw new LivepatchRefusedException(memory.file() + ": the list of modules does not end");
      }
      long at = node - module.offset("list");
      if (memory.i32(at + module.offset("state")) != UNFORMED) {
        all.add(read(kernel, module, at));
      }
      node = memory.i64(node);
    }
    return all;
  }

  private static LoadedModule read(RunningKernel kernel, Structure module, long at)
      throws IOException {
    MemoryPicture memory = kernel.memory();
    return new LoadedModule(
        memory.string(at + module.offset("name")),
        module.has("percpu") ? memory.i64(at + module.offset("percpu")) : 0,
        sections(kernel, memory.i64(at + module.offset("sect_attrs"))));
  }

  /**
   * {@code struct module_sect_attrs} in {@code kernel/module/sysfs.c}: a count, and for each
   * section a file of sysfs, whose name is the section's, with the address.
   */
  private static Map<String, List<Long>> sections(RunningKernel kernel, long at)
      throws IOException {
    Map<String, List<Long>> sections = new HashMap<>();
    if (at == 0) {
      return sections;
    }
    MemoryPicture memory = kernel.memory();
    Structure table = kernel.structure("module_sect_attrs");
    Structure entry = kernel.structure("module_sect_attr");
    int count = memory.i32(at + table.offset("nsections"));
    if (count < 0 || count > MOST) {
      throw new LivepatchRefusedException(
          "%s: a module with %d sections".formatted(memory.file(), count));
    }
    for (int i = 0; i < count; i++) {
      long one = at + table.offset("attrs") + i * entry.size();
      sections
          .computeIfAbsent(
              memory.string(memory.i64(one + entry.offset("battr.attr.name"))),
              _ -> new ArrayList<>())
          .add(memory.i64(one + entry.offset("address")));
    }
    return sections;
  }

  @Override
  public OptionalLong section(String section, int nth) {
    List<Long> found = sections.getOrDefault(section, List.of());
    return nth < found.size() ? OptionalLong.of(found.get(nth)) : OptionalLong.empty();
  }
}
