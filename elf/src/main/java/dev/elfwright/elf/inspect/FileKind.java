package dev.elfwright.elf.inspect;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.SegmentType;

/** What a file is for, which e_type alone does not say: ET_DYN is a library or a program. */
public enum FileKind {
  /** ET_REL. */
  OBJECT("relocatable object"),
  /** ET_EXEC. */
  FIXED_PROGRAM("program at a fixed address"),
  /** ET_DYN with an interpreter or DF_1_PIE. */
  PIE("position-independent program"),
  /** ET_DYN without either. */
  LIBRARY("shared library"),
  /** ET_CORE. */
  CORE("core dump"),
  /** Any other e_type. */
  OTHER("file of another type");

  private final String description;

  FileKind(String description) {
    this.description = description;
  }

  /** A few words for people. */
  public String description() {
    return description;
  }

  /** What this file is; libc.so.6, which has an interpreter and a soname, is a library. */
  public static FileKind of(ElfModel file) {
    return switch (file.header().type()) {
      case FileType.REL -> OBJECT;
      case FileType.EXEC -> FIXED_PROGRAM;
      case FileType.DYN -> ofShared(file);
      case FileType.CORE -> CORE;
      default -> OTHER;
    };
  }

  private static FileKind ofShared(ElfModel file) {
    boolean flagged =
        file.dynamic().map(d -> (d.flags1() & DynamicTag.DF_1_PIE) != 0).orElse(false);
    boolean started = file.segments(SegmentType.INTERP).findAny().isPresent();
    boolean named = file.dynamic().flatMap(DynamicModel::soname).isPresent();
    return flagged || (started && !named) ? PIE : LIBRARY;
  }
}
