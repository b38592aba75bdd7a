package dev.elfwright.livepatch.kernel;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.btf.Btf;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A kernel. Nothing but what the running kernel itself uses is needed, so the image that is booted
 * is enough: no symbol table, no debugging information, no System.map.
 */
public final class KernelImage implements KernelObject {
  private static final String BANNER = "Linux version ";

  /** KSYM_FLAG_GPL_ONLY. */
  private static final int GPL_ONLY = 1;

  private final ElfModel elf;
  private final KernelSymbols symbols;
  private @Nullable Btf btf;

  KernelImage(ElfModel elf) {
    this.elf = elf;
    this.symbols = Kallsyms.read(elf);
  }

  @Override
  public String name() {
    return "vmlinux";
  }

  @Override
  public ElfModel elf() {
    return elf;
  }

  @Override
  public KernelSymbols symbols() {
    return symbols;
  }

  /**
   * The types.
   *
   * @throws ElfFormatException when the kernel was built without CONFIG_DEBUG_INFO_BTF, or they are
   *     malformed
   */
  public Btf btf() {
    Btf read = btf;
    if (read == null) {
      read =
          Btf.of(elf)
              .orElseThrow(() ->
                  new ElfFormatException(
                      elf.file(),
                      ElfFormatException.NO_OFFSET,
                      "BTF",
                      "no section .BTF, expected a kernel with CONFIG_DEBUG_INFO_BTF"));
      btf = read;
    }
    return read;
  }

  /** The line that the kernel prints first: release, who built it with which compiler, version. */
  public String banner() {
    return text("linux_banner").strip();
  }

  /** What {@code uname -r} prints. */
  public String release() {
    String banner = banner();
    int end = banner.indexOf(' ', BANNER.length());
    if (!banner.startsWith(BANNER) || end < 0) {
      throw new ElfFormatException(
          elf.file(),
          ElfFormatException.NO_OFFSET,
          "linux_banner",
          "'" + banner + "', expected 'Linux version ...'");
    }
    return banner.substring(BANNER.length(), end);
  }

  @Override
  public String vermagic() {
    return text("vermagic");
  }

  private String text(String variable) {
    KernelSymbol symbol =
        symbols.named(variable).stream()
            .findFirst()
            .orElseThrow(() ->
                new ElfFormatException(
                    elf.file(),
                    ElfFormatException.NO_OFFSET,
                    "kallsyms",
                    "no symbol " + variable + ", expected a kernel with CONFIG_KALLSYMS_ALL"));
    return textAt(symbol.address());
  }

  private String textAt(long address) {
    long offset = offset(address, 1);
    return elf.bytes()
        .string(offset, elf.bytes().size(), "string at 0x" + Long.toHexString(address));
  }

  private long offset(long address, long size) {
    OptionalLong offset = elf.offsetOf(address, size);
    if (offset.isEmpty()) {
      throw new ElfFormatException(
          elf.file(),
          ElfFormatException.NO_OFFSET,
          "kernel",
          "0x%x bytes at address 0x%x are not in the image".formatted(size, address));
    }
    return offset.getAsLong();
  }

  /**
   * Bytes as they are before the kernel starts.
   *
   * @throws ElfFormatException when they are not in the image
   */
  public MemorySegment bytes(long address, long size) {
    return elf.bytes().slice(offset(address, size), size, "kernel");
  }

  /**
   * What modules may use of the kernel: its tables {@code __ksymtab} and {@code __kcrctab} (struct
   * kernel_symbol in {@code include/linux/export-internal.h}: three distances of four bytes, to the
   * symbol, its name, its namespace). A kernel without CONFIG_MODVERSIONS has 0 for every CRC.
   * Which are for modules under the GPL only, kernels before 7.1 say by a table of their own,
   * {@code __ksymtab_gpl}, later ones by a byte for each entry in {@code __kflagstab} (bit 0,
   * KSYM_FLAG_GPL_ONLY in {@code include/linux/module_symbol.h}).
   *
   * @throws ElfFormatException when a table is malformed
   */
  public List<Export> exports() {
    List<Export> exports = new ArrayList<>();
    exports(exports, "", false);
    exports(exports, "_gpl", true);
    return List.copyOf(exports);
  }

  private void exports(List<Export> into, String suffix, boolean gplOnly) {
    Optional<Section> table = elf.section("__ksymtab" + suffix).filter(Section::hasBytes);
    if (table.isEmpty()) {
      return;
    }
    Optional<Section> crcs = elf.section("__kcrctab" + suffix).filter(Section::hasBytes);
    Optional<Section> flags = elf.section("__kflagstab").filter(Section::hasBytes);
    long address = table.get().header().address();
    MemorySegment bytes = table.get().bytes();
    ElfBytes in = elf.bytes();
    long at = table.get().header().offset();
    for (long i = 0; i < bytes.byteSize() / 12; i++) {
      long entry = at + 12 * i;
      boolean flagged =
          flags.isPresent()
              && i < flags.get().header().size()
              && (in.u8(flags.get().header().offset() + i) & GPL_ONLY) != 0;
      long crc = crcs.isPresent() && 4 * i + 4 <= crcs.get().header().size() ? 4 * i : -1;
      into.add(
          new Export(
              textAt(address + 12 * i + 4 + in.i32(entry + 4)),
              crc < 0 ? 0 : in.i32(crcs.get().header().offset() + crc),
              name(),
              gplOnly || flagged,
              in.i32(entry + 8) == 0 ? "" : textAt(address + 12 * i + 8 + in.i32(entry + 8))));
    }
  }
}
