package dev.elfwright.fat.audit;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.fat.Target;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * What an audit wants to know of an ELF file.
 *
 * @param target for what it is
 * @param type e_type
 * @param interpreter from PT_INTERP
 * @param soname from DT_SONAME
 * @param needed from DT_NEEDED
 * @param searchPath DT_RUNPATH or else DT_RPATH, empty where there is none
 */
record ElfFacts(
    Target target,
    int type,
    Optional<String> interpreter,
    Optional<String> soname,
    List<String> needed,
    String searchPath) {

  /** Reads a file that is in memory. */
  static ElfFacts of(String name, MemorySegment bytes) {
    ElfModel model = Elf.parse(name, bytes);
    Optional<DynamicModel> dynamic = model.dynamic();
    return new ElfFacts(
        Target.of(model.header()),
        model.header().type(),
        model.interpreter(),
        dynamic.flatMap(DynamicModel::soname),
        dynamic.map(DynamicModel::needed).orElse(List.of()),
        dynamic.flatMap(d -> d.runpath().or(d::rpath)).orElse(""));
  }

  /** In a few words. */
  String words() {
    return switch (type) {
      case FileType.REL -> "object file";
      case FileType.EXEC -> "program";
      case FileType.DYN -> interpreter.isPresent() ? "program" : "shared object";
      default -> "ELF file of type " + type;
    };
  }

  boolean isSharedObject() {
    return type == FileType.DYN && interpreter.isEmpty();
  }

  /** By the names the loaders and C libraries of Linux have. */
  boolean isLoaderOrLibc() {
    return soname
        .filter(s -> s.matches("ld(-linux.*|64|)\\.so\\..*|ld-musl.*|libc\\.so\\.6(\\.1)?"))
        .isPresent();
  }
}
