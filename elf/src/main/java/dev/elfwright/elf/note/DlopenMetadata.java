package dev.elfwright.elf.note;

/**
 * NT_FDO_DLOPEN_METADATA in {@code .note.dlopen}: libraries that a file loads by dlopen() (UAPI
 * Group, "dlopen() Metadata for ELF Files").
 *
 * @param json an array of objects with the keys {@code soname}, {@code feature}, {@code priority}
 *     and others; as it stands in the file, not checked
 */
public record DlopenMetadata(String json) implements NoteValue {}
