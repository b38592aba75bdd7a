package dev.elfwright.machine.readelf;

/** What readelf calls the types of notes, by owner. */
final class NoteTypeNames {
  private NoteTypeNames() {}

  static String of(Name owner, int type, boolean isCore) {
    if (owner.startsWith("GNU")) {
      return gnu(type);
    } else if (owner.startsWith("AMDGPU")) {
      return type == 32 ? "NT_AMDGPU_METADATA (code object metadata)" : unknown(type);
    } else if (owner.startsWith("stapsdt")) {
      return type == 3 ? "NT_STAPSDT (SystemTap probe descriptors)" : unknown(type);
    } else if (BsdNoteTypeNames.isOwner(owner)) {
      String name = BsdNoteTypeNames.of(owner, type);
      return name == null ? ofUnknownOwner(type, isCore) : name;
    }
    return ofUnknownOwner(type, isCore);
  }

  private static String ofUnknownOwner(int type, boolean isCore) {
    return isCore ? core(type) : generic(type);
  }

  private static String unknown(int type) {
    return "Unknown note type: (0x%08x)".formatted(type);
  }

  private static String gnu(int type) {
    return switch (type) {
      case 1 -> "NT_GNU_ABI_TAG (ABI version tag)";
      case 2 -> "NT_GNU_HWCAP (DSO-supplied software HWCAP info)";
      case 3 -> "NT_GNU_BUILD_ID (unique build ID bitstring)";
      case 4 -> "NT_GNU_GOLD_VERSION (gold version)";
      case 5 -> "NT_GNU_PROPERTY_TYPE_0";
      case 0x100 -> "NT_GNU_BUILD_ATTRIBUTE_OPEN";
      case 0x101 -> "NT_GNU_BUILD_ATTRIBUTE_FUNC";
      default -> unknown(type);
    };
  }

  private static String generic(int type) {
    return switch (type) {
      case 1 -> "NT_VERSION (version)";
      case 2 -> "NT_ARCH (architecture)";
      case 4 -> "GO BUILDID";
      case 0x100 -> "OPEN";
      case 0x101 -> "func";
      case 0xcafe1a7e -> "FDO_PACKAGING_METADATA";
      default -> unknown(type);
    };
  }

  private static String core(int type) {
    return switch (type) {
      case 6 -> "NT_AUXV (auxiliary vector)";
      case 1 -> "NT_PRSTATUS (prstatus structure)";
      case 2 -> "NT_FPREGSET (floating point registers)";
      case 3 -> "NT_PRPSINFO (prpsinfo structure)";
      case 4 -> "NT_TASKSTRUCT (task structure)";
      case 0xff000000 -> "NT_GDB_TDESC (GDB XML target description)";
      case 0x46e62b7f -> "NT_PRXFPREG (user_xfpregs structure)";
      case 0x100 -> "NT_PPC_VMX (ppc Altivec registers)";
      case 0x102 -> "NT_PPC_VSX (ppc VSX registers)";
      case 0x103 -> "NT_PPC_TAR (ppc TAR register)";
      case 0x104 -> "NT_PPC_PPR (ppc PPR register)";
      case 0x105 -> "NT_PPC_DSCR (ppc DSCR register)";
      case 0x106 -> "NT_PPC_EBB (ppc EBB registers)";
      case 0x107 -> "NT_PPC_PMU (ppc PMU registers)";
      case 0x108 -> "NT_PPC_TM_CGPR (ppc checkpointed GPR registers)";
      case 0x109 -> "NT_PPC_TM_CFPR (ppc checkpointed floating point registers)";
      case 0x10a -> "NT_PPC_TM_CVMX (ppc checkpointed Altivec registers)";
      case 0x10b -> "NT_PPC_TM_CVSX (ppc checkpointed VSX registers)";
      case 0x10c -> "NT_PPC_TM_SPR (ppc TM special purpose registers)";
      case 0x10d -> "NT_PPC_TM_CTAR (ppc checkpointed TAR register)";
      case 0x10e -> "NT_PPC_TM_CPPR (ppc checkpointed PPR register)";
      case 0x10f -> "NT_PPC_TM_CDSCR (ppc checkpointed DSCR register)";
      case 0x200 -> "NT_386_TLS (x86 TLS information)";
      case 0x201 -> "NT_386_IOPERM (x86 I/O permissions)";
      case 0x202 -> "NT_X86_XSTATE (x86 XSAVE extended state)";
      case 0x203 -> "NT_X86_CET (x86 CET state)";
      case 0x300 -> "NT_S390_HIGH_GPRS (s390 upper register halves)";
      case 0x301 -> "NT_S390_TIMER (s390 timer register)";
      case 0x302 -> "NT_S390_TODCMP (s390 TOD comparator register)";
      case 0x303 -> "NT_S390_TODPREG (s390 TOD programmable register)";
      case 0x304 -> "NT_S390_CTRS (s390 control registers)";
      case 0x305 -> "NT_S390_PREFIX (s390 prefix register)";
      case 0x306 -> "NT_S390_LAST_BREAK (s390 last breaking event address)";
      case 0x307 -> "NT_S390_SYSTEM_CALL (s390 system call restart data)";
      case 0x308 -> "NT_S390_TDB (s390 transaction diagnostic block)";
      case 0x309 -> "NT_S390_VXRS_LOW (s390 vector registers 0-15 upper half)";
      case 0x30a -> "NT_S390_VXRS_HIGH (s390 vector registers 16-31)";
      case 0x30b -> "NT_S390_GS_CB (s390 guarded-storage registers)";
      case 0x30c -> "NT_S390_GS_BC (s390 guarded-storage broadcast control)";
      case 0x400 -> "NT_ARM_VFP (arm VFP registers)";
      case 0x401 -> "NT_ARM_TLS (AArch TLS registers)";
      case 0x402 -> "NT_ARM_HW_BREAK (AArch hardware breakpoint registers)";
      case 0x403 -> "NT_ARM_HW_WATCH (AArch hardware watchpoint registers)";
      case 0x404 -> "NT_ARM_SYSTEM_CALL (AArch system call number)";
      case 0x405 -> "NT_ARM_SVE (AArch SVE registers)";
      case 0x406 -> "NT_ARM_PAC_MASK (AArch pointer authentication code masks)";
      case 0x407 -> "NT_ARM_PACA_KEYS (ARM pointer authentication address keys)";
      case 0x408 -> "NT_ARM_PACG_KEYS (ARM pointer authentication generic keys)";
      case 0x409 -> "NT_ARM_TAGGED_ADDR_CTRL (AArch tagged address control)";
      case 0x40a -> "NT_ARM_PAC_ENABLED_KEYS (AArch64 pointer authentication enabled keys)";
      case 0x600 -> "NT_ARC_V2 (ARC HS accumulator/extra registers)";
      case 0x900 -> "NT_RISCV_CSR (RISC-V control and status registers)";
      case 10 -> "NT_PSTATUS (pstatus structure)";
      case 12 -> "NT_FPREGS (floating point registers)";
      case 13 -> "NT_PSINFO (psinfo structure)";
      case 16 -> "NT_LWPSTATUS (lwpstatus_t structure)";
      case 17 -> "NT_LWPSINFO (lwpsinfo_t structure)";
      case 18 -> "NT_WIN32PSTATUS (win32_pstatus structure)";
      case 0x53494749 -> "NT_SIGINFO (siginfo_t data)";
      case 0x46494c45 -> "NT_FILE (mapped files)";
      default -> unknown(type);
    };
  }
}
