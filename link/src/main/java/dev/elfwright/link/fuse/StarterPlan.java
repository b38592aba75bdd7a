package dev.elfwright.link.fuse;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table that the starter reads, in the layout of {@code struct plan} in native/starter/plan.h:
 * 8-byte words in that order, then what they point to.
 */
final class StarterPlan {
  /** A stretch of memory in whole pages. */
  record Range(long start, long size) {}

  /**
   * All that the starter is told.
   *
   * @param original the program to run when the link does not hold
   * @param self the path that /proc/self/exe of the original would read
   * @param libraryPath the LD_LIBRARY_PATH under which the link was made, if any
   */
  record Orders(
      Path original,
      Path self,
      Optional<String> libraryPath,
      List<Input> inputs,
      long[] slides,
      long importsAt,
      ImportTable imports,
      List<PartEdits.ImportSlot> slots,
      List<PartEdits.ResolverSlot> resolvers,
      List<Range> populate,
      List<Range> relro,
      long names,
      long dynamic,
      Lifecycle lifecycle,
      long entry,
      List<Part> parts,
      Map<String, Integer> wrapped) {}

  /** The word that holds the address of the inputs; their count follows. */
  static final int INPUTS = 4;

  private static final int WORDS = 33 + Wrappers.NAMES.size();

  /** The word that holds the address of the names in the cache; count and digest follow. */
  static final int CACHE = WORDS - 3;

  private StarterPlan() {}

  static ByteTable encode(Orders o, long at) {
    ByteTable out = new ByteTable(at, 1 << 16);
    for (int i = 0; i < WORDS; i++) {
      out.put64(0);
    }
    long[] words = new long[WORDS];
    int w = 0;
    words[w++] = at;
    words[w++] = out.putText(o.original().toString());
    words[w++] = out.putText(o.self().toString());
    words[w++] = o.libraryPath().isPresent() ? out.putText(o.libraryPath().get()) : 0;
    words[w++] = inputs(out, o.inputs());
    words[w++] = o.inputs().size();
    out.align(8);
    ByteTable relr = Relr.encode(o.slides(), out.here());
    words[w++] = out.here();
    words[w++] = relr.size() / 8;
    out.put(relr.toArray());
    words[w++] = o.importsAt();
    words[w++] = o.imports().anchorIndex().isPresent() ? distances(out, o.imports()) : 0;
    words[w++] = o.imports().count();
    words[w++] = o.imports().anchorIndex().orElse(0);
    words[w++] = o.imports().anchorValue();
    words[w++] = out.here();
    words[w++] = o.slots().size();
    for (PartEdits.ImportSlot s : o.slots()) {
      out.put64(s.address()).put32(o.imports().indexOf(s.target()));
      out.put32(Math.toIntExact(s.addend()));
    }
    words[w++] = out.here();
    words[w++] = o.resolvers().size();
    o.resolvers().forEach(r -> out.put64(r.address()).put64(r.resolver()));
    w = ranges(out, words, w, o.populate());
    w = ranges(out, words, w, o.relro());
    words[w++] = o.names();
    words[w++] = o.dynamic();
    w = addresses(out, words, w, o.lifecycle().constructors());
    w = addresses(out, words, w, o.lifecycle().destructors());
    words[w++] = o.entry();
    words[w] = objects(out, o.parts());
    w++;
    words[w++] = o.parts().size();
    for (String name : Wrappers.NAMES) {
      words[w++] = o.wrapped().getOrDefault(name, 0);
    }
    w = cache(out, words, w, o.inputs());
    if (w != WORDS) {
      throw new IllegalStateException("struct plan has " + WORDS + " words, not " + w);
    }
    for (int i = 0; i < WORDS; i++) {
      out.set64(at + 8L * i, words[i]);
    }
    return out;
  }

  private static int cache(ByteTable out, long[] words, int w, List<Input> inputs) {
    Input.Cache cache =
        inputs.stream()
            .filter(Input.Cache.class::isInstance)
            .map(Input.Cache.class::cast)
            .findFirst()
            .orElse(null);
    if (cache == null) {
      return w + 3;
    }
    long[] names = cache.names().stream().mapToLong(out::putText).toArray();
    out.align(8);
    words[w] = out.here();
    words[w + 1] = names.length;
    words[w + 2] = cache.digest();
    for (long name : names) {
      out.put64(name);
    }
    return w + 3;
  }

  private static long distances(ByteTable out, ImportTable imports) {
    long at = out.here();
    for (long d : imports.distances()) {
      out.put64(d);
    }
    return at;
  }

  private static int ranges(ByteTable out, long[] words, int w, List<Range> ranges) {
    words[w++] = out.here();
    words[w++] = ranges.size();
    ranges.forEach(r -> out.put64(r.start()).put64(r.size()));
    return w;
  }

  private static int addresses(ByteTable out, long[] words, int w, List<Long> functions) {
    words[w++] = out.here();
    words[w++] = functions.size();
    functions.forEach(out::put64);
    return w;
  }

  /** struct input: 64 bytes each. */
  private static long inputs(ByteTable out, List<Input> inputs) {
    long[] paths = inputs.stream().mapToLong(i -> out.putText(i.path().toString())).toArray();
    out.align(8);
    long at = out.here();
    for (int i = 0; i < paths.length; i++) {
      switch (inputs.get(i)) {
        case Input.Present p -> input(out, p.stamp(), paths[i], 0);
        case Input.Folder f -> input(out, f.stamp(), paths[i], 2);
        case Input.Cache c -> input(out, c.stamp(), paths[i], 3);
        case Input.Absent _ ->
            input(out, new Input.Stamp(0, 0, 0, Instant.EPOCH, Instant.EPOCH), paths[i], 1);
      }
    }
    return at;
  }

  private static void input(ByteTable out, Input.Stamp s, long path, int kind) {
    out.put32(s.major()).put32(s.minor()).put64(s.inode()).put64(s.size());
    out.put64(s.modified().getEpochSecond()).put64(s.changed().getEpochSecond());
    out.put32(s.modified().getNano()).put32(s.changed().getNano());
    out.put64(path).put64(kind);
  }

  /** struct object: 24 bytes each; the program has no path, ld.so knows it by argv[0]. */
  private static long objects(ByteTable out, List<Part> parts) {
    long[] paths = new long[parts.size()];
    for (int i = 1; i < paths.length; i++) {
      paths[i] = out.putText(parts.get(i).object().path().toString());
    }
    out.align(8);
    long at = out.here();
    for (int i = 0; i < paths.length; i++) {
      Part p = parts.get(i);
      out.put64(p.start()).put64(p.end()).put64(paths[i]);
    }
    return at;
  }
}
