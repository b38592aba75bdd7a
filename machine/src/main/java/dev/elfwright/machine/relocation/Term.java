package dev.elfwright.machine.relocation;

/**
 * What a formula refers to. The names are those of the x86-64 psABI where it has one; other psABIs
 * write the same under other names. All are addresses or distances in bytes.
 */
public enum Term {
  /** The address of the symbol. On ARM without the Thumb bit, see {@link #T}. */
  S,
  /** The addend, of the entry (RELA) or of the field (REL). */
  A,
  /** The address of the place: where the field begins. */
  P,
  /** The base address at which the object is loaded, less the one it was linked for. */
  B,
  /** The size of the symbol. */
  Z,
  /** The address of the symbol's PLT entry, or of the symbol where it needs none. */
  L,
  /** The address of the GOT, as the psABI defines it: _GLOBAL_OFFSET_TABLE_. */
  GOT,
  /** The offset in the GOT of the entry that holds the symbol's address. */
  G,
  /** The offset in the GOT of the entry through which the symbol's PLT entry jumps. */
  GPLT,
  /** The offset in the GOT of the symbol's pair of module and offset (general dynamic). */
  GD,
  /** The offset in the GOT of the pair that names this module (local dynamic). */
  LD,
  /** The offset in the GOT of the symbol's distance to the thread pointer (initial exec). */
  IE,
  /** The offset in the GOT of the symbol's TLS descriptor. */
  DESC,
  /** The offset in the GOT of the symbol's distance within its module's block (PowerPC). */
  DT,
  /** The address in the TLS image to which the thread pointer points. */
  TP,
  /** The address in the TLS image from which offsets within the module count. */
  DTP,
  /** The TOC pointer of PowerPC64: the start of the TOC and 0x8000. */
  TOC,
  /** The address of the section in which the symbol lies, in the linked file. */
  SECTION,
  /** The number of the symbol's module. */
  MODULE,
  /** What stands in the field already. */
  V,
  /** The value of the other relocation that {@code S} names, for halves that come in pairs. */
  PAIR,
  /** 1 when the symbol is a Thumb function, else 0 (ARM). */
  T,
  /** The bytes from a global entry point to the local one (PowerPC64 ELFv2). */
  LOCAL
}
