package dev.elfwright.elf.edit;

import dev.elfwright.elf.Compression;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.constant.CompressionType;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.write.FieldWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How sections of debugging information are stored. What compression would make larger stays as it
 * is, as with the GNU and LLVM tools.
 */
public enum DebugCompression {
  /** As debuggers read them. */
  NONE,

  /** SHF_COMPRESSED with ELFCOMPRESS_ZLIB (gABI, "Compression Header"). */
  ZLIB,

  /** SHF_COMPRESSED with ELFCOMPRESS_ZSTD. */
  ZSTD,

  /** {@code .zdebug} sections, as binutils wrote them before the gABI knew compression. */
  ZLIB_GNU;

  private static final String PLAIN = ".debug";
  private static final String OLD = ".zdebug";

  /** "ZLIB" and the size in 8 bytes, big-endian in any file; {@link Compression} has the table. */
  private static final int OLD_HEADER = 12;

  /**
   * Stores all debugging information in this way, however it was stored before.
   *
   * <p>The transformation is refused when no {@link dev.elfwright.elf.SectionCodec} for it is
   * there.
   */
  public ElfTransform change() {
    return e -> e.sections().forEachDraft(this::store);
  }

  /**
   * Stores sections of these names in this way. What linkers read as it is stays, such as
   * relocations and symbols, and so does what is compressed already, unless this is {@link #NONE}.
   *
   * <p>The transformation is refused when one is in a segment, or loaded (gABI: SHF_COMPRESSED is
   * not for sections with SHF_ALLOC).
   */
  public ElfTransform change(Predicate<String> names) {
    return e ->
        e.sections()
            .forEachDraft((draft, s) -> {
              boolean own = s.hasBytes() && !Strip.isForSymbols(SectionsEdit.view(s));
              if (own && names.test(s.name)) {
                storeNamed(draft, s);
              }
            });
  }

  private void storeNamed(Draft draft, DraftSection s) {
    if (draft.isPinned(s)) {
      throw draft.refuse("section " + s.name + " is in a segment and stays as it is");
    }
    if (this == NONE) {
      expand(draft, s);
      return;
    }
    if (s.isLoaded()) {
      throw draft.refuse("section " + s.name + " is loaded, and no loader expands it");
    }
    if ((s.flags & SectionFlag.COMPRESSED) == 0 && s.size > 0) {
      compress(draft, s, draft.bytes(s));
    }
  }

  private void store(Draft draft, DraftSection s) {
    boolean debug = s.name.startsWith(PLAIN) || s.name.startsWith(OLD);
    if (!debug || s.isLoaded() || !s.hasBytes()) {
      return;
    }
    MemorySegment plain = expand(draft, s);
    if (this != NONE && plain.byteSize() > 0) {
      compress(draft, s, plain);
    }
  }

  /** Undoes the compression that the file has; its bytes are read only when there is one. */
  private static MemorySegment expand(Draft draft, DraftSection s) {
    if (s.isNew() || s.fresh() != null) {
      return draft.bytes(s);
    }
    Section original = draft.model.sections().get(s.origin);
    Optional<Compression> how = original.compression();
    if (how.isEmpty()) {
      return draft.bytes(s);
    }
    MemorySegment plain = original.uncompressed();
    s.replace(plain);
    s.flags &= ~SectionFlag.COMPRESSED;
    s.alignment = how.get().alignment();
    rename(draft, s, OLD, PLAIN);
    return plain;
  }

  private void compress(Draft draft, DraftSection s, MemorySegment plain) {
    boolean is64 = draft.header.is64();
    int type = this == ZSTD ? CompressionType.ZSTD : CompressionType.ZLIB;
    MemorySegment packed;
    try {
      packed = Compression.compress(plain, type, s.alignment, is64, draft.header.order());
    } catch (IllegalArgumentException noCodec) {
      throw draft.refuse("cannot be compressed: " + noCodec.getMessage());
    }
    if (this == ZLIB_GNU) {
      packed = old(packed, plain.byteSize(), is64);
    }
    if (packed.byteSize() >= plain.byteSize()) {
      return;
    }
    s.replace(packed);
    if (this == ZLIB_GNU) {
      rename(draft, s, PLAIN, OLD);
    } else {
      s.flags |= SectionFlag.COMPRESSED;
      s.alignment = is64 ? 8 : 4;
    }
  }

  private static MemorySegment old(MemorySegment packed, long size, boolean is64) {
    int header = Compression.headerSize(is64);
    MemorySegment out = Arena.ofAuto().allocate(OLD_HEADER + packed.byteSize() - header);
    FieldWriter w = new FieldWriter(out, 0, true, ByteOrder.BIG_ENDIAN);
    w.i32(0x5a4c4942).i64(size);
    out.asSlice(OLD_HEADER).copyFrom(packed.asSlice(header));
    return out;
  }

  private static void rename(Draft draft, DraftSection s, String from, String to) {
    if (s.name.startsWith(from)) {
      SectionsEdit.rename(draft, s, to + s.name.substring(from.length()));
    }
  }
}
