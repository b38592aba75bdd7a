package dev.elfwright.livepatch.code;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.livepatch.kernel.KernelImage;
import java.lang.foreign.ValueLayout;

/**
 * The code of a kernel where it is in memory: moved as a whole, with the addresses in it changed as
 * {@code handle_relocations} in {@code arch/x86/boot/compressed/misc.c} changes them.
 *
 * <p>Behind the ELF file in the payload of a vmlinuz are three lists of places, four bytes each
 * with their sign, which are read from the end on; each ends with a 0.
 *
 * <table>
 * <caption>The lists, the last one first</caption>
 * <tr><td>fields of four bytes</td><td>the distance is added</td></tr>
 * <tr><td>fields of four bytes</td><td>it is subtracted: they lead to a processor's own data</td></tr>
 * <tr><td>fields of eight bytes</td><td>it is added</td></tr>
 * </table>
 */
public final class KernelCode {
  private KernelCode() {}

  /**
   * The code of a kernel.
   *
   * @param moved how far it is from where it was linked for, in bytes
   * @throws dev.elfwright.elf.ElfFormatException when its list of relocations is malformed
   */
  public static CodeImage of(KernelImage kernel, long moved) {
    ElfModel elf = kernel.elf();
    CodeImage code = new CodeImage(elf.file());
    for (Section s : elf.sections()) {
      SectionHeader h = s.header();
      if ((h.flags() & SectionFlag.ALLOC) != 0 && s.hasBytes() && h.address() < 0) {
        boolean stays = (h.flags() & SectionFlag.EXECINSTR) != 0 && s.name().equals(".text");
        byte[] bytes = s.bytes().toArray(ValueLayout.JAVA_BYTE);
        code.add(new CodeImage.Part(s.name(), h.address() + moved, bytes, stays));
      }
    }
    if (moved != 0) {
      new Relocations(elf.bytes(), code, moved).apply();
    }
    return code;
  }

  private static final class Relocations {
    private final ElfBytes in;
    private final CodeImage code;
    private final long moved;
    private long at;

    Relocations(ElfBytes in, CodeImage code, long moved) {
      this.in = in;
      this.code = code;
      this.moved = moved;
      this.at = in.size();
    }

    void apply() {
      for (long place = next(); place != 0; place = next()) {
        add32(place, (int) moved);
      }
      for (long place = next(); place != 0; place = next()) {
        add32(place, (int) -moved);
      }
      for (long place = next(); place != 0; place = next()) {
        if (code.has(place + moved, 8)) {
          code.write64(place + moved, code.i64(place + moved) + moved);
        }
      }
    }

    /** A place as the kernel was linked; all of it is in the upper two gigabytes. */
    private long next() {
      at -= 4;
      if (at < 0) {
        throw in.malformed(0, "relocations of the kernel", "their list has no beginning");
      }
      int place = in.i32(at);
      if (place > 0) {
        throw in.malformed(
            at,
            "relocations of the kernel",
            "0x%x is no address of a kernel; only vmlinuz has their list".formatted(place));
      }
      return place;
    }

    private void add32(long place, int distance) {
      if (code.has(place + moved, 4)) {
        code.write32(place + moved, code.i32(place + moved) + distance);
      }
    }
  }
}
