package dev.elfwright.livepatch.build;

import dev.elfwright.dwarf.Dwarf;
import dev.elfwright.dwarf.Entry;
import dev.elfwright.dwarf.Unit;
import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.Tag;
import dev.elfwright.elf.ElfModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * How structures lie in memory, by the debugging information that kernels are compiled with. The
 * running kernel has made objects of them; code that knows another layout reads and writes beside
 * their members.
 */
final class Structures {
  /**
   * A structure or union.
   *
   * @param size in bytes
   * @param members offset of each in bytes, or in bits for those that are not whole bytes
   */
  private record Layout(long size, SequencedMap<String, Long> members) {}

  private Structures() {}

  /**
   * The structures that two compilations of one file see in different layouts; none without
   * debugging information.
   */
  static List<Changed> changed(ElfModel before, ElfModel after) {
    Map<String, Layout> old = of(before);
    List<Changed> changed = new ArrayList<>();
    of(after)
        .forEach((name, is) -> {
          Layout was = old.get(name);
          if (was != null && !was.equals(is)) {
            changed.add(new Changed(name, difference(was, is)));
          }
        });
    return changed;
  }

  /**
   * A structure whose layout differs.
   *
   * @param name its name
   * @param difference in what, for a message
   */
  record Changed(String name, String difference) {}

  private static String difference(Layout was, Layout is) {
    if (was.size != is.size) {
      return "its size was %d and is %d bytes".formatted(was.size, is.size);
    }
    for (Map.Entry<String, Long> m : is.members.entrySet()) {
      Long offset = was.members.get(m.getKey());
      if (offset == null) {
        return "member %s is new".formatted(m.getKey());
      } else if (!offset.equals(m.getValue())) {
        return "member %s was at offset %d and is at %d"
            .formatted(m.getKey(), offset, m.getValue());
      }
    }
    return "a member is gone";
  }

  /** Of several structures with one name, which scopes allow, none is compared. */
  private static Map<String, Layout> of(ElfModel model) {
    Map<String, Layout> layouts = new TreeMap<>();
    Map<String, Integer> count = new HashMap<>();
    if (model.section(".debug_info").isEmpty()) {
      return layouts;
    }
    for (Unit unit : Dwarf.of(model).units()) {
      for (Entry e : unit.root().map(Entry::children).orElse(List.of())) {
        boolean isStructure = e.tag() == Tag.STRUCTURE_TYPE || e.tag() == Tag.UNION_TYPE;
        if (isStructure && !e.has(At.DECLARATION) && e.has(At.BYTE_SIZE)) {
          e.name()
              .ifPresent(name -> {
                count.merge(name, 1, Integer::sum);
                layouts.put(name, layout(e));
              });
        }
      }
    }
    count.forEach((name, n) -> {
      if (n > 1) {
        layouts.remove(name);
      }
    });
    return layouts;
  }

  private static Layout layout(Entry structure) {
    SequencedMap<String, Long> members = new LinkedHashMap<>();
    for (Entry m : structure.children()) {
      if (m.tag() == Tag.MEMBER) {
        String name = m.name().orElse("number " + members.size());
        members.put(
            name,
            m.number(At.DATA_MEMBER_LOCATION).or(() -> m.number(At.DATA_BIT_OFFSET)).orElse(0L));
      }
    }
    return new Layout(structure.number(At.BYTE_SIZE).orElse(0L), members);
  }
}
