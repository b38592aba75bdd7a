package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.constant.FileType;

/** One note: its line, and what its description means by its owner's rules. */
final class NoteValues {
  private static final int STAPSDT_WORDS = 3;
  private static final int FDO_PACKAGING_METADATA = 0xcafe1a7e;
  private static final int NT_FILE = 0x46494c45;
  private static final String[] SYSTEMS = {
    "Linux", "Hurd", "Solaris", "FreeBSD", "NetBSD", "Syllable", "NaCl"
  };

  private final Image image;
  private final Width width;
  private final Text out;
  private final NameText names;
  private final BuildAttributeRegion regions;

  NoteValues(Image image, Width width, Text out) {
    this.image = image;
    this.width = width;
    this.out = out;
    this.names = new NameText(out, width);
    this.regions = new BuildAttributeRegion(image, out);
  }

  void print(NoteBytes note) {
    Name owner = note.owner();
    boolean isCore = image.header().type() == FileType.CORE;
    out.put("  ");
    boolean isAttribute = BuildAttributeName.isOne(note, owner);
    if (isAttribute) {
      new BuildAttributeName(note, width, out).print();
    } else {
      names.print(-20, note.nameSize() == 0 ? Name.of("(NONE)") : owner);
    }
    out.put(" 0x").hex(note.size(), 8).put('\t');
    out.put(NoteTypeNames.of(owner, note.type(), isCore));
    out.put(width == Width.WIDE ? '\t' : '\n');
    if (owner.startsWith("GNU")) {
      gnu(note);
    } else if (owner.startsWith("stapsdt")) {
      probe(note);
    } else if (owner.startsWith("CORE")) {
      core(note);
    } else if (owner.startsWith("FDO")) {
      metadata(note);
    } else if (isAttribute) {
      regions.print(note);
    } else {
      bytes(note);
    }
  }

  private void bytes(NoteBytes note) {
    if (note.size() != 0) {
      out.put("   description data: ");
      for (long i = 0; i < note.size(); i++) {
        out.hex(note.u8(i), 2).put(' ');
      }
    }
    if (note.size() != 0 || width == Width.WIDE) {
      out.line();
    }
  }

  private void gnu(NoteBytes note) {
    switch (note.type()) {
      case 1 -> abiTag(note);
      case 2 -> hardware(note);
      case 3 -> {
        out.put("    Build ID: ");
        for (long i = 0; i < note.size(); i++) {
          out.hex(note.u8(i), 2);
        }
        out.line();
      }
      case 4 -> {
        out.put("    Version: ");
        for (long i = 0; i < note.size() && note.u8(i) != 0; i++) {
          out.put((char) note.u8(i));
        }
        out.line();
      }
      case 5 -> new GnuPropertyText(image, width, out).print(note);
      default -> {
        out.put("    Description data: ");
        for (long i = 0; i < note.size(); i++) {
          out.hex(note.u8(i), 2).put(' ');
        }
        out.line();
      }
    }
  }

  private void abiTag(NoteBytes note) {
    if (note.size() < 16) {
      out.line("    <corrupt GNU_ABI_TAG>");
      return;
    }
    ElfBytes in = note.in();
    int system = in.i32(note.at());
    out.put("    OS: ");
    out.put(system >= 0 && system < SYSTEMS.length ? SYSTEMS[system] : "Unknown").put(", ABI: ");
    out.dec(in.i32(note.at() + 4)).put('.').dec(in.i32(note.at() + 8)).put('.');
    out.dec(in.i32(note.at() + 12)).line();
  }

  private void hardware(NoteBytes note) {
    out.put("      Hardware Capabilities: ");
    if (note.size() >= 8) {
      out.put("num entries: ").dec(note.in().i32(note.at()));
      out.put(", enabled mask: ").hex(note.in().u32(note.at() + 4)).line();
    }
  }

  /** A SystemTap probe: its address, the link-time base, a semaphore, then three strings. */
  private void probe(NoteBytes note) {
    int word = note.in().wordSize();
    long at = (long) STAPSDT_WORDS * word;
    long provider = end(note, at);
    long name = provider < 0 ? -1 : end(note, provider);
    long arguments = name < 0 ? -1 : end(note, name);
    if (arguments < 0) {
      out.line("  <corrupt - note is too small>");
      return;
    }
    out.put("    Provider: ");
    string(note, at).line();
    out.put("    Name: ");
    string(note, provider).line();
    out.put("    Location: 0x").hex(note.in().word(note.at()), 2 * word);
    out.put(", Base: 0x").hex(note.in().word(note.at() + word), 2 * word);
    out.put(", Semaphore: 0x").hex(note.in().word(note.at() + 2L * word), 2 * word).line();
    out.put("    Arguments: ");
    string(note, name).line();
  }

  /** Where the string that starts at an offset of the description ends, its NUL included, or -1. */
  private static long end(NoteBytes note, long from) {
    for (long i = from; i < note.size(); i++) {
      if (note.u8(i) == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private Text string(NoteBytes note, long from) {
    for (long i = from; i < note.size() && note.u8(i) != 0; i++) {
      out.put((char) note.u8(i));
    }
    return out;
  }

  private void metadata(NoteBytes note) {
    if (note.size() > 0 && note.type() == FDO_PACKAGING_METADATA) {
      out.put("    Packaging Metadata: ");
      string(note, 0).line();
    }
  }

  private void core(NoteBytes note) {
    if (note.type() == NT_FILE) {
      mappedFiles(note);
    } else if (width == Width.WIDE) {
      out.line();
    }
  }

  /** NT_FILE: a count, the page's size, that many triples of words, then the names. */
  private void mappedFiles(NoteBytes note) {
    if (image.is64()) {
      // So says readelf 2.40 on every machine; 2.41 decodes them.
      out.line("    Cannot decode 64-bit note in 32-bit build");
      return;
    }
    ElfBytes in = note.in();
    int word = in.wordSize();
    if (note.size() < 2L * word || note.u8(note.size() - 1) != 0) {
      return;
    }
    long count = in.word(note.at());
    if (count < 0 || count > (note.size() - 2L * word) / (3L * word)) {
      return;
    }
    out.put("    Page size: ").dec(in.word(note.at() + word)).line();
    out.put("    ").right("Start", 2 + 2 * word).right("End", 4 + 2 * word);
    out.right("Page Offset", 4 + 2 * word).line();
    long name = 2L * word + count * 3 * word;
    for (long i = 0; i < count && name < note.size(); i++) {
      long at = note.at() + 2L * word + i * 3 * word;
      out.put("    0x").hex(in.word(at), 2 * word).put("  0x").hex(in.word(at + word), 2 * word);
      out.put("  0x").hex(in.word(at + 2L * word), 2 * word).line().spaces(8);
      string(note, name).line();
      name = end(note, name);
    }
  }
}
