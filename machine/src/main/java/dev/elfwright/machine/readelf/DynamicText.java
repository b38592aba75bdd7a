package dev.elfwright.machine.readelf;

import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SegmentType;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** {@code readelf -d}. */
final class DynamicText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  private final Image image;
  private final DynamicEntries entries;
  private final Text out;

  DynamicText(Image image, Text out) {
    this.image = image;
    this.entries = image.dynamic();
    this.out = out;
  }

  void print() {
    if (entries.count() == 0 && entries.offset() == 0) {
      out.line().line("There is no dynamic section in this file.");
      return;
    }
    out.line().put("Dynamic section at offset ").alternateHex(entries.offset());
    out.put(" contains ").dec(entries.count());
    out.line(entries.count() == 1 ? " entry:" : " entries:");
    out.line("  Tag        Type                         Name/Value");
    for (int i = 0; i < entries.count(); i++) {
      entry(entries.tag(i), entries.value(i));
    }
  }

  private void entry(long tag, long value) {
    String name = DynamicTagNames.of(tag, image.header());
    out.put(" 0x").hex(tag, image.is64() ? 16 : 8).put(" (").put(name).put(')');
    // A negative width counts as the positive one, so names that are too long get blanks again.
    out.spaces(Math.max(1, Math.abs((image.is64() ? 19 : 27) - name.length())));
    value(tag, value);
    out.line();
  }

  private void value(long tag, long value) {
    if (tag >>> 31 != 0) {
      special(tag, value);
      return;
    }
    switch ((int) tag) {
      case (int) DynamicTag.FLAGS -> out.put(DynamicFlagWords.flags(value));
      case (int) DynamicTag.FLAGS_1 -> out.put(DynamicFlagWords.flags1(value));
      case 0x6ffffdf4 -> out.put(DynamicFlagWords.gnuFlags1(value));
      case 0x6ffffdfc -> out.put(DynamicFlagWords.feature(value));
      case 0x6ffffdfd -> out.put(DynamicFlagWords.posFlag1(value));
      case (int) DynamicTag.PLTREL -> out.put(DynamicTagNames.of(value, image.header()));
      case (int) DynamicTag.NEEDED -> needed(value);
      case (int) DynamicTag.SONAME -> string("Library soname: ", value);
      case (int) DynamicTag.RPATH -> string("Library rpath: ", value);
      case (int) DynamicTag.RUNPATH -> string("Library runpath: ", value);
      case 0x7ffffffd -> file("Auxiliary library", value);
      case 0x7fffffff -> file("Filter library", value);
      case 0x6ffffefa -> file("Configuration file", value);
      case 0x6ffffefb -> file("Dependency audit library", value);
      case 0x6ffffefc -> file("Audit library", value);
      case 0x7ffffffe -> used(value);
      case (int) DynamicTag.BIND_NOW -> {}
      case (int) DynamicTag.PLTRELSZ,
          (int) DynamicTag.RELASZ,
          (int) DynamicTag.STRSZ,
          (int) DynamicTag.RELSZ,
          (int) DynamicTag.RELAENT,
          (int) DynamicTag.SYMENT,
          (int) DynamicTag.RELENT,
          // RELRENT, RELRSZ; PREINIT, INIT and FINI_ARRAYSZ
          37,
          35,
          33,
          27,
          28,
          // PLTPADSZ, MOVEENT, MOVESZ, GNU_CONFLICTSZ, GNU_LIBLISTSZ
          0x6ffffdf9,
          0x6ffffdfa,
          0x6ffffdfb,
          0x6ffffdf6,
          0x6ffffdf7 ->
          out.unsigned(value).put(" (bytes)");
      // RELACOUNT, RELCOUNT, VERDEFNUM, VERNEEDNUM
      case 0x6ffffff9, 0x6ffffffa, 0x6ffffffd, 0x6fffffff -> out.unsigned(value);
      case 0x6ffffdf5 -> time(value);
      default -> special(tag, value);
    }
  }

  private void special(long tag, long value) {
    boolean ofProcessor = tag >= 0x70000000L && tag <= 0x7fffffffL;
    if (ofProcessor && image.machine() == Machine.MIPS) {
      mips((int) tag, value);
    } else if (ofProcessor && image.machine() == Machine.AARCH64 && isPltFeature((int) tag)) {
      return;
    } else {
      out.prefixedHex(value);
    }
  }

  /** AARCH64_BTI_PLT and AARCH64_PAC_PLT: to be there is all that they say. */
  private static boolean isPltFeature(int tag) {
    return tag == 0x70000001 || tag == 0x70000003;
  }

  private void mips(int tag, long value) {
    switch (tag) {
      case 0x70000005 -> out.put(DynamicFlagWords.mipsFlags(value));
      case 0x70000004 -> {
        out.put("Interface Version: ");
        Name name = name(value);
        if (name == null) {
          out.put("<corrupt: ").hex(value).put('>');
        } else {
          out.put(name);
        }
      }
      case 0x70000002 -> {
        out.put("Time Stamp: ");
        time(value);
      }
      // RLD_VERSION, and the numbers of entries in the various tables
      case 0x70000001,
          0x7000000a,
          0x7000000b,
          0x70000010,
          0x70000011,
          0x70000012,
          0x70000014,
          0x70000018,
          0x7000001a,
          0x7000001c,
          0x7000001e,
          0x70000021,
          0x7000002f ->
          out.dec(value);
      default -> out.prefixedHex(value);
    }
  }

  private @Nullable Name name(long offset) {
    StringBytes names = image.dynamicNames();
    return names != null && names.contains(offset) ? names.name(offset) : null;
  }

  private void string(String label, long value) {
    Name name = name(value);
    if (name == null) {
      out.prefixedHex(value);
    } else {
      out.put(label).put('[').put(name).put(']');
    }
  }

  private void needed(long value) {
    string("Shared library: ", value);
    Name name = name(value);
    if (name != null && isInterpreter(name)) {
      out.put(" program interpreter");
    }
  }

  private boolean isInterpreter(Name name) {
    Segment last = null;
    for (Segment s : image.segments()) {
      if (s.type() == SegmentType.INTERP) {
        last = s;
      }
    }
    StringBytes path =
        last == null ? null : StringBytes.at(image.bytes(), last.offset(), last.fileSize());
    return path != null && path.name(0).isSame(name);
  }

  private void file(String label, long value) {
    Name name = name(value);
    out.put(label).put(": ");
    if (name == null) {
      out.prefixedHex(value);
    } else {
      out.put('[').put(name).put(']');
    }
  }

  private void used(long value) {
    Name name = name(value);
    if (name == null || name.length() == 0) {
      out.prefixedHex(value);
    } else {
      out.put("Not needed object: [").put(name).put(']');
    }
  }

  private void time(long seconds) {
    if (Math.abs(seconds) < 1L << 40) {
      out.put(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC).format(TIME));
    } else {
      out.put("<corrupt time val: ").hex(seconds);
    }
  }
}
