package dev.elfwright.machine.readelf;

import org.jspecify.annotations.Nullable;

/**
 * What readelf calls the notes of the BSDs, most of them in core files (their sys/elf_common.h and
 * sys/exec_elf.h). A thread's notes have its number behind an @ in the owner's name.
 */
final class BsdNoteTypeNames {
  private BsdNoteTypeNames() {}

  static boolean isOwner(Name owner) {
    return owner.startsWith("FreeBSD")
        || owner.startsWith("NetBSD-CORE")
        || owner.startsWith("OpenBSD");
  }

  /** The name, or null where the type means what it means to everybody. */
  static @Nullable String of(Name owner, int type) {
    if (owner.startsWith("FreeBSD")) {
      return freeBsd(type);
    }
    return owner.startsWith("OpenBSD") ? openBsd(type) : netBsd(type);
  }

  private static @Nullable String freeBsd(int type) {
    return switch (type) {
      case 7 -> "NT_THRMISC (thrmisc structure)";
      case 8 -> "NT_PROCSTAT_PROC (proc data)";
      case 9 -> "NT_PROCSTAT_FILES (files data)";
      case 10 -> "NT_PROCSTAT_VMMAP (vmmap data)";
      case 11 -> "NT_PROCSTAT_GROUPS (groups data)";
      case 12 -> "NT_PROCSTAT_UMASK (umask data)";
      case 13 -> "NT_PROCSTAT_RLIMIT (rlimit data)";
      case 14 -> "NT_PROCSTAT_OSREL (osreldate data)";
      case 15 -> "NT_PROCSTAT_PSSTRINGS (ps_strings data)";
      case 16 -> "NT_PROCSTAT_AUXV (auxv data)";
      case 17 -> "NT_PTLWPINFO (ptrace_lwpinfo structure)";
      default -> null;
    };
  }

  private static @Nullable String netBsd(int type) {
    return switch (type) {
      case 1 -> "NetBSD procinfo structure";
      case 2 -> "NetBSD ELF auxiliary vector data";
      case 24 -> "PT_LWPSTATUS (ptrace_lwpstatus structure)";
      default -> null;
    };
  }

  private static @Nullable String openBsd(int type) {
    return switch (type) {
      case 10 -> "OpenBSD procinfo structure";
      case 11 -> "OpenBSD ELF auxiliary vector data";
      case 20 -> "OpenBSD regular registers";
      case 21 -> "OpenBSD floating point registers";
      case 22 -> "OpenBSD extended floating point registers";
      case 23 -> "OpenBSD window cookie";
      default -> null;
    };
  }
}
