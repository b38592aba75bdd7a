package dev.elfwright.elf.write;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SysvHash;
import dev.elfwright.elf.constant.SymbolBinding;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Predicate;

/** Makes DT_HASH tables (gABI, "Hash Table"), whose layout stands at {@link SysvHash}. */
public final class SysvHashWriter {
  private SysvHashWriter() {}

  /**
   * The table over a whole symbol table. Local symbols are in no chain, for nobody looks for them.
   *
   * @param symbols all symbols in their order, the null symbol first
   * @param entrySize 8 on 64-bit s390 and Alpha, else 4
   */
  public static MemorySegment encode(List<Symbol> symbols, int entrySize, ByteOrder order) {
    int buckets = Math.max(1, symbols.size() / 2);
    return encode(symbols, s -> s.binding() != SymbolBinding.LOCAL, buckets, entrySize, order);
  }

  /**
   * The same with a number of buckets, over the symbols that others may find.
   *
   * @param found which symbols are in chains
   * @param buckets their number; with none, the table finds nothing
   */
  public static MemorySegment encode(
      List<Symbol> symbols, Predicate<Symbol> found, int buckets, int entrySize, ByteOrder order) {
    MemorySegment out = Arena.ofAuto().allocate(entrySize * (2L + buckets + symbols.size()));
    boolean wide = entrySize == 8;
    FieldWriter table = new FieldWriter(out, 0, wide, order);
    table.word(buckets, "nbucket").word(symbols.size(), "nchain");
    long[] heads = new long[buckets];
    long[] chains = new long[symbols.size()];
    // From the end, so that a look-up meets the symbols in the table's order.
    for (int i = symbols.size() - 1; i > 0 && buckets > 0; i--) {
      if (found.test(symbols.get(i))) {
        int bucket = (int) (SysvHash.hash(symbols.get(i).name()) % buckets);
        chains[i] = heads[bucket];
        heads[bucket] = i;
      }
    }
    for (long head : heads) {
      table.word(head, "bucket");
    }
    for (long next : chains) {
      table.word(next, "chain");
    }
    return out;
  }
}
