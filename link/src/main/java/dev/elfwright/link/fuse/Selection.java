package dev.elfwright.link.fuse;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which objects become one, and which stay. libc and the loader always stay: NSS, rseq, stack
 * protector and vDSO are theirs to set up. What a kept library needs stays with it, since ld.so
 * would load it anyway, before the fused program could answer to its name.
 */
record Selection(LoadGraph graph, List<LoadedObject> fused, List<LoadedObject> kept) {
  private static final String LIBC = "libc.so.6";
  private static final String LOADER = "ld-linux-x86-64.so.2";
  private static final Path PRELOAD = Path.of("/etc/ld.so.preload");

  static Selection of(LoadGraph graph, FuseOptions options) throws FuseRefusal, IOException {
    refuseUnlessFusible(graph);
    Set<LoadedObject> kept = new LinkedHashSet<>();
    Deque<LoadedObject> toKeep = new ArrayDeque<>();
    for (LoadedObject o : graph.objects()) {
      if (isLibc(o) || isLoader(o) || wantsHwcaps(o)) {
        toKeep.add(o);
      }
    }
    for (String name : options.keep()) {
      toKeep.add(find(graph, name));
    }
    while (!toKeep.isEmpty()) {
      LoadedObject o = toKeep.remove();
      if (kept.add(o)) {
        toKeep.addAll(o.needed());
      }
    }
    List<LoadedObject> fused = new ArrayList<>();
    for (LoadedObject o : graph.objects()) {
      if (!kept.contains(o)) {
        refuseUnlessFusible(o);
        fused.add(o);
      }
    }
    return new Selection(
        graph, List.copyOf(fused), graph.objects().stream().filter(kept::contains).toList());
  }

  static boolean isLibc(LoadedObject o) {
    return o.soname().filter(LIBC::equals).isPresent();
  }

  static boolean isLoader(LoadedObject o) {
    return o.soname().filter(LOADER::equals).isPresent();
  }

  /** Chosen for this processor: another one must choose for itself. */
  private static boolean wantsHwcaps(LoadedObject o) {
    return o.path().toString().contains("/glibc-hwcaps/");
  }

  LoadedObject program() {
    return graph.program();
  }

  LoadedObject libc() {
    return kept.stream().filter(Selection::isLibc).findFirst().orElseThrow();
  }

  /** Whether more than libc and the loader stay. */
  boolean keepsLibraries() {
    return kept.stream().anyMatch(o -> !isLibc(o) && !isLoader(o));
  }

  private static LoadedObject find(LoadGraph graph, String name) throws FuseRefusal {
    for (LoadedObject o : graph.objects()) {
      if (o != graph.program()
          && (o.name().equals(name)
              || o.neededName().equals(name)
              || o.path().toString().equals(name)
              || o.soname().filter(name::equals).isPresent())) {
        return o;
      }
    }
    throw new FuseRefusal(graph.program().path() + ": needs no library '" + name + "' to keep");
  }

  private static void refuseUnlessFusible(LoadGraph graph) throws FuseRefusal, IOException {
    LoadedObject program = graph.program();
    String file = program.path().toString();
    refuseForeign(program);
    String interpreter =
        program
            .model()
            .interpreter()
            .orElseThrow(() ->
                new FuseRefusal(
                    isProgram(program)
                        ? file + ": is statically linked, there is nothing to fuse"
                        : file + ": is a library, not a program"));
    if (!interpreter.endsWith("/" + LOADER)) {
      throw new FuseRefusal(file + ": its loader is " + interpreter + ", only glibc's is known");
    }
    Object mode = Files.getAttribute(program.path(), "unix:mode");
    if (((Integer) mode & 06000) != 0) {
      throw new FuseRefusal(file + ": set-user-ID and set-group-ID programs are not fused");
    }
    if (!graph.missing().isEmpty()) {
      throw new FuseRefusal(file + ": " + graph.missing().getFirst().name() + " is missing");
    }
    if (graph.objects().stream().noneMatch(Selection::isLibc)) {
      throw new FuseRefusal(file + ": does not use glibc (" + LIBC + ")");
    }
    if (program.model().section(".elfwright").isPresent()) {
      throw new FuseRefusal(file + ": is a fused program; fuse its original");
    }
    if (Files.exists(PRELOAD)) {
      throw new FuseRefusal(PRELOAD + ": exists, so every program loads more than it needs");
    }
  }

  private static boolean isProgram(LoadedObject o) {
    return (o.dynamic().flags1() & DynamicTag.DF_1_PIE) != 0;
  }

  private static void refuseForeign(LoadedObject o) throws FuseRefusal {
    FileHeader h = o.model().header();
    if (h.machine() != Machine.X86_64 || !h.is64()) {
      throw new FuseRefusal(
          o.path() + ": is for " + Machine.name(h.machine()) + ", only 64-bit x86-64 is known");
    }
  }

  private static void refuseUnlessFusible(LoadedObject o) throws FuseRefusal {
    refuseForeign(o);
    if (o.dynamic().hasTextRelocations()) {
      throw new FuseRefusal(o.path() + ": has relocations in its code; use --keep " + o.name());
    }
    if (o.dynamic().value(DynamicTag.FILTER).isPresent()
        || o.dynamic().value(DynamicTag.AUXILIARY).isPresent()) {
      throw new FuseRefusal(o.path() + ": is a filter library; use --keep " + o.name());
    }
    if (o.model().header().type() == FileType.DYN
        && o.model().segments(SegmentType.LOAD).findFirst().isEmpty()) {
      throw new FuseRefusal(o.path() + ": has nothing to load");
    }
  }
}
