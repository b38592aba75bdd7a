package dev.elfwright.elf.edit;

import dev.elfwright.elf.DynamicEntry;
import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.Names;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.write.ElfEncoder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tables that the loader reads out of a {@link DynamicEdit}: first their contents, which
 * says how much room they need, then, when all have their place, the dynamic section that names it.
 */
final class DynamicPass {
  /**
   * DT_MIPS_RLD_MAP_REL: the distance from the entry itself to the debugger's variable (glibc
   * sysdeps/mips/dl-debug.h).
   */
  private static final long MIPS_RLD_MAP_REL = 0x70000035L;

  private static final Map<Block.Kind, Long> TAGS =
      Map.of(
          Block.Kind.STRINGS, DynamicTag.STRTAB,
          Block.Kind.SYMBOLS, DynamicTag.SYMTAB,
          Block.Kind.GNU_HASH, DynamicTag.GNU_HASH,
          Block.Kind.SYSV_HASH, DynamicTag.HASH,
          Block.Kind.VERSIONS, DynamicTag.VERSYM,
          Block.Kind.VERSION_NEEDS, DynamicTag.VERNEED,
          Block.Kind.VERSION_DEFINITIONS, DynamicTag.VERDEF);

  private final Draft draft;
  private final DynamicEdit edit;
  private final Blocks blocks;
  private final int entrySize;
  private List<DynamicValue> entries = List.of();

  DynamicPass(Draft draft, DynamicEdit edit, Blocks blocks) {
    this.draft = draft;
    this.edit = edit;
    this.blocks = blocks;
    this.entrySize = draft.header.is64() ? 16 : 8;
  }

  /** Makes all contents but the dynamic section's, of which only the size is known yet. */
  void makeTables() {
    entries = new ArrayList<>(edit.entries());
    if (!edit.isTouched()) {
      return;
    }
    String path = edit.interpreter();
    if (path != null) {
      byte[] text = Names.encode(path);
      MemorySegment bytes = Arena.ofAuto().allocate(text.length + 1L);
      bytes.asSlice(0, text.length).copyFrom(MemorySegment.ofArray(text));
      require(Block.Kind.INTERPRETER).replace(bytes);
    }
    DynamicModel dynamic = draft.dynamic().orElseThrow();
    Block table = require(Block.Kind.STRINGS);
    @Nullable NeedTable needs = changedNeeds(dynamic);
    DynamicStrings strings =
        new DynamicStrings(
            draft.model.bytes(), table.oldOffset, table.oldSize, s -> useKept(dynamic, s, needs));
    DynamicSymbolPass symbols = new DynamicSymbolPass(draft, edit, blocks, dynamic);
    freeReplaced(dynamic, strings);
    symbols.makeTables(strings, needs);
    if (needs != null) {
      writeNeeds(needs, strings);
    }
    entries.replaceAll(e ->
        e.text() != null && e.value() == DynamicValue.UNPLACED
            ? e.withValue(strings.offsetOf(e.text()))
            : e);
    if (strings.hasChanged()) {
      table.replace(strings.bytes());
      setValue(DynamicTag.STRSZ, table.size());
    }
    Block section = require(Block.Kind.DYNAMIC);
    long size = (entries.size() + 1L) * entrySize;
    if (size > section.oldSize) {
      section.replace(Arena.ofAuto().allocate(size));
    }
  }

  private Block require(Block.Kind kind) {
    return blocks
        .of(kind)
        .orElseThrow(() ->
            draft.refuse(
                kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
                    + ": no such table that can be changed"));
  }

  private void setValue(long tag, long value) {
    entries.replaceAll(e -> e.tag() == tag ? e.withValue(value) : e);
  }

  /** Marks every string that will still be named: of entries, symbols and versions. */
  private void useKept(DynamicModel dynamic, DynamicStrings strings, @Nullable NeedTable needs) {
    for (DynamicValue e : entries) {
      if (e.text() != null && e.value() != DynamicValue.UNPLACED) {
        strings.use(e.value());
      }
    }
    SymbolTable symbols = dynamic.symbols();
    for (int i = 0; i < symbols.count(); i++) {
      if (edit.renamed().isEmpty() || !edit.renamed().containsKey(symbols.name(i))) {
        strings.use(symbols.nameOffset(i));
      }
    }
    blocks.of(Block.Kind.VERSION_DEFINITIONS).ifPresent(b -> useDefinitions(b, strings));
    if (needs == null) {
      blocks.of(Block.Kind.VERSION_NEEDS).ifPresent(b -> useNeeds(b, strings));
    }
  }

  /** vda_name of each Elf_Verdaux; {@link dev.elfwright.elf.VersionTable} has the layouts. */
  private void useDefinitions(Block b, DynamicStrings strings) {
    ElfBytes in = draft.model.bytes();
    long at = b.oldOffset;
    long room = b.oldSize / 8;
    for (long n = edit.value(DynamicTag.VERDEFNUM).orElse(0); n > 0; n--) {
      in.require(at, 20, "version definition");
      long aux = at + in.u32(at + 12);
      for (int i = in.u16(at + 6); i > 0 && room > 0; i--, room--) {
        in.require(aux, 8, "version definition name");
        strings.use(in.u32(aux));
        aux += in.u32(aux + 4);
      }
      if (in.u32(at + 16) == 0) {
        return;
      }
      at += in.u32(at + 16);
    }
  }

  private void useNeeds(Block b, DynamicStrings strings) {
    NeedTable.read(
        part(b),
        edit.value(DynamicTag.VERNEEDNUM).orElse(0),
        offset -> {
          strings.use(offset);
          return "";
        });
  }

  private ElfBytes part(Block b) {
    ElfBytes in = draft.model.bytes();
    return new ElfBytes(
        in.file(),
        in.slice(b.oldOffset, b.oldSize, b.toString()),
        in.is64(),
        in.order() == java.nio.ByteOrder.BIG_ENDIAN);
  }

  /** Frees the strings of entries that are gone or name another string now. */
  private void freeReplaced(DynamicModel dynamic, DynamicStrings strings) {
    Set<Long> kept = new HashSet<>();
    entries.forEach(e -> kept.add(e.text() == null ? DynamicValue.UNPLACED : e.value()));
    for (DynamicEntry e : dynamic.table().entries()) {
      if (DynamicValue.isText(e.tag()) && !kept.contains(e.value())) {
        strings.free(e.value());
      }
    }
  }

  private @Nullable NeedTable changedNeeds(DynamicModel dynamic) {
    if (edit.needChanges().isEmpty() && edit.required().isEmpty()) {
      return null;
    }
    Block b = blocks.of(Block.Kind.VERSION_NEEDS).orElse(null);
    if (b == null) {
      return null;
    }
    NeedTable table =
        NeedTable.read(
            part(b),
            edit.value(DynamicTag.VERNEEDNUM).orElse(0),
            offset -> dynamic.strings().at(offset));
    VersionTable versions = dynamic.versions().orElse(null);
    if (versions == null) {
      return null;
    }
    for (Symbol s : dynamic.symbols().asList()) {
      String wanted = s.isUndefined() ? edit.required().get(s.name()) : null;
      SymbolVersion now = versions.version(s.index());
      if (wanted != null
          && now != null
          && now.from() instanceof SymbolVersion.Needed(var file, _, _)) {
        table = table.with(file, wanted, nextIndex(versions, table));
      }
    }
    for (DynamicEdit.NeedChange change : edit.needChanges()) {
      table = table.with(table.needs().stream().map(n -> changed(n, change)).toList());
    }
    return table;
  }

  /** Indices are unique among what a file defines and what it needs. */
  private static int nextIndex(VersionTable versions, NeedTable needs) {
    int last = VersionTable.GLOBAL;
    for (int index : versions.declared().keySet()) {
      last = Math.max(last, index);
    }
    for (NeedTable.Need n : needs.needs()) {
      for (NeedTable.Version v : n.versions()) {
        last = Math.max(last, v.index() & ~VersionTable.HIDDEN);
      }
    }
    return last + 1;
  }

  private static NeedTable.Need changed(NeedTable.Need need, DynamicEdit.NeedChange change) {
    return switch (change) {
      case DynamicEdit.NeedChange.File(var from, var to) when need.file().equals(from) ->
          new NeedTable.Need(to, need.versions());
      case DynamicEdit.NeedChange.Version(var file, var from, var to)
          when need.file().equals(file) ->
          new NeedTable.Need(
              file,
              need.versions().stream()
                  .map(v ->
                      v.name().equals(from) ? new NeedTable.Version(to, v.flags(), v.index()) : v)
                  .toList());
      case DynamicEdit.NeedChange.Dropped(var file) when need.file().equals(file) ->
          new NeedTable.Need(file, List.of());
      case DynamicEdit.NeedChange.File _,
          DynamicEdit.NeedChange.Version _,
          DynamicEdit.NeedChange.Dropped _ ->
          need;
    };
  }

  private void writeNeeds(NeedTable needs, DynamicStrings strings) {
    Block b = require(Block.Kind.VERSION_NEEDS);
    if (needs.needs().isEmpty()) {
      entries.removeIf(e -> e.tag() == DynamicTag.VERNEED || e.tag() == DynamicTag.VERNEEDNUM);
    }
    b.replace(needs.encode(draft.model.bytes(), strings::offsetOf));
    setValue(DynamicTag.VERNEEDNUM, needs.needs().size());
    draft.sections.stream()
        .filter(s -> s.isLoaded() && s.address == b.oldAddress && s.hasBytes())
        .forEach(s -> s.rawInfo = needs.needs().size());
  }

  /** Writes the dynamic section, once all tables have their place. */
  void writeSection() {
    Block section = blocks.of(Block.Kind.DYNAMIC).orElse(null);
    boolean moved = blocks.all().stream().anyMatch(Block::hasMoved);
    if (section == null || (!edit.isTouched() && !moved)) {
      return;
    }
    for (Block b : blocks.all()) {
      Long tag = TAGS.get(b.kind);
      if (tag != null) {
        setValue(tag, b.address);
      }
    }
    List<DynamicEntry> encoded = new ArrayList<>();
    for (DynamicValue e : entries) {
      encoded.add(new DynamicEntry(e.tag(), relocated(e, encoded.size(), section)));
    }
    MemorySegment bytes = Arena.ofAuto().allocate(section.size());
    bytes
        .asSlice(0, (long) encoded.size() * entrySize)
        .copyFrom(ElfEncoder.like(draft.header).dynamic(encoded));
    section.replace(bytes);
  }

  private long relocated(DynamicValue e, int index, Block section) {
    if (e.tag() != MIPS_RLD_MAP_REL || e.index() == DynamicValue.NEW) {
      return e.value();
    }
    long before = section.oldAddress + (long) e.index() * entrySize;
    return e.value() + before - (section.address + (long) index * entrySize);
  }
}
