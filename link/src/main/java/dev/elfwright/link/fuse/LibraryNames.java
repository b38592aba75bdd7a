package dev.elfwright.link.fuse;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The names under which ld.so knows the fused libraries, as its list of {@code struct libname_list}
 * (glibc elf/ldsodefs.h): name, next, and a flag that the node is not to be freed; 24 bytes each.
 */
final class LibraryNames {
  private static final int NODE = 24;

  private final List<String> names;

  private LibraryNames(List<String> names) {
    this.names = names;
  }

  static LibraryNames of(List<Part> parts) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (Part p : parts.subList(1, parts.size())) {
      p.object().soname().ifPresent(names::add);
      names.add(p.object().neededName());
      names.add(p.object().path().toString());
      names.add(p.object().path().toRealPath().toString());
    }
    return new LibraryNames(List.copyOf(names));
  }

  static LibraryNames none() {
    return new LibraryNames(List.of());
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  int size() {
    return NODE * names.size() + names.stream().mapToInt(n -> 4 * n.length() + 1).sum();
  }

  void encode(ByteTable out) {
    long first = out.here();
    ByteTable texts = new ByteTable(first + (long) NODE * names.size());
    for (int i = 0; i < names.size(); i++) {
      out.put64(texts.putText(names.get(i)));
      out.put64(i + 1 < names.size() ? first + (long) NODE * (i + 1) : 0);
      out.put64(1);
    }
    out.put(texts.toArray());
  }

  /** Addresses of the pointers in the nodes. */
  LongStream pointers(long first) {
    return LongStream.range(0, names.size())
        .flatMap(i ->
            i + 1 < names.size()
                ? LongStream.of(first + NODE * i, first + NODE * i + 8)
                : LongStream.of(first + NODE * i));
  }
}
