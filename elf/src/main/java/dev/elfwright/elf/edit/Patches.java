package dev.elfwright.elf.edit;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.Placement;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Bytes that lie over the original file. Where two overlap, the later one is seen. */
final class Patches {
  private record Patch(String what, Content content) {
    Patch slice(long from, long size) {
      return new Patch(
          what,
          switch (content) {
            case Content.Bytes(var bytes) -> new Content.Bytes(bytes.asSlice(from, size));
            case Content.Hole _ -> new Content.Hole(size);
            case Content.Kept(var model, var origin, _) ->
                new Content.Kept(model, origin + from, size);
            case Content.FileRange(var file, var offset, _) ->
                new Content.FileRange(file, offset + from, size);
          });
    }
  }

  private final TreeMap<Long, Patch> patches = new TreeMap<>();

  void put(long offset, String what, MemorySegment bytes) {
    put(offset, what, new Content.Bytes(bytes));
  }

  /** Puts a part of the original file to another place. */
  void keep(long offset, String what, ElfModel from, long origin, long size) {
    put(offset, what, new Content.Kept(from, origin, size));
  }

  /** Leaves zeros where something was. */
  void clear(long offset, long size, String what) {
    put(offset, what, new Content.Hole(size));
  }

  private void put(long offset, String what, Content content) {
    long size = content.size();
    if (size == 0) {
      return;
    }
    long end = offset + size;
    Map.Entry<Long, Patch> before = patches.lowerEntry(offset);
    if (before != null) {
      cut(before.getKey(), before.getValue(), offset, end);
    }
    for (var inside : List.copyOf(patches.subMap(offset, end).entrySet())) {
      cut(inside.getKey(), inside.getValue(), offset, end);
    }
    patches.put(offset, new Patch(what, content));
  }

  /** Leaves of one patch what lies outside of {@code [start, end)}. */
  private void cut(long at, Patch patch, long start, long end) {
    long patchEnd = at + patch.content().size();
    if (patchEnd <= start) {
      return;
    }
    patches.remove(at);
    if (at < start) {
      patches.put(at, patch.slice(0, start - at));
    }
    if (patchEnd > end) {
      patches.put(end, patch.slice(end - at, patchEnd - end));
    }
  }

  /** The offset behind the last patch, 0 for none. */
  long end() {
    Map.Entry<Long, Patch> last = patches.lastEntry();
    return last == null ? 0 : last.getKey() + last.getValue().content().size();
  }

  /** The first {@code size} bytes of a file with the patches over it, and all patches behind. */
  List<Placement> over(ElfModel file, long size) {
    List<Placement> placed = new ArrayList<>();
    long at = 0;
    for (var e : patches.entrySet()) {
      keep(placed, file, at, Math.min(e.getKey(), size));
      placed.add(new Placement(e.getKey(), e.getValue().what(), e.getValue().content()));
      at = Math.max(at, e.getKey() + e.getValue().content().size());
    }
    keep(placed, file, at, size);
    return placed;
  }

  private static void keep(List<Placement> placed, ElfModel file, long from, long to) {
    if (from < to) {
      placed.add(new Placement(from, "unchanged", new Content.Kept(file, from, to - from)));
    }
  }
}
