package dev.elfwright.elf.note;

/**
 * NT_GNU_GOLD_VERSION, written by the linker gold.
 *
 * @param text such as {@code gold 1.16}
 */
public record GoldVersion(String text) implements NoteValue {}
