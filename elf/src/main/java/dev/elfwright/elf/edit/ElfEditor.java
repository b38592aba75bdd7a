package dev.elfwright.elf.edit;

import dev.elfwright.elf.ElfModel;

/** The edits of one transformation, valid only while {@link ElfTransform#apply} runs. */
public final class ElfEditor {
  private final Draft draft;
  private final DynamicEdit dynamic;
  private final SectionsEdit sections;
  private final SymbolsEdit symbols;
  private final HeaderEdit header;

  ElfEditor(Draft draft) {
    this.draft = draft;
    this.dynamic = new DynamicEdit(draft);
    this.sections = new SectionsEdit(draft);
    this.symbols = new SymbolsEdit(draft);
    this.header = new HeaderEdit(draft);
  }

  /** The file as it was before all edits. */
  public ElfModel model() {
    return draft.model;
  }

  /** The ELF header and what program headers say about the whole file. */
  public HeaderEdit header() {
    return header;
  }

  /** What the loader reads. */
  public DynamicEdit dynamic() {
    return dynamic;
  }

  /** The sections. */
  public SectionsEdit sections() {
    return sections;
  }

  /** The symbols that debuggers and linkers read: SHT_SYMTAB. */
  public SymbolsEdit symbols() {
    return symbols;
  }
}
