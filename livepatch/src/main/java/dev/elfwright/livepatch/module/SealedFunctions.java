package dev.elfwright.livepatch.module;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import java.util.HashSet;
import java.util.Set;

/**
 * The functions that an x86-64 kernel with CONFIG_X86_KERNEL_IBT lets nobody call through a
 * pointer. An indirect call has to land on ENDBR64. Where objtool saw that nothing in the whole
 * kernel, or module, takes a function's address, it lists the landing pad, and the kernel writes
 * another instruction over it ({@code create_ibt_endbr_seal_sections} in {@code
 * tools/objtool/check.c}, {@code apply_seal_endbr} in {@code arch/x86/kernel/alternative.c}, since
 * Linux 5.18). The list lies in memory that is freed after the start, and in the file for good.
 *
 * <table>
 * <caption>An entry of .ibt_endbr_seal</caption>
 * <tr><td>0</td><td>4 bytes with sign</td><td>the distance from here to the landing pad</td></tr>
 * </table>
 */
final class SealedFunctions {
  private static final String LIST = ".ibt_endbr_seal";
  private static final int ENTRY = 4;

  /** As symbols have it: in vmlinux the section is 0 and the offset an address. */
  private record Pad(int section, long offset) {}

  private final Set<Pad> pads = new HashSet<>();

  private SealedFunctions() {}

  /**
   * Reads the list of a kernel or module; empty where it has none.
   *
   * @throws dev.elfwright.elf.ElfFormatException when the file is malformed
   */
  static SealedFunctions of(KernelObject object) {
    SealedFunctions sealed = new SealedFunctions();
    object
        .elf()
        .section(LIST)
        .filter(Section::hasBytes)
        .ifPresent(list -> {
          switch (object) {
            case KernelImage image -> sealed.linked(image.elf().bytes(), list);
            case KernelModule module -> sealed.unlinked(module, list);
          }
        });
    return sealed;
  }

  private void linked(ElfBytes in, Section list) {
    for (long at = 0; at + ENTRY <= list.header().size(); at += ENTRY) {
      pads.add(new Pad(0, list.header().address() + at + in.i32(list.header().offset() + at)));
    }
  }

  private void unlinked(KernelModule module, Section list) {
    for (Section s : module.elf().sections()) {
      if (s.header().type() == SectionType.RELA && s.header().info() == list.index()) {
        ((RelocationTable) s.content())
            .relocations()
            .forEach(r -> {
              Symbol to = module.symbolTable().symbol(r.symbol());
              pads.add(new Pad(to.sectionIndex(), to.value() + r.addend()));
            });
      }
    }
  }

  /** Whether an indirect call of a function is a fault, on a processor that looks. */
  boolean has(KernelSymbol function) {
    return pads.contains(new Pad(function.section(), function.address()));
  }
}
