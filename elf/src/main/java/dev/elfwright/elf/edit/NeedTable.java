package dev.elfwright.elf.edit;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.SysvHash;
import dev.elfwright.elf.write.FieldWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The versions that a file needs from others (SHT_GNU_verneed, LSB Core, "Symbol Versioning"), read
 * into values and written again. Layout of an entry, in bytes: Elf_Verneed is vn_version 0, vn_cnt
 * 2, vn_file 4, vn_aux 8, vn_next 12; Elf_Vernaux is vna_hash 0, vna_flags 4, vna_other 6, vna_name
 * 8, vna_next 12.
 */
final class NeedTable {
  private static final int ENTRY = 16;

  /** One version needed from a file. */
  record Version(String name, int flags, int index) {}

  /** A file and what is needed from it. */
  record Need(String file, List<Version> versions) {}

  private final List<Need> needs;

  private NeedTable(List<Need> needs) {
    this.needs = needs;
  }

  List<Need> needs() {
    return needs;
  }

  NeedTable with(List<Need> changed) {
    return new NeedTable(changed.stream().filter(n -> !n.versions().isEmpty()).toList());
  }

  /** The table with this version of a file, under a new index if it was not there. */
  NeedTable with(String file, String version, int newIndex) {
    if (find(file, version).isPresent()) {
      return this;
    }
    List<Need> changed = new ArrayList<>();
    for (Need n : needs) {
      List<Version> versions = new ArrayList<>(n.versions());
      if (n.file().equals(file)) {
        versions.add(new Version(version, 0, newIndex));
      }
      changed.add(new Need(n.file(), List.copyOf(versions)));
    }
    return new NeedTable(List.copyOf(changed));
  }

  /** Reads {@code count} needs at the start of {@code in}, whose names {@code strings} gives. */
  static NeedTable read(ElfBytes in, long count, java.util.function.LongFunction<String> strings) {
    List<Need> needs = new ArrayList<>();
    long at = 0;
    long room = in.size() / ENTRY;
    for (long i = 0; i < count; i++) {
      in.require(at, ENTRY, "version need");
      List<Version> versions = new ArrayList<>();
      long aux = at + in.u32(at + 8);
      for (int n = in.u16(at + 2); n > 0; n--) {
        in.require(aux, ENTRY, "version need entry");
        if (--room < 0) {
          throw in.malformed(aux, "version need entry", "needs share their entries");
        }
        versions.add(new Version(strings.apply(in.u32(aux + 8)), in.u16(aux + 4), in.u16(aux + 6)));
        long nextAux = in.u32(aux + 12);
        if (nextAux == 0) {
          break;
        }
        aux += stepped(in, aux, nextAux, "version need entry");
      }
      needs.add(new Need(strings.apply(in.u32(at + 4)), List.copyOf(versions)));
      long next = in.u32(at + 12);
      if (next == 0) {
        break;
      }
      at += stepped(in, at, next, "version need");
    }
    return new NeedTable(List.copyOf(needs));
  }

  /** Steps of less than an entry would read a table once for each of its bytes. */
  private static long stepped(ElfBytes in, long at, long next, String structure) {
    if (next < ENTRY) {
      throw in.malformed(
          at, structure, "next entry %d bytes on overlaps this one of %d".formatted(next, ENTRY));
    }
    return next;
  }

  /** The index by which symbols name a version of a file, or empty. */
  Optional<Version> find(String file, String version) {
    return needs.stream()
        .filter(n -> n.file().equals(file))
        .flatMap(n -> n.versions().stream())
        .filter(v -> v.name().equals(version))
        .findFirst();
  }

  /** The needs of the file that a symbol's version index belongs to. */
  Optional<Need> needOf(int index) {
    return needs.stream()
        .filter(n -> n.versions().stream().anyMatch(v -> v.index() == index))
        .findFirst();
  }

  /** The table's bytes, each need followed by its versions. */
  MemorySegment encode(ElfBytes like, ToLongFunction<String> strings) {
    long size = needs.stream().mapToLong(n -> ENTRY * (1L + n.versions().size())).sum();
    MemorySegment out = Arena.ofAuto().allocate(size);
    FieldWriter w = new FieldWriter(out, 0, like.is64(), like.order());
    for (int i = 0; i < needs.size(); i++) {
      Need need = needs.get(i);
      List<Version> versions = need.versions();
      w.u16(1, "vn_version").u16(versions.size(), "vn_cnt");
      w.u32(strings.applyAsLong(need.file()), "vn_file").u32(ENTRY, "vn_aux");
      w.u32(i + 1 < needs.size() ? ENTRY * (1L + versions.size()) : 0, "vn_next");
      for (int v = 0; v < versions.size(); v++) {
        Version version = versions.get(v);
        w.u32(SysvHash.hash(version.name()), "vna_hash").u16(version.flags(), "vna_flags");
        w.u16(version.index(), "vna_other");
        w.u32(strings.applyAsLong(version.name()), "vna_name");
        w.u32(v + 1 < versions.size() ? ENTRY : 0, "vna_next");
      }
    }
    return out;
  }
}
