package dev.elfwright.elf.verify;

import dev.elfwright.elf.DynamicEntry;
import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SegmentType;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Rules about the entries of PT_DYNAMIC. */
final class DynamicCheck implements Check {
  private static final long FIRST_OF_SYSTEMS = 0x6000_0000L;

  private static final List<Long> REQUIRED =
      List.of(DynamicTag.STRTAB, DynamicTag.SYMTAB, DynamicTag.STRSZ, DynamicTag.SYMENT);

  /** An address, and what must be there with it. */
  private static final List<List<Long>> PAIRS =
      List.of(
          List.of(DynamicTag.RELA, DynamicTag.RELASZ, DynamicTag.RELAENT),
          List.of(DynamicTag.REL, DynamicTag.RELSZ, DynamicTag.RELENT),
          List.of(DynamicTag.RELR, DynamicTag.RELRSZ, DynamicTag.RELRENT),
          List.of(DynamicTag.JMPREL, DynamicTag.PLTRELSZ, DynamicTag.PLTREL),
          List.of(DynamicTag.INIT_ARRAY, DynamicTag.INIT_ARRAYSZ),
          List.of(DynamicTag.FINI_ARRAY, DynamicTag.FINI_ARRAYSZ),
          List.of(DynamicTag.PREINIT_ARRAY, DynamicTag.PREINIT_ARRAYSZ),
          List.of(DynamicTag.VERDEF, DynamicTag.VERDEFNUM),
          List.of(DynamicTag.VERNEED, DynamicTag.VERNEEDNUM));

  /** An address, and the tag that says how many bytes are there; 0 for one byte. */
  private static final List<List<Long>> TABLES =
      List.of(
          List.of(DynamicTag.STRTAB, DynamicTag.STRSZ),
          List.of(DynamicTag.SYMTAB, 0L),
          List.of(DynamicTag.HASH, 0L),
          List.of(DynamicTag.GNU_HASH, 0L),
          List.of(DynamicTag.RELA, DynamicTag.RELASZ),
          List.of(DynamicTag.REL, DynamicTag.RELSZ),
          List.of(DynamicTag.RELR, DynamicTag.RELRSZ),
          List.of(DynamicTag.JMPREL, DynamicTag.PLTRELSZ),
          List.of(DynamicTag.INIT_ARRAY, DynamicTag.INIT_ARRAYSZ),
          List.of(DynamicTag.FINI_ARRAY, DynamicTag.FINI_ARRAYSZ),
          List.of(DynamicTag.PREINIT_ARRAY, DynamicTag.PREINIT_ARRAYSZ),
          List.of(DynamicTag.INIT, 0L),
          List.of(DynamicTag.FINI, 0L),
          List.of(DynamicTag.VERSYM, 0L),
          List.of(DynamicTag.VERDEF, 0L),
          List.of(DynamicTag.VERNEED, 0L));

  private static final Set<Long> STRINGS =
      Set.of(
          DynamicTag.NEEDED,
          DynamicTag.SONAME,
          DynamicTag.RPATH,
          DynamicTag.RUNPATH,
          DynamicTag.AUXILIARY,
          DynamicTag.FILTER,
          DynamicTag.AUDIT,
          DynamicTag.DEPAUDIT);

  /** Tags of lists; what processors and systems mean by theirs is not known here. */
  private static final Set<Long> REPEATED =
      Set.of(DynamicTag.NEEDED, DynamicTag.AUXILIARY, DynamicTag.FILTER);

  @Override
  public void run(Subject subject, Report report) {
    subject
        .dynamic()
        .ifPresent(d -> {
          end(subject, report);
          once(subject, report, d);
          together(subject, report, d);
          sizes(subject, report, d);
          addresses(subject, report, d);
          strings(subject, report, d);
          if (d.hasTextRelocations()) {
            report.add(Rule.TEXT_RELOCATIONS, at(subject), "dynamic section", "DT_TEXTREL");
          }
        });
  }

  private static long at(Subject subject) {
    return subject
        .model()
        .segments(SegmentType.DYNAMIC)
        .findFirst()
        .map(Segment::offset)
        .orElse(0L);
  }

  private static String tag(Subject subject, long tag) {
    return "DT_" + DynamicTag.name(tag, subject.abi());
  }

  private static void end(Subject subject, Report report) {
    Segment s = subject.model().segments(SegmentType.DYNAMIC).findFirst().orElseThrow();
    int entry = 2 * subject.wordSize();
    for (long at = s.offset(); at + entry <= s.offset() + s.fileSize(); at += entry) {
      if (subject.in().word(at) == DynamicTag.NULL) {
        return;
      }
    }
    report.add(Rule.DYNAMIC_END, s.offset(), "dynamic section", "no DT_NULL");
  }

  private static void once(Subject subject, Report report, DynamicModel d) {
    Set<Long> seen = new HashSet<>();
    for (DynamicEntry e : d.table().entries()) {
      if (e.tag() >= 0
          && e.tag() < FIRST_OF_SYSTEMS
          && DynamicTag.name(e.tag(), subject.abi()).startsWith("0x")) {
        report.add(Rule.DYNAMIC_TAG, at(subject), "dynamic section", "unknown tag 0x%x", e.tag());
      }
      boolean common =
          e.tag() < FIRST_OF_SYSTEMS || e.tag() >= 0x6fff_fd00L && e.tag() < 0x7000_0000L;
      if (common && !REPEATED.contains(e.tag()) && !seen.add(e.tag())) {
        report.add(
            Rule.DYNAMIC_ONCE,
            at(subject),
            "dynamic section",
            "%s is there twice",
            tag(subject, e.tag()));
      }
    }
  }

  private static void together(Subject subject, Report report, DynamicModel d) {
    for (long tag : REQUIRED) {
      if (d.value(tag).isEmpty()) {
        report.add(
            Rule.DYNAMIC_REQUIRED, at(subject), "dynamic section", "no %s", tag(subject, tag));
      }
    }
    for (List<Long> pair : PAIRS) {
      if (d.value(pair.getFirst()).isPresent()) {
        for (long tag : pair) {
          if (d.value(tag).isEmpty()) {
            report.add(
                Rule.DYNAMIC_PAIR,
                at(subject),
                "dynamic section",
                "%s without %s",
                tag(subject, pair.getFirst()),
                tag(subject, tag));
          }
        }
      }
    }
  }

  private static void sizes(Subject subject, Report report, DynamicModel d) {
    boolean is64 = subject.in().is64();
    entry(subject, report, d, DynamicTag.SYMENT, SymbolTable.entrySize(is64));
    entry(subject, report, d, DynamicTag.RELENT, RelocationTable.entrySize(is64, false));
    entry(subject, report, d, DynamicTag.RELAENT, RelocationTable.entrySize(is64, true));
    entry(subject, report, d, DynamicTag.RELRENT, subject.wordSize());
    OptionalLong pltrel = d.value(DynamicTag.PLTREL);
    if (pltrel.isPresent()
        && pltrel.getAsLong() != DynamicTag.REL
        && pltrel.getAsLong() != DynamicTag.RELA) {
      report.add(
          Rule.DYNAMIC_PLTREL, at(subject), "dynamic section", "DT_PLTREL %d", pltrel.getAsLong());
    }
  }

  private static void entry(Subject subject, Report report, DynamicModel d, long tag, int size) {
    OptionalLong value = d.value(tag);
    if (value.isPresent() && value.getAsLong() != size) {
      report.add(
          Rule.DYNAMIC_ENTRY_SIZE,
          at(subject),
          "dynamic section",
          "%s %d, expected %d",
          tag(subject, tag),
          value.getAsLong(),
          size);
    }
  }

  private static void addresses(Subject subject, Report report, DynamicModel d) {
    AddressRanges loaded =
        AddressRanges.of(subject.segments().stream().filter(Segment::isLoad).toList());
    for (List<Long> table : TABLES) {
      OptionalLong address = d.value(table.getFirst());
      long size = table.getLast() == 0 ? 1 : d.value(table.getLast()).orElse(0);
      if (address.isPresent() && size != 0 && !loaded.contain(address.getAsLong(), size)) {
        report.add(
            Rule.DYNAMIC_ADDRESS,
            at(subject),
            "dynamic section",
            "%s: 0x%x bytes at address 0x%x are in no PT_LOAD segment",
            tag(subject, table.getFirst()),
            size,
            address.getAsLong());
      }
    }
    boolean hashed =
        d.value(DynamicTag.HASH).isPresent()
            || d.value(DynamicTag.GNU_HASH).isPresent()
            || subject.header().machine() == Machine.MIPS;
    if (!hashed) {
      report.add(
          Rule.DYNAMIC_HASH, at(subject), "dynamic section", "neither DT_HASH nor DT_GNU_HASH");
    }
  }

  private static void strings(Subject subject, Report report, DynamicModel d) {
    long size = d.value(DynamicTag.STRSZ).orElse(0);
    for (DynamicEntry e : d.table().entries()) {
      if (STRINGS.contains(e.tag()) && Long.compareUnsigned(e.value(), size) >= 0) {
        report.add(
            Rule.DYNAMIC_STRING,
            at(subject),
            "dynamic section",
            "%s at 0x%x of 0x%x",
            tag(subject, e.tag()),
            e.value(),
            size);
      }
    }
  }
}
