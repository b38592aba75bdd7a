package dev.elfwright.elf.edit;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.write.LayoutPlan;

/** From a file and a change to the plan of the new file. */
public final class Transformation {
  private Transformation() {}

  /**
   * Plans a change. Nothing is written.
   *
   * @throws EditRefusedException when it cannot be made to this file, or not in this layout
   * @throws dev.elfwright.elf.ElfFormatException when what has to be read for it is malformed
   */
  public static LayoutPlan plan(ElfModel model, Layout layout, ElfTransform transform) {
    Draft draft = new Draft(model);
    ElfEditor editor = new ElfEditor(draft);
    transform.apply(editor);

    GroupPass.removeEmpty(draft);
    SymbolTables.removeUnused(draft, editor.symbols());
    draft.number();
    Blocks blocks = new Blocks(draft);
    DynamicPass dynamic = new DynamicPass(draft, editor.dynamic(), blocks);
    dynamic.makeTables();
    FileSpace space = new FileSpace(draft, blocks, layout);
    BlockPlacement.Result placed = new BlockPlacement(draft, blocks, space).place(layout);
    new SegmentPass(draft, blocks, placed).run();
    dynamic.writeSection();
    new SectionReferences(draft).updateDynamic(blocks);
    BlockPass.write(draft, blocks, placed);
    GroupPass.renumber(draft);
    new StringPass(draft, SymbolPass.run(draft, editor.symbols())).run();
    return new FileLayout(draft, layout, placed.keptEnd()).lay();
  }
}
