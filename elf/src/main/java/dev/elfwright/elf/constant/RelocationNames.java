package dev.elfwright.elf.constant;

import dev.elfwright.elf.constant.relocation.Aarch64Relocations;
import dev.elfwright.elf.constant.relocation.AlphaRelocations;
import dev.elfwright.elf.constant.relocation.AmdgpuRelocations;
import dev.elfwright.elf.constant.relocation.ArcRelocations;
import dev.elfwright.elf.constant.relocation.ArmRelocations;
import dev.elfwright.elf.constant.relocation.AvrRelocations;
import dev.elfwright.elf.constant.relocation.BfinRelocations;
import dev.elfwright.elf.constant.relocation.BpfRelocations;
import dev.elfwright.elf.constant.relocation.Cr16Relocations;
import dev.elfwright.elf.constant.relocation.CrisRelocations;
import dev.elfwright.elf.constant.relocation.CrxRelocations;
import dev.elfwright.elf.constant.relocation.CskyRelocations;
import dev.elfwright.elf.constant.relocation.D10vRelocations;
import dev.elfwright.elf.constant.relocation.D30vRelocations;
import dev.elfwright.elf.constant.relocation.DlxRelocations;
import dev.elfwright.elf.constant.relocation.EpiphanyRelocations;
import dev.elfwright.elf.constant.relocation.Fr30Relocations;
import dev.elfwright.elf.constant.relocation.FrvRelocations;
import dev.elfwright.elf.constant.relocation.Ft32Relocations;
import dev.elfwright.elf.constant.relocation.H8Relocations;
import dev.elfwright.elf.constant.relocation.HexagonRelocations;
import dev.elfwright.elf.constant.relocation.HppaRelocations;
import dev.elfwright.elf.constant.relocation.I386Relocations;
import dev.elfwright.elf.constant.relocation.I860Relocations;
import dev.elfwright.elf.constant.relocation.I960Relocations;
import dev.elfwright.elf.constant.relocation.Ia64Relocations;
import dev.elfwright.elf.constant.relocation.Ip2kRelocations;
import dev.elfwright.elf.constant.relocation.Iq2000Relocations;
import dev.elfwright.elf.constant.relocation.LanaiRelocations;
import dev.elfwright.elf.constant.relocation.Lm32Relocations;
import dev.elfwright.elf.constant.relocation.LoongarchRelocations;
import dev.elfwright.elf.constant.relocation.M32cRelocations;
import dev.elfwright.elf.constant.relocation.M32rRelocations;
import dev.elfwright.elf.constant.relocation.M68hc11Relocations;
import dev.elfwright.elf.constant.relocation.M68kRelocations;
import dev.elfwright.elf.constant.relocation.McoreRelocations;
import dev.elfwright.elf.constant.relocation.MepRelocations;
import dev.elfwright.elf.constant.relocation.MetagRelocations;
import dev.elfwright.elf.constant.relocation.MicroblazeRelocations;
import dev.elfwright.elf.constant.relocation.MipsRelocations;
import dev.elfwright.elf.constant.relocation.MmixRelocations;
import dev.elfwright.elf.constant.relocation.Mn10200Relocations;
import dev.elfwright.elf.constant.relocation.Mn10300Relocations;
import dev.elfwright.elf.constant.relocation.MoxieRelocations;
import dev.elfwright.elf.constant.relocation.Msp430Relocations;
import dev.elfwright.elf.constant.relocation.Msp430xRelocations;
import dev.elfwright.elf.constant.relocation.MtRelocations;
import dev.elfwright.elf.constant.relocation.Nds32Relocations;
import dev.elfwright.elf.constant.relocation.Nfp3200Relocations;
import dev.elfwright.elf.constant.relocation.NfpRelocations;
import dev.elfwright.elf.constant.relocation.Nios2Relocations;
import dev.elfwright.elf.constant.relocation.Or1kRelocations;
import dev.elfwright.elf.constant.relocation.PjRelocations;
import dev.elfwright.elf.constant.relocation.Ppc64Relocations;
import dev.elfwright.elf.constant.relocation.PpcRelocations;
import dev.elfwright.elf.constant.relocation.PruRelocations;
import dev.elfwright.elf.constant.relocation.RiscvRelocations;
import dev.elfwright.elf.constant.relocation.Rl78Relocations;
import dev.elfwright.elf.constant.relocation.RxRelocations;
import dev.elfwright.elf.constant.relocation.S12zRelocations;
import dev.elfwright.elf.constant.relocation.S390Relocations;
import dev.elfwright.elf.constant.relocation.ScoreRelocations;
import dev.elfwright.elf.constant.relocation.ShRelocations;
import dev.elfwright.elf.constant.relocation.SparcRelocations;
import dev.elfwright.elf.constant.relocation.SpuRelocations;
import dev.elfwright.elf.constant.relocation.Tic6xRelocations;
import dev.elfwright.elf.constant.relocation.TilegxRelocations;
import dev.elfwright.elf.constant.relocation.TileproRelocations;
import dev.elfwright.elf.constant.relocation.V800Relocations;
import dev.elfwright.elf.constant.relocation.V850Relocations;
import dev.elfwright.elf.constant.relocation.VaxRelocations;
import dev.elfwright.elf.constant.relocation.VeRelocations;
import dev.elfwright.elf.constant.relocation.VisiumRelocations;
import dev.elfwright.elf.constant.relocation.Wasm32Relocations;
import dev.elfwright.elf.constant.relocation.X86_64Relocations;
import dev.elfwright.elf.constant.relocation.XgateRelocations;
import dev.elfwright.elf.constant.relocation.Xstormy16Relocations;
import dev.elfwright.elf.constant.relocation.XtensaRelocations;
import dev.elfwright.elf.constant.relocation.Z80Relocations;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of one machine's relocation types, as the psABIs write them and GNU readelf prints
 * them: {@code R_X86_64_JUMP_SLOT}. The tables are in the package {@code relocation}.
 *
 * <p>The first name is that of binutils' include/elf (2.40), whose readelf is what people compare
 * with; for BPF it is the one of the kernel's psABI, to which binutils changed later. Further names
 * are those of LLVM's ELFRelocs and of glibc's elf.h.
 */
public final class RelocationNames {
  /** EF_MSP430_MACH and its value for processors of 20 bits (binutils, include/elf/msp430.h). */
  private static final long MSP430_MACHINE = 0xff;

  private static final long MSP430_MACHINE_X = 45;

  /** EF_NFP_MACH and its value for the NFP-32xx (binutils, include/elf/nfp.h). */
  private static final long NFP_MACHINE = 0xffff00;

  private static final long NFP_MACHINE_3200 = 0x320000;

  /** By their lines. */
  private static final Map<String, RelocationNames> READ = new ConcurrentHashMap<>();

  private final NumberedLines lines;

  private RelocationNames(String lines) {
    this.lines = new NumberedLines(lines);
  }

  /**
   * The names of a machine; none when nothing is known about it.
   *
   * @param machine e_machine, see {@link Machine}
   */
  public static RelocationNames of(int machine) {
    return of(Abi.of(machine), 0);
  }

  /**
   * The same for a file. Two processors use their numbers twice: MSP430 by system and flags, NFP by
   * flags.
   *
   * @param flags e_flags
   */
  public static RelocationNames of(Abi abi, long flags) {
    return READ.computeIfAbsent(lines(abi, flags), RelocationNames::new);
  }

  private static String lines(Abi abi, long flags) {
    return switch (Machine.name(abi.machine())) {
      case "AARCH64" -> Aarch64Relocations.LINES;
      case "ALPHA" -> AlphaRelocations.LINES;
      case "AMDGPU" -> AmdgpuRelocations.LINES;
      case "ARC", "ARC_COMPACT", "ARC_COMPACT2" -> ArcRelocations.LINES;
      case "ARM" -> ArmRelocations.LINES;
      case "AVR", "AVR_OLD" -> AvrRelocations.LINES;
      case "BLACKFIN" -> BfinRelocations.LINES;
      case "BPF" -> BpfRelocations.LINES;
      case "CR16" -> Cr16Relocations.LINES;
      case "CRIS" -> CrisRelocations.LINES;
      case "CRX" -> CrxRelocations.LINES;
      case "CSKY" -> CskyRelocations.LINES;
      case "D10V", "CYGNUS_D10V" -> D10vRelocations.LINES;
      case "D30V", "CYGNUS_D30V" -> D30vRelocations.LINES;
      case "DLX" -> DlxRelocations.LINES;
      case "ADAPTEVA_EPIPHANY" -> EpiphanyRelocations.LINES;
      case "FR30", "CYGNUS_FR30" -> Fr30Relocations.LINES;
      case "CYGNUS_FRV" -> FrvRelocations.LINES;
      case "FT32" -> Ft32Relocations.LINES;
      case "H8_300", "H8_300H", "H8S" -> H8Relocations.LINES;
      case "HEXAGON" -> HexagonRelocations.LINES;
      case "PARISC" -> HppaRelocations.LINES;
      case "386", "IAMCU" -> I386Relocations.LINES;
      case "860" -> I860Relocations.LINES;
      case "960" -> I960Relocations.LINES;
      case "IA_64" -> Ia64Relocations.LINES;
      case "IP2K", "IP2K_OLD" -> Ip2kRelocations.LINES;
      case "IQ2000" -> Iq2000Relocations.LINES;
      case "LANAI" -> LanaiRelocations.LINES;
      case "LATTICEMICO32" -> Lm32Relocations.LINES;
      case "LOONGARCH" -> LoongarchRelocations.LINES;
      case "M32C_OLD", "M32C" -> M32cRelocations.LINES;
      case "M32R", "CYGNUS_M32R" -> M32rRelocations.LINES;
      case "68HC11", "68HC12" -> M68hc11Relocations.LINES;
      case "68K" -> M68kRelocations.LINES;
      case "RCE" -> McoreRelocations.LINES;
      case "CYGNUS_MEP" -> MepRelocations.LINES;
      case "METAG" -> MetagRelocations.LINES;
      case "MICROBLAZE", "MICROBLAZE_OLD" -> MicroblazeRelocations.LINES;
      case "MIPS", "MIPS_RS3_LE" -> MipsRelocations.LINES;
      case "MMIX" -> MmixRelocations.LINES;
      case "MN10200", "CYGNUS_MN10200" -> Mn10200Relocations.LINES;
      case "MN10300", "CYGNUS_MN10300" -> Mn10300Relocations.LINES;
      case "MOXIE" -> MoxieRelocations.LINES;
      case "MSP430_OLD" -> Msp430Relocations.LINES;
      case "MSP430" -> msp430(abi, flags);
      case "MT" -> MtRelocations.LINES;
      case "NDS32" -> Nds32Relocations.LINES;
      case "NFP" -> nfp(flags);
      case "ALTERA_NIOS2" -> Nios2Relocations.LINES;
      case "OPENRISC" -> Or1kRelocations.LINES;
      case "PJ", "SNP1K" -> PjRelocations.LINES;
      case "PPC" -> PpcRelocations.LINES;
      case "PPC64" -> Ppc64Relocations.LINES;
      case "TI_PRU" -> PruRelocations.LINES;
      case "RISCV" -> RiscvRelocations.LINES;
      case "RL78" -> Rl78Relocations.LINES;
      case "RX" -> RxRelocations.LINES;
      case "S12Z" -> S12zRelocations.LINES;
      case "S390_OLD", "S390" -> S390Relocations.LINES;
      case "SCORE7" -> ScoreRelocations.LINES;
      case "SH" -> ShRelocations.LINES;
      case "SPARC32PLUS", "SPARCV9", "SPARC" -> SparcRelocations.LINES;
      case "SPU" -> SpuRelocations.LINES;
      case "TI_C6000" -> Tic6xRelocations.LINES;
      case "TILEGX" -> TilegxRelocations.LINES;
      case "TILEPRO" -> TileproRelocations.LINES;
      case "V800" -> V800Relocations.LINES;
      case "V850", "CYGNUS_V850" -> V850Relocations.LINES;
      case "VAX" -> VaxRelocations.LINES;
      case "VE" -> VeRelocations.LINES;
      case "VISIUM" -> VisiumRelocations.LINES;
      case "WEBASSEMBLY" -> Wasm32Relocations.LINES;
      case "X86_64", "L10M", "K10M" -> X86_64Relocations.LINES;
      case "XGATE" -> XgateRelocations.LINES;
      case "XSTORMY16" -> Xstormy16Relocations.LINES;
      case "XTENSA_OLD", "XTENSA" -> XtensaRelocations.LINES;
      case "Z80" -> Z80Relocations.LINES;
      default -> "";
    };
  }

  private static String msp430(Abi abi, long flags) {
    return abi.osAbi() == OsAbi.NONE || (flags & MSP430_MACHINE) == MSP430_MACHINE_X
        ? Msp430xRelocations.LINES
        : Msp430Relocations.LINES;
  }

  private static String nfp(long flags) {
    return (flags & NFP_MACHINE) == NFP_MACHINE_3200
        ? Nfp3200Relocations.LINES
        : NfpRelocations.LINES;
  }

  /**
   * The name of a type, if it has one.
   *
   * @param type as {@link dev.elfwright.elf.Relocation#type} has it. 64-bit MIPS puts up to three
   *     types into it, eight bits each, and SPARC a second addend above the lower eight bits: take
   *     the parts before asking.
   */
  public Optional<String> find(long type) {
    return Optional.ofNullable(lines.name(type));
  }

  /** The name of a type, or the number in hexadecimal. */
  public String name(long type) {
    return find(type).orElseGet(() -> "0x" + Long.toHexString(type));
  }

  /** The number of a name, in any of its spellings. */
  public OptionalLong number(String name) {
    return lines.number(name);
  }

  /** All types that have a name, in order. */
  public NavigableMap<Long, String> all() {
    return lines.all();
  }
}
