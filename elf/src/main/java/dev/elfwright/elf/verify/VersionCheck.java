package dev.elfwright.elf.verify;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.SysvHash;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.DynamicTag;
import java.util.BitSet;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/** Rules about DT_VERSYM, DT_VERDEF and DT_VERNEED, whose layout {@link VersionTable} tells. */
final class VersionCheck implements Check {
  private static final int DEFINITION = 20;
  private static final int DEFINITION_NAME = 8;
  private static final int NEED = 16;

  @Override
  public void run(Subject subject, Report report) {
    subject.dynamic().ifPresent(d -> new Tables(subject, report, d).check());
  }

  private static final class Tables {
    private final Subject subject;
    private final ElfBytes in;
    private final Report report;
    private final DynamicModel dynamic;
    private final BitSet declared = new BitSet();

    Tables(Subject subject, Report report, DynamicModel dynamic) {
      this.subject = subject;
      this.in = subject.in();
      this.report = report;
      this.dynamic = dynamic;
    }

    void check() {
      declared.set(VersionTable.LOCAL);
      declared.set(VersionTable.GLOBAL);
      OptionalLong definitions = offset(DynamicTag.VERDEF, DEFINITION);
      OptionalLong needs = offset(DynamicTag.VERNEED, NEED);
      definitions.ifPresent(this::definitions);
      needs.ifPresent(this::needs);
      boolean versioned = definitions.isPresent() || needs.isPresent();
      OptionalLong versym = offset(DynamicTag.VERSYM, 2);
      if (versioned && dynamic.value(DynamicTag.VERSYM).isEmpty()) {
        report.add(Rule.VERSION_TABLES, 0, "dynamic section", "no DT_VERSYM");
      } else if (versym.isPresent()) {
        symbols(versym.getAsLong());
      }
    }

    private OptionalLong offset(long tag, int size) {
      OptionalLong address = dynamic.value(tag);
      return address.isEmpty() ? address : subject.model().offsetOf(address.getAsLong(), size);
    }

    private void definitions(long start) {
      long count = dynamic.value(DynamicTag.VERDEFNUM).orElse(0);
      long at = start;
      for (long i = 0; i < count; i++) {
        in.require(at, DEFINITION, "version definition");
        subject.spend(DEFINITION);
        revision(at, in.u16(at), "vd_version");
        declare(at, in.u16(at + 4) & ~VersionTable.HIDDEN);
        long aux = at + in.u32(at + 12);
        in.require(aux, DEFINITION_NAME, "version definition name");
        hash(at, in.u32(at + 8), in.u32(aux));
        names(at, aux, in.u16(at + 6));
        long next = in.u32(at + 16);
        if (next == 0 != (i == count - 1)) {
          count(at, "DT_VERDEFNUM", count, i + 1);
          return;
        }
        at += next;
      }
    }

    /** The names of a definition: its own, then those it inherits from. */
    private void names(long definition, long first, int count) {
      long at = first;
      for (int i = 0; i < count; i++) {
        in.require(at, DEFINITION_NAME, "version definition name");
        subject.spend(DEFINITION_NAME);
        long next = in.u32(at + 4);
        if (next == 0 != (i == count - 1)) {
          count(definition, "vd_cnt", count, i + 1);
          return;
        }
        at += next;
      }
    }

    private void needs(long start) {
      Set<String> needed = new HashSet<>(dynamic.needed());
      long count = dynamic.value(DynamicTag.VERNEEDNUM).orElse(0);
      long at = start;
      for (long i = 0; i < count; i++) {
        in.require(at, NEED, "version need");
        subject.spend(NEED);
        revision(at, in.u16(at), "vn_version");
        String file = string(in.u32(at + 4));
        if (!needed.contains(file)) {
          report.add(Rule.VERSION_FILE, at, "version need", "'%s' is not in DT_NEEDED", file);
        }
        needs(at, at + in.u32(at + 8), in.u16(at + 2));
        long next = in.u32(at + 12);
        if (next == 0 != (i == count - 1)) {
          count(at, "DT_VERNEEDNUM", count, i + 1);
          return;
        }
        at += next;
      }
    }

    private void needs(long need, long first, int count) {
      long at = first;
      for (int i = 0; i < count; i++) {
        in.require(at, NEED, "version need entry");
        subject.spend(NEED);
        hash(at, in.u32(at), in.u32(at + 8));
        declare(at, in.u16(at + 6) & ~VersionTable.HIDDEN);
        long next = in.u32(at + 12);
        if (next == 0 != (i == count - 1)) {
          count(need, "vn_cnt", count, i + 1);
          return;
        }
        at += next;
      }
    }

    private String string(long offset) {
      String text = dynamic.strings().at(offset);
      subject.spend(text.length());
      return text;
    }

    private void revision(long at, int value, String field) {
      if (value != 1) {
        report.add(Rule.VERSION_REVISION, at, "symbol versions", "%s %d, expected 1", field, value);
      }
    }

    private void declare(long at, int index) {
      boolean base = index == VersionTable.GLOBAL;
      if (declared.get(index) && !base) {
        report.add(Rule.VERSION_UNIQUE, at, "symbol versions", "index %d is declared twice", index);
      }
      declared.set(index);
    }

    private void hash(long at, long hash, long nameOffset) {
      String name = string(nameOffset);
      if (SysvHash.hash(name) != hash) {
        report.add(
            Rule.VERSION_HASH,
            at,
            "symbol versions",
            "hash 0x%x of '%s', expected 0x%x",
            hash,
            name,
            SysvHash.hash(name));
      }
    }

    private void count(long at, String field, long count, long found) {
      report.add(
          Rule.VERSION_COUNT,
          at,
          "symbol versions",
          "%s %d, the chain has %d",
          field,
          count,
          found);
    }

    private void symbols(long versym) {
      int count = new DynamicSymbols(subject, dynamic).count();
      in.require(versym, 2L * count, "DT_VERSYM");
      for (int i = 0; i < count; i++) {
        int index = in.u16(versym + 2L * i) & ~VersionTable.HIDDEN;
        if (!declared.get(index)) {
          report.add(
              Rule.VERSION_INDEX,
              versym + 2L * i,
              "DT_VERSYM",
              "symbol %d has version %d",
              i,
              index);
        }
      }
    }
  }
}
