package dev.elfwright.elf.edit;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.GnuHash;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.elf.write.FieldWriter;
import dev.elfwright.elf.write.GnuHashWriter;
import dev.elfwright.elf.write.SysvHashWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Renames and hides dynamic symbols, and changes their versions. The GNU hash table wants its
 * symbols last and sorted by bucket (binutils bfd/elflink.c), so that symbols change their places;
 * what names them by index follows: relocations, versions, both hash tables.
 */
final class DynamicSymbolPass {
  /** Where symbols have an order of their own: the MIPS psABI's global offset table. */
  private static final Set<Integer> ORDERED = Set.of(Machine.MIPS);

  private final Draft draft;
  private final DynamicEdit edit;
  private final Blocks blocks;
  private final DynamicModel dynamic;
  private final SymbolTable original;

  /** The symbols after the change, each with its old index. */
  private final List<Symbol> symbols = new ArrayList<>();

  private boolean changed;

  /** The index of the first symbol that the GNU hash table covers. */
  private int firstHashed;

  private @Nullable GnuHashWriter hashWriter;

  DynamicSymbolPass(Draft draft, DynamicEdit edit, Blocks blocks, DynamicModel dynamic) {
    this.draft = draft;
    this.edit = edit;
    this.blocks = blocks;
    this.dynamic = dynamic;
    this.original = dynamic.symbols();
  }

  /** Writes symbols, hash tables, versions and relocations; new names go into the strings. */
  void makeTables(DynamicStrings strings, @Nullable NeedTable needs) {
    boolean renames = !edit.renamed().isEmpty() || !edit.hidden().isEmpty();
    boolean versions = needs != null || !edit.withoutVersion().isEmpty();
    if (!renames && !versions) {
      return;
    }
    for (int i = 0; i < original.count(); i++) {
      symbols.add(changed(original.symbol(i)));
    }
    int[] moved = changed ? reordered() : identity();
    if (changed) {
      writeSymbols(strings);
      writeHashes();
      renumberRelocations(moved);
    }
    writeVersions(needs);
  }

  private Symbol changed(Symbol s) {
    String name = edit.renamed().getOrDefault(s.name(), s.name());
    boolean hide =
        !s.isUndefined()
            && s.visibility() == Symbol.VISIBILITY_DEFAULT
            && edit.hidden().stream().anyMatch(p -> p.test(s.name()));
    if (!hide && name.equals(s.name())) {
      return s;
    }
    changed = true;
    int other = hide ? s.other() & ~3 | Symbol.VISIBILITY_HIDDEN : s.other();
    return new Symbol(
        s.index(), name, s.binding(), s.type(), other, s.sectionIndex(), s.value(), s.size());
  }

  private int[] identity() {
    int[] same = new int[original.count()];
    for (int i = 0; i < same.length; i++) {
      same[i] = i;
    }
    return same;
  }

  private Optional<GnuHash> gnuHash() {
    return dynamic.hash().filter(GnuHash.class::isInstance).map(GnuHash.class::cast);
  }

  /** Sorts what the GNU hash table wants sorted; gives the new index of each old one. */
  private int[] reordered() {
    Optional<GnuHash> hash = gnuHash();
    if (hash.isPresent()) {
      int first = (int) Math.min(hash.get().firstSymbol(), symbols.size());
      List<Symbol> before = new ArrayList<>(symbols.subList(0, first));
      List<Symbol> hashed = new ArrayList<>();
      for (Symbol s : symbols.subList(first, symbols.size())) {
        (s.visibility() == Symbol.VISIBILITY_HIDDEN ? before : hashed).add(s);
      }
      GnuHashWriter writer =
          GnuHashWriter.like(hash.get(), hashed.stream().map(Symbol::name).toList());
      symbols.clear();
      symbols.addAll(before);
      writer.order().forEach(i -> symbols.add(hashed.get(i)));
      firstHashed = before.size();
      hashWriter = writer;
    }
    int[] moved = new int[symbols.size()];
    boolean same = true;
    for (int i = 0; i < moved.length; i++) {
      moved[symbols.get(i).index()] = i;
      same &= symbols.get(i).index() == i;
    }
    if (!same) {
      refuseOrder();
    }
    return moved;
  }

  private void refuseOrder() {
    boolean packed =
        dynamic.table().entries().stream()
            .anyMatch(e -> e.tag() == DynamicTag.SYMTAB_SHNDX || isPacked(e.tag()));
    if (packed || ORDERED.contains(draft.header.machine())) {
      throw draft.refuse(
          "renaming would change the order of the dynamic symbols, which this file depends on");
    }
  }

  /** DT_ANDROID_REL, DT_ANDROID_RELA (bionic linker) and DT_CREL (LLVM). */
  private static boolean isPacked(long tag) {
    return tag == 0x6000000fL || tag == 0x60000011L || tag == 0x40000026L;
  }

  private Block require(Block.Kind kind) {
    return blocks
        .of(kind)
        .orElseThrow(() -> draft.refuse("its dynamic symbols cannot be changed: no " + kind));
  }

  private void writeSymbols(DynamicStrings strings) {
    ElfEncoder encoder = ElfEncoder.like(draft.header);
    Block table = require(Block.Kind.SYMBOLS);
    MemorySegment out = encoder.symbols(symbols, s -> nameOffset(s, strings));
    table.replace(over(table, out));
  }

  private long nameOffset(Symbol s, DynamicStrings strings) {
    return original.name(s.index()).equals(s.name())
        ? original.nameOffset(s.index())
        : strings.offsetOf(s.name());
  }

  /** The bytes over the block's old ones, which may know of symbols that nothing else names. */
  private MemorySegment over(Block table, MemorySegment bytes) {
    if (bytes.byteSize() >= table.oldSize) {
      return bytes;
    }
    MemorySegment out = Arena.ofAuto().allocate(table.oldSize);
    out.copyFrom(draft.model.bytes().slice(table.oldOffset, table.oldSize, table.toString()));
    out.asSlice(0, bytes.byteSize()).copyFrom(bytes);
    return out;
  }

  private FieldWriter writer(MemorySegment out, long at) {
    return new FieldWriter(out, at, draft.header.is64(), draft.header.order());
  }

  private void writeHashes() {
    GnuHashWriter gnu = hashWriter;
    if (gnu != null) {
      require(Block.Kind.GNU_HASH)
          .replace(gnu.encode(firstHashed, draft.header.is64(), draft.header.order()));
    }
    if (dynamic.value(DynamicTag.HASH).isPresent()) {
      writeSysvHash(require(Block.Kind.SYSV_HASH));
    }
  }

  /** Local, hidden and undefined symbols are in no chain: nobody finds them. */
  private void writeSysvHash(Block table) {
    int entry = draft.model.sysvHashEntry();
    table.replace(
        SysvHashWriter.encode(
            symbols,
            s ->
                !s.isUndefined()
                    && s.binding() != SymbolBinding.LOCAL
                    && s.visibility() != Symbol.VISIBILITY_HIDDEN,
            sysvBuckets(table, entry),
            entry,
            draft.header.order()));
  }

  private int sysvBuckets(Block table, int entry) {
    long buckets =
        entry == 8
            ? draft.model.bytes().i64(table.oldOffset)
            : draft.model.bytes().u32(table.oldOffset);
    if (buckets < 0 || buckets > table.oldSize / entry) {
      throw draft.refuse("its DT_HASH has an impossible number of buckets");
    }
    return Math.toIntExact(buckets);
  }

  private void renumberRelocations(int[] moved) {
    ElfEncoder encoder = ElfEncoder.like(draft.header);
    for (RelocationTable t : dynamic.relocations()) {
      List<Relocation> all = new ArrayList<>(t.count());
      boolean same = true;
      for (int i = 0; i < t.count(); i++) {
        Relocation r = t.relocation(i);
        int to = r.symbol() >= 0 && r.symbol() < moved.length ? moved[r.symbol()] : r.symbol();
        same &= to == r.symbol();
        all.add(new Relocation(r.offset(), r.type(), to, r.addend()));
      }
      if (!same) {
        draft.patches.put(
            t.fileOffset(), "relocations", t.withAddend() ? encoder.rela(all) : encoder.rel(all));
      }
    }
  }

  /** Versions in the symbols' new order; an index that is needed no more becomes "any". */
  private void writeVersions(@Nullable NeedTable needs) {
    VersionTable before = dynamic.versions().orElse(null);
    if (before == null) {
      return;
    }
    Set<Integer> gone = new HashSet<>();
    if (needs != null) {
      before
          .declared()
          .forEach((index, v) -> {
            if (v.from() instanceof dev.elfwright.elf.SymbolVersion.Needed) {
              gone.add(index);
            }
          });
      needs.needs().forEach(n -> n.versions().forEach(v -> gone.remove(v.index() & 0x7fff)));
    }
    Block table = require(Block.Kind.VERSIONS);
    MemorySegment out = Arena.ofAuto().allocate(2L * original.count());
    List<Symbol> order = symbols;
    for (int i = 0; i < order.size(); i++) {
      Symbol s = order.get(i);
      String name = original.name(s.index());
      int raw = before.raw(s.index());
      int index = raw & ~VersionTable.HIDDEN;
      Integer required = needs == null ? null : requiredIndex(needs, s, name, before);
      if (required != null) {
        raw = required;
      } else if (gone.contains(index) || (index > 1 && edit.withoutVersion().contains(name))) {
        raw = VersionTable.GLOBAL;
      }
      writer(out, 2L * i).u16(raw, "versym");
    }
    table.replace(over(table, out));
  }

  private @Nullable Integer requiredIndex(
      NeedTable needs, Symbol s, String name, VersionTable before) {
    String version = edit.required().get(name);
    if (version == null || !s.isUndefined()) {
      return null;
    }
    int index = before.raw(s.index()) & ~VersionTable.HIDDEN;
    return needs
        .needOf(index)
        .flatMap(n -> needs.find(n.file(), version))
        .map(NeedTable.Version::index)
        .orElseThrow(() ->
            draft.refuse("symbol " + name + " requires no version that could be another one"));
  }
}
