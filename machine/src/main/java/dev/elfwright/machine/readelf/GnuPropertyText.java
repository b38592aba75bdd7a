package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.constant.Machine;
import org.jspecify.annotations.Nullable;

/** NT_GNU_PROPERTY_TYPE_0: each property is a type, a size and its data, padded to a word. */
final class GnuPropertyText {
  private static final int IAMCU = 6;
  private static final long LOWEST_OF_PROCESSOR = 0xc0000000L;
  private static final long LOWEST_OF_USER = 0xe0000000L;
  private static final String[] X86_FEATURE_1 = {"IBT", "SHSTK", "LAM_U48", "LAM_U57"};
  private static final String[] X86_FEATURE_2 = {
    "x86", "x87", "MMX", "XMM", "YMM", "ZMM", "FXSR", "XSAVE", "XSAVEOPT", "XSAVEC", "TMM", "MASK"
  };
  private static final String[] X86_ISA_1 = {
    "x86-64-baseline", "x86-64-v2", "x86-64-v3", "x86-64-v4"
  };
  private static final String[] X86_COMPAT_ISA_1 = {
    "i486",
    "586",
    "686",
    "SSE",
    "SSE2",
    "SSE3",
    "SSSE3",
    "SSE4_1",
    "SSE4_2",
    "AVX",
    "AVX2",
    "AVX512F",
    "AVX512CD",
    "AVX512ER",
    "AVX512PF",
    "AVX512VL",
    "AVX512DQ",
    "AVX512BW"
  };
  private static final String[] X86_COMPAT_2_ISA_1 = {
    "CMOV",
    "SSE",
    "SSE2",
    "SSE3",
    "SSSE3",
    "SSE4_1",
    "SSE4_2",
    "AVX",
    "AVX2",
    "FMA",
    "AVX512F",
    "AVX512CD",
    "AVX512ER",
    "AVX512PF",
    "AVX512VL",
    "AVX512DQ",
    "AVX512BW",
    "AVX512_4FMAPS",
    "AVX512_4VNNIW",
    "AVX512_BITALG",
    "AVX512_IFMA",
    "AVX512_VBMI",
    "AVX512_VBMI2",
    "AVX512_VNNI",
    "AVX512_BF16"
  };
  private static final String[] AARCH64_FEATURE_1 = {"BTI", "PAC"};
  private static final String[] NEEDED_1 = {"indirect external access"};

  /**
   * A property of 32 bits, each with a word.
   *
   * @param label what stands before the words
   * @param words by bit
   * @param none what stands for no bit at all
   */
  private record Bits(String label, String[] words, String none) {}

  private final Image image;
  private final Width width;
  private final Text out;

  GnuPropertyText(Image image, Width width, Text out) {
    this.image = image;
    this.width = width;
    this.out = out;
  }

  void print(NoteBytes note) {
    int word = note.in().wordSize();
    out.put("      Properties: ");
    if (note.size() < 8 || note.size() % word != 0) {
      out.put("<corrupt GNU_PROPERTY_TYPE, size = ").alternateHex(note.size()).line(">");
      return;
    }
    long at = note.at();
    long end = at + note.size();
    while (at < end) {
      if (end - at < 8) {
        out.put("<corrupt descsz: ").alternateHex(note.size()).line(">");
        break;
      }
      long type = note.in().u32(at);
      long size = note.in().u32(at + 4);
      at += 8;
      if (size > end - at) {
        out.put("<corrupt type (")
            .alternateHex(type)
            .put(") datasz: ")
            .alternateHex(size)
            .line(">");
        break;
      }
      property(note.in(), type, size, at);
      at += (size + word - 1) & -word;
      if (at >= end) {
        break;
      }
      out.put(width == Width.WIDE ? ", " : "\n\t");
    }
    out.line();
  }

  private void property(ElfBytes in, long type, long size, long at) {
    Bits bits = bits(type);
    if (bits != null) {
      out.put(bits.label());
      if (size == 4) {
        words(bits, in.i32(at));
      } else {
        corruptLength(size);
      }
    } else if (type == 1) {
      out.put("stack size: ");
      if (size == in.wordSize()) {
        out.alternateHex(in.word(at));
      } else {
        corruptLength(size);
      }
    } else if (type == 2) {
      out.put("no copy on protected ");
      if (size != 0) {
        corruptLength(size);
      }
    } else if (type >= 0xb0000000L && type <= 0xb000ffffL) {
      out.put(type <= 0xb0007fffL ? "UINT32_AND (" : "UINT32_OR (").alternateHex(type).put("): ");
      if (size == 4) {
        out.alternateHex(in.u32(at));
      } else {
        corruptLength(size);
      }
    } else {
      unknown(in, type, size, at);
    }
  }

  private void corruptLength(long size) {
    out.put("<corrupt length: ").alternateHex(size).put("> ");
  }

  private void unknown(ElfBytes in, long type, long size, long at) {
    out.put(
        type < LOWEST_OF_PROCESSOR
            ? "<unknown"
            : type < LOWEST_OF_USER ? "<processor-specific" : "<application-specific");
    out.put(" type ").alternateHex(type).put(" data: ");
    for (long i = 0; i < size; i++) {
      out.hex(in.u8(at + i), 2).put(' ');
    }
    out.put('>');
  }

  private @Nullable Bits bits(long type) {
    if (type == 0xb0008000L) {
      return new Bits("1_needed: ", NEEDED_1, "");
    }
    return switch (image.machine()) {
      case Machine.X86_64, Machine.I386, IAMCU -> x86(type);
      case Machine.AARCH64 ->
          type == LOWEST_OF_PROCESSOR ? new Bits("AArch64 feature: ", AARCH64_FEATURE_1, "") : null;
      default -> null;
    };
  }

  private static @Nullable Bits x86(long type) {
    if (type < LOWEST_OF_PROCESSOR || type > 0xc0010002L) {
      return null;
    }
    return switch ((int) (type - LOWEST_OF_PROCESSOR)) {
      case 0x0 -> new Bits("x86 ISA used: ", X86_COMPAT_ISA_1, "");
      case 0x1 -> new Bits("x86 ISA needed: ", X86_COMPAT_ISA_1, "");
      case 0x2 -> new Bits("x86 feature: ", X86_FEATURE_1, "<None>");
      case 0x8000 -> new Bits("x86 ISA needed: ", X86_COMPAT_2_ISA_1, "<None>");
      case 0x8001 -> new Bits("x86 feature needed: ", X86_FEATURE_2, "<None>");
      case 0x8002 -> new Bits("x86 ISA needed: ", X86_ISA_1, "");
      case 0x10000 -> new Bits("x86 ISA used: ", X86_COMPAT_2_ISA_1, "<None>");
      case 0x10001 -> new Bits("x86 feature used: ", X86_FEATURE_2, "<None>");
      case 0x10002 -> new Bits("x86 ISA used: ", X86_ISA_1, "");
      default -> null;
    };
  }

  private void words(Bits bits, int value) {
    if (value == 0) {
      out.put(bits.none());
    }
    for (int rest = value; rest != 0; rest &= rest - 1) {
      int bit = Integer.numberOfTrailingZeros(rest);
      if (rest != value) {
        out.put(", ");
      }
      if (bit < bits.words().length) {
        out.put(bits.words()[bit]);
      } else {
        out.put("<unknown: ").hex(Integer.toUnsignedLong(1 << bit)).put('>');
      }
    }
  }
}
