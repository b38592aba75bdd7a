package dev.elfwright.elf.inspect;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Note;
import dev.elfwright.elf.constant.GnuProperty;
import dev.elfwright.elf.constant.NoteType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the control-flow features in NT_GNU_PROPERTY_TYPE_0 (Linux Extensions to gABI, "Program
 * Property"): a list of type and size of 4 bytes each, then the data, padded to a word.
 */
final class ControlFlow {
  private ControlFlow() {}

  static List<String> of(ElfModel file) {
    List<String> found = new ArrayList<>();
    for (Note note : file.notes()) {
      if (note.type() == NoteType.GNU_PROPERTY_TYPE_0 && note.name().equals("GNU")) {
        read(file, note, found);
      }
    }
    return found.stream().distinct().toList();
  }

  private static void read(ElfModel file, Note note, List<String> found) {
    boolean big = file.header().order() == ByteOrder.BIG_ENDIAN;
    ElfBytes in = new ElfBytes(file.file(), note.description(), file.header().is64(), big);
    long at = 0;
    while (in.size() - at >= 8) {
      int type = in.i32(at);
      long size = in.u32(at + 4);
      if (size == 4 && isFeature(type)) {
        in.require(at + 8, size, "GNU property");
        found.addAll(GnuProperty.bits(type, in.i32(at + 8), file.header().abi()));
      }
      long word = in.wordSize();
      at += 8 + (size + word - 1) / word * word;
    }
  }

  private static boolean isFeature(int type) {
    return type == GnuProperty.X86_FEATURE_1_AND || type == GnuProperty.AARCH64_FEATURE_1_AND;
  }
}
