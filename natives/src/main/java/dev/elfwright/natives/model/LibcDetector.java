package dev.elfwright.natives.model;

import dev.elfwright.elf.ElfModel;
import java.util.List;

/**
 * Tells C libraries apart. What they are called: glibc {@code libc.so.6} (on Alpha and IA-64 {@code
 * libc.so.6.1}) with versions GLIBC_*; musl {@code libc.so}, which distributions rename to {@code
 * libc.musl-x86_64.so.1}; bionic {@code libc.so} too, with the version LIBC or a note of Android's.
 */
final class LibcDetector {
  private LibcDetector() {}

  static Libc of(ElfModel model, Linkage linkage, List<NeededVersion> versions) {
    List<String> needed = linkage.needed();
    if (versions.stream().anyMatch(v -> GlibcVersion.isOfGlibc(v.name()))
        || needed.stream().anyMatch(n -> n.startsWith("libc.so.6"))) {
      return Libc.GLIBC;
    }
    if (needed.stream().anyMatch(n -> n.startsWith("libc.musl-"))
        || linkage.interpreter().filter(i -> i.contains("/ld-musl-")).isPresent()) {
      return Libc.MUSL;
    }
    if (needed.contains("libc.so")) {
      boolean android =
          versions.stream().anyMatch(v -> v.name().equals("LIBC"))
              || model.notes().stream().anyMatch(n -> n.name().equals("Android"));
      return android ? Libc.BIONIC : Libc.MUSL;
    }
    return needed.stream().anyMatch(n -> n.startsWith("libc.so.")) ? Libc.OTHER : Libc.NONE;
  }
}
