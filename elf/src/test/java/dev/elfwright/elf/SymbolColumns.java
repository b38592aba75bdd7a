package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@link SymbolTable#forEach} shows is what the columns hold. */
final class SymbolColumns implements SymbolTable.Visitor {
  private final SymbolTable table;
  private int index;

  private SymbolColumns(SymbolTable table) {
    this.table = table;
  }

  /** Compares every symbol; gives how many there were. */
  static int compared(SymbolTable table) {
    SymbolColumns columns = new SymbolColumns(table);
    table.forEach(columns);
    assertThat(columns.index).isEqualTo(table.count());
    return columns.index;
  }

  @Override
  public void symbol(long name, int info, int sectionIndex, long value, long size) {
    assertThat(name).isEqualTo(table.nameOffset(index));
    assertThat(table.gnuHashAt(name)).isEqualTo(table.gnuHash(index));
    assertThat(info).isEqualTo(table.info(index));
    assertThat(sectionIndex).isEqualTo(table.sectionIndex(index));
    assertThat(value).isEqualTo(table.value(index));
    assertThat(size).isEqualTo(table.size(index));
    index++;
  }
}
