package dev.elfwright.fat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Holds a table, and what its records point to, against the rules. */
final class FatCheck {
  private static final long SMALLEST_PAGE = 4096;
  private static final long FOUR_GIB = 1L << 32;

  private final SliceContent.Reader contents;
  private final long start;
  private final long end;
  private final FatTable table;
  private final List<FatFinding> findings = new ArrayList<>();
  private final Slice.Kind[] kinds;

  /**
   * Prepares a check.
   *
   * @param contents looks at stretches of the file
   * @param start where the table begins
   * @param end where the container ends
   */
  FatCheck(SliceContent.Reader contents, long start, long end, FatTable table) {
    this.contents = contents;
    this.start = start;
    this.end = end;
    this.table = table;
    this.kinds = new Slice.Kind[table.records().size()];
  }

  /** What the slice of a record is, once there are {@link #findings} and none is fatal. */
  Slice.Kind kind(int record) {
    return kinds[record];
  }

  /**
   * All that is wrong, the worst first.
   *
   * @throws IOException when the file cannot be read
   */
  List<FatFinding> findings() throws IOException {
    header();
    for (int i = 0; i < table.records().size(); i++) {
      record(i);
    }
    equalTargets();
    overlaps();
    trailing();
    findings.sort(FatCheck::worstFirst);
    return findings;
  }

  private static int worstFirst(FatFinding a, FatFinding b) {
    int severity = a.rule().severity().compareTo(b.rule().severity());
    return severity == 0 ? Long.compare(a.offset(), b.offset()) : severity;
  }

  private void header() {
    if (table.reserved() != 0) {
      add(FatRule.RESERVED, start + 7, "FatELF header", "reserved byte is " + table.reserved());
    }
    if (table.records().isEmpty()) {
      add(FatRule.EMPTY, start + 6, "FatELF header", "no records, expected 1 to 255");
    }
  }

  private void record(int i) throws IOException {
    FatRecord r = table.records().get(i);
    Target target = r.target();
    if (r.reserved() != 0) {
      add(FatRule.RESERVED, i, 7, "reserved byte is " + r.reserved());
    }
    if (FatElfNames.machine(target.machine()).startsWith("machine")) {
      add(FatRule.UNKNOWN_MACHINE, i, 0, "machine " + target.machine() + " has no name");
    }
    if (!Variants.isKnown(target.machine(), target.variant())) {
      add(
          FatRule.UNKNOWN_VARIANT,
          i,
          6,
          "variant %d is none of %s".formatted(target.variant(), target.withVariant(0)));
    }
    if (!lies(r)) {
      add(
          FatRule.PAST_END,
          i,
          8,
          "0x%x bytes at 0x%x, but there are 0x%x".formatted(r.size(), r.offset(), end - start));
      return;
    }
    place(i, r);
    content(i, r);
  }

  private void place(int i, FatRecord r) {
    long page = r.target().pageSize();
    if (r.offset() % SMALLEST_PAGE != 0) {
      add(
          FatRule.UNALIGNED,
          i,
          8,
          "offset 0x%x, expected a multiple of 4096".formatted(r.offset()));
    } else if (r.offset() % page != 0) {
      add(
          FatRule.LARGE_PAGES,
          i,
          8,
          "offset 0x%x is no multiple of 0x%x, the page size of some kernels for %s"
              .formatted(r.offset(), page, r.target()));
    }
    if (!r.target().is64() && r.offset() + r.size() > FOUR_GIB) {
      add(FatRule.PAST_4_GIB, i, 8, "ends at 0x%x".formatted(r.offset() + r.size()));
    }
  }

  private void content(int i, FatRecord r) throws IOException {
    SliceContent content = contents.at(start + r.offset(), r.size());
    if (content instanceof SliceContent.Known(var found, var kind)) {
      kinds[i] = kind;
      Target expected = r.target().withVariant(0);
      if (!found.equals(expected)) {
        add(
            FatRule.CONTRADICTION,
            i,
            0,
            "says %s, but the slice is for %s".formatted(expected.fields(), found.fields()));
      }
    } else if (content instanceof SliceContent.Other(var why)) {
      add(FatRule.NO_ELF, i, 8, why);
    }
  }

  private boolean lies(FatRecord r) {
    return r.offset() >= 0
        && r.size() >= 0
        && r.offset() <= end - start
        && r.size() <= end - start - r.offset();
  }

  private void equalTargets() {
    for (int i = 0; i < table.records().size(); i++) {
      Target target = table.records().get(i).target();
      for (int j = 0; j < i; j++) {
        if (table.records().get(j).target().equals(target)) {
          add(FatRule.EQUAL_TARGETS, i, 0, "is for %s, as record %d is".formatted(target, j));
          break;
        }
      }
    }
  }

  private void overlaps() {
    List<Integer> inOrder =
        IntStream.range(0, table.records().size())
            .filter(i -> lies(table.records().get(i)))
            .boxed()
            .sorted((i, j) -> Long.compare(offset(i), offset(j)))
            .toList();
    long taken = FatTable.size(table.records().size());
    String by = "the table";
    for (int i : inOrder) {
      FatRecord r = table.records().get(i);
      if (r.offset() < taken) {
        add(
            FatRule.OVERLAP,
            i,
            8,
            "begins at 0x%x, but %s ends at 0x%x".formatted(r.offset(), by, taken));
      }
      if (r.offset() + r.size() > taken) {
        taken = r.offset() + r.size();
        by = "record " + i;
      }
    }
  }

  private long offset(int record) {
    return table.records().get(record).offset();
  }

  private void trailing() {
    long last =
        table.records().stream()
            .filter(this::lies)
            .mapToLong(r -> r.offset() + r.size())
            .max()
            .orElse(FatTable.size(0));
    long behind = end - start - last;
    if (behind > 0) {
      add(
          FatRule.TRAILING_BYTES,
          start + last,
          "end of the last slice",
          "0x%x bytes follow".formatted(behind));
    }
  }

  private void add(FatRule rule, int number, int field, String message) {
    add(rule, start + FatTable.size(number) + field, "FatELF record " + number, message);
  }

  private void add(FatRule rule, long offset, String place, String message) {
    findings.add(new FatFinding(rule, offset, place, message));
  }
}
