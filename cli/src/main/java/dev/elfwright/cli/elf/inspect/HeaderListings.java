package dev.elfwright.cli.elf.inspect;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.OsAbi;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import java.util.List;
import java.util.stream.Stream;

/** The ELF header, the segments and the sections. */
final class HeaderListings {
  private HeaderListings() {}

  static List<Listing> of(ElfModel file) {
    FileHeader h = file.header();
    return List.of(
        new Listing(
            "header",
            "ELF header",
            List.of(Column.name("field"), Column.word("value")),
            () ->
                Stream.of(
                    List.of("class", h.is64() ? "64 bit" : "32 bit"),
                    List.of("byte order", h.order().toString()),
                    List.of("OS ABI", OsAbi.name(h.osAbi(), h.abi())),
                    List.of("ABI version", Integer.toString(h.abiVersion())),
                    List.of("type", FileType.name(h.type(), h.abi())),
                    List.of("machine", Machine.name(h.machine())),
                    List.of("version", Long.toString(h.version())),
                    List.of("entry", hex(h.entry())),
                    List.of("program headers at", hex(h.segmentOffset())),
                    List.of("section headers at", hex(h.sectionOffset())),
                    List.of("flags", hex(Integer.toUnsignedLong(h.flags()))),
                    List.of("header size", Integer.toString(h.headerSize())),
                    List.of("program headers", Integer.toString(file.segments().size())),
                    List.of("section headers", Integer.toString(file.sectionHeaders().size())),
                    List.of("section names", Integer.toString(file.sectionNamesIndex())))));
  }

  static List<Listing> segments(ElfModel file) {
    return List.of(
        new Listing(
            "segments",
            "Segments",
            List.of(
                Column.name("type"),
                Column.word("flags"),
                Column.address("offset"),
                Column.address("address"),
                Column.size("fileSize"),
                Column.size("memorySize"),
                Column.address("alignment")),
            () -> file.segments().stream().map(s -> segment(s, file.header().abi()))));
  }

  private static List<Object> segment(Segment s, Abi abi) {
    return List.of(
        SegmentType.name(s.type(), abi),
        permissions(s.flags()),
        s.offset(),
        s.address(),
        s.fileSize(),
        s.memorySize(),
        s.alignment());
  }

  private static String permissions(int flags) {
    return ((flags & Segment.READ) != 0 ? "r" : "-")
        .concat((flags & Segment.WRITE) != 0 ? "w" : "-")
        .concat((flags & Segment.EXECUTE) != 0 ? "x" : "-");
  }

  static List<Listing> sections(ElfModel file) {
    Abi abi = file.header().abi();
    return List.of(
        new Listing(
            "sections",
            "Sections",
            List.of(
                Column.number("index"),
                Column.name("name"),
                Column.word("type"),
                Column.address("address"),
                Column.address("offset"),
                Column.size("size"),
                Column.number("alignment"),
                Column.word("flags")),
            () ->
                file.sections().stream()
                    .skip(1)
                    .map(s -> section(s.index(), s.name(), s.header(), abi))));
  }

  private static List<Object> section(int index, String name, SectionHeader h, Abi abi) {
    return List.of(
        (long) index,
        name,
        SectionType.name(h.type(), abi),
        h.address(),
        h.offset(),
        h.size(),
        h.alignment(),
        String.join(" ", SectionFlag.names(h.flags(), abi)));
  }

  private static String hex(long value) {
    return "0x".concat(Long.toHexString(value));
  }
}
