package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.elf.write.IdentityLayout;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Compares what the encoder makes of parsed values with the bytes they were parsed from. */
final class Rebuilt {
  private final ElfModel model;
  private final ElfEncoder encoder;
  private long bytes;

  private Rebuilt(ElfModel model) {
    this.model = model;
    this.encoder = ElfEncoder.like(model.header());
  }

  /** Rebuilds the plan and every table in memory, and gives the number of bytes that agreed. */
  static long agrees(ElfModel model) {
    Rebuilt rebuilt = new Rebuilt(model);
    rebuilt.plan(IdentityLayout.of(model));
    model.sections().forEach(rebuilt::table);
    return rebuilt.bytes;
  }

  private void plan(LayoutPlan plan) {
    assertThat(plan.size()).as(model.file()).isEqualTo(model.contents().byteSize());
    long end = 0;
    for (Placement p : plan.placements()) {
      assertThat(p.offset()).as("%s: %s", model.file(), p).isEqualTo(end);
      same(((Content.Bytes) p.content()).bytes(), p.offset(), p.what());
      end = p.end();
    }
    assertThat(end).as(model.file()).isEqualTo(plan.size());
  }

  private void table(Section s) {
    switch (s.content()) {
      case SymbolTable t ->
          same(
              encoder.symbols(t.asList(), symbol -> t.nameOffset(symbol.index())),
              s.header().offset(),
              s.toString());
      case RelocationTable t -> {
        List<Relocation> all = t.relocations().toList();
        same(t.withAddend() ? encoder.rela(all) : encoder.rel(all), s.header().offset(), "relocs");
      }
      case DynamicTable t -> same(encoder.dynamic(t.entries()), s.header().offset(), "dynamic");
      default -> {}
    }
  }

  private void same(MemorySegment made, long offset, String what) {
    long size = made.byteSize();
    MemorySegment original = model.contents().asSlice(offset, size);
    if (made.address() != original.address() || !made.isNative()) {
      assertThat(made.mismatch(original)).as("%s: %s", model.file(), what).isEqualTo(-1);
    }
    bytes += size;
  }
}
