package dev.elfwright.elf.verify;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SysvHash;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionType;
import java.util.BitSet;
import java.util.OptionalLong;

/** Rules about DT_HASH: nbucket, nchain, buckets, chains (gABI, "Hash Table"). */
final class SysvHashCheck implements Check {
  private static final String PLACE = "DT_HASH";

  @Override
  public void run(Subject subject, Report report) {
    subject
        .dynamic()
        .ifPresent(d -> {
          OptionalLong address = d.value(DynamicTag.HASH);
          if (address.isPresent()) {
            int machine = subject.header().machine();
            boolean wide =
                subject.in().is64() && (machine == Machine.S390 || machine == Machine.ALPHA);
            OptionalLong offset = subject.model().offsetOf(address.getAsLong(), wide ? 16 : 8);
            // An address outside of the file is for DynamicCheck to report.
            if (offset.isPresent()) {
              new Table(subject, report, d, offset.getAsLong(), wide ? 8 : 4).check();
            }
          }
        });
  }

  private static final class Table {
    private final Subject subject;
    private final ElfBytes in;
    private final Report report;
    private final DynamicModel dynamic;
    private final long start;
    private final int entry;
    private final long buckets;
    private final long chains;

    Table(Subject subject, Report report, DynamicModel dynamic, long start, int entry) {
      this.subject = subject;
      this.in = subject.in();
      this.report = report;
      this.dynamic = dynamic;
      this.start = start;
      this.entry = entry;
      this.buckets = word(0);
      this.chains = word(1);
    }

    private long word(long index) {
      long at = start + index * entry;
      return entry == 8 ? in.i64(at) : in.u32(at);
    }

    void check() {
      long most = in.size() / entry;
      if (buckets < 0 || buckets > most || chains < 0 || chains > most) {
        report.add(Rule.MALFORMED, start, PLACE, "%d buckets, %d chains", buckets, chains);
        return;
      }
      in.require(start, (2 + buckets + chains) * entry, PLACE);
      long declared = declaredSymbols();
      if (declared >= 0 && declared != chains) {
        report.add(Rule.SYSV_HASH_COUNT, start, PLACE, "nchain %d of %d symbols", chains, declared);
        return;
      }
      chains(new DynamicSymbols(subject, dynamic));
    }

    private long declaredSymbols() {
      for (SectionHeader s : subject.sections()) {
        if (s.type() == SectionType.DYNSYM) {
          return s.size() / SymbolTable.entrySize(in.is64());
        }
      }
      return -1;
    }

    private void chains(DynamicSymbols symbols) {
      BitSet reached = new BitSet();
      for (long bucket = 0; bucket < buckets; bucket++) {
        for (long at = word(2 + bucket); at != 0; at = word(2 + buckets + at)) {
          if (at < 0 || at >= chains || at >= symbols.count() || reached.get((int) at)) {
            report.add(
                Rule.SYSV_HASH_CHAIN,
                start,
                PLACE,
                "the chain of bucket %d leads to %d",
                bucket,
                at);
            return;
          }
          reached.set((int) at);
          long right = SysvHash.hash(symbols.name((int) at)) % buckets;
          if (right != bucket) {
            report.add(
                Rule.SYSV_HASH_CHAIN,
                start,
                PLACE,
                "symbol %d is in bucket %d, expected %d",
                at,
                bucket,
                right);
          }
        }
      }
      for (int i = 1; i < symbols.count(); i++) {
        if (symbols.isExported(i) && !reached.get(i)) {
          report.add(Rule.SYSV_HASH_CHAIN, start, PLACE, "symbol %d is in no chain", i);
        }
      }
    }
  }
}
