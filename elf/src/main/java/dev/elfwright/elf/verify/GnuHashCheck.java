package dev.elfwright.elf.verify;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.GnuHash;
import dev.elfwright.elf.constant.DynamicTag;
import java.util.OptionalLong;

/** Rules about DT_GNU_HASH, whose layout {@link GnuHash} tells. */
final class GnuHashCheck implements Check {
  private static final String PLACE = "DT_GNU_HASH";
  private static final int HEADER = 16;

  @Override
  public void run(Subject subject, Report report) {
    subject
        .dynamic()
        .ifPresent(d -> {
          OptionalLong address = d.value(DynamicTag.GNU_HASH);
          if (address.isPresent()) {
            OptionalLong offset = subject.model().offsetOf(address.getAsLong(), HEADER);
            // An address outside of the file is for DynamicCheck to report.
            if (offset.isPresent()) {
              new Table(subject, report, d, offset.getAsLong()).check();
            }
          }
        });
  }

  private static final class Table {
    private final ElfBytes in;
    private final Report report;
    private final Subject subject;
    private final DynamicModel dynamic;
    private final long start;
    private final long buckets;
    private final long first;
    private final long bloomWords;
    private final int bloomShift;
    private final long bucketsAt;
    private final long chainsAt;

    Table(Subject subject, Report report, DynamicModel dynamic, long start) {
      this.in = subject.in();
      this.report = report;
      this.start = start;
      this.buckets = in.u32(start);
      this.first = in.u32(start + 4);
      this.bloomWords = in.u32(start + 8);
      this.bloomShift = in.i32(start + 12);
      this.bucketsAt = start + HEADER + bloomWords * in.wordSize();
      this.chainsAt = bucketsAt + 4 * buckets;
      this.subject = subject;
      this.dynamic = dynamic;
    }

    void check() {
      if (Long.bitCount(bloomWords) != 1) {
        report.add(Rule.GNU_HASH_BLOOM, start, PLACE, "%d Bloom words", bloomWords);
        return;
      }
      in.require(start, chainsAt - start, PLACE);
      check(new DynamicSymbols(subject, dynamic));
    }

    private void check(DynamicSymbols symbols) {
      if (first > symbols.count()) {
        // ld writes a table without symbols with symoffset 1, also where there is no symbol 1.
        if (!isEmpty()) {
          report.add(
              Rule.GNU_HASH_CHAIN, start, PLACE, "symoffset %d of %d", first, symbols.count());
        }
        return;
      }
      for (int i = 1; i < first; i++) {
        if (symbols.isExported(i)) {
          report.add(Rule.GNU_HASH_EXPORT, start, PLACE, "symbol %d is not covered", i);
        }
      }
      if (!isEmpty()) {
        in.require(chainsAt, 4 * (symbols.count() - first), PLACE);
        covered(symbols);
      }
    }

    private boolean isEmpty() {
      for (long b = 0; b < buckets; b++) {
        if (in.i32(bucketsAt + 4 * b) != 0) {
          return false;
        }
      }
      return true;
    }

    /**
     * Symbols are sorted by bucket. So a walk over them must meet each bucket once, at the symbol
     * that the bucket names, and end its chain at the next bucket's first.
     */
    private void covered(DynamicSymbols symbols) {
      long current = -1;
      boolean ended = true;
      for (int i = (int) first; i < symbols.count(); i++) {
        int hash = GnuHash.hash(symbols.name(i));
        long bucket = Integer.toUnsignedLong(hash) % buckets;
        long at = chainsAt + 4 * (i - first);
        int word = in.i32(at);
        boolean starts = ended;
        boolean named = in.u32(bucketsAt + 4 * bucket) == i;
        if (starts != named || !starts && bucket != current || (word ^ hash) >>> 1 != 0) {
          report.add(Rule.GNU_HASH_CHAIN, at, PLACE, "symbol %d is not found in its bucket", i);
        }
        bloom(i, hash);
        current = bucket;
        ended = (word & 1) != 0;
      }
      if (!ended) {
        report.add(Rule.GNU_HASH_CHAIN, start, PLACE, "the last chain does not end");
      }
    }

    private void bloom(int symbol, int hash) {
      int bits = in.wordSize() * 8;
      long unsigned = Integer.toUnsignedLong(hash);
      long word = in.word(start + HEADER + (unsigned / bits & (bloomWords - 1)) * in.wordSize());
      long second = Integer.toUnsignedLong(hash >>> bloomShift);
      if ((word >>> unsigned % bits & word >>> second % bits & 1) == 0) {
        report.add(Rule.GNU_HASH_BLOOM, start + HEADER, PLACE, "symbol %d is filtered out", symbol);
      }
    }
  }
}
